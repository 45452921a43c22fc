"""The classifier: what must stay, what it must not choose, then its parts."""

from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from lxml.html import HtmlElement

from cleaners import by_classifier, hints, structured
from cleaners.classifier.candidates import add_candidates
from cleaners.classifier.declared import declared_features
from cleaners.classifier.features import block_features
from cleaners.classifier.measures import Measures
from cleaners.classifier.model import KINDS, MODEL, Classifier, shipped
from cleaners.classifier.segments import Segment, Segmented, segment
from cleaners.classifier.selection import best, expected_f1
from cleaners.classifier.words import BITS, bits
from cleaners.tree import parse

_TOLD = """
The harbour of the old town was closed on Monday after a crane had fallen across both of its entrances, and nobody knew
when the ferries would sail again.

Engineers from three companies looked at the damage until late at night, and the mayor asked everyone who had planned to
travel to the islands for patience.

The last time that the harbour stood still for more than a day was in the winter of 1987, when ice had locked in forty
boats and two of the large ferries.
"""
PARAGRAPHS = [" ".join(text.split()) for text in _TOLD.split("\n\n")]
MENU = "".join(f'<li><a href="/{name}">{name.title()}</a></li>' for name in ("news", "sport", "weather", "culture"))
ARTICLE = f"""<html><head><title>Harbour closed</title></head><body>
<header><nav class="main-menu"><ul>{MENU}</ul></nav></header>
<main><article class="story"><h1>Harbour closed</h1>{"".join(f"<p>{text}</p>" for text in PARAGRAPHS)}</article></main>
<aside class="sidebar"><ul class="most-read">{MENU}</ul></aside>
<footer class="site-footer"><p>All rights reserved</p><ul>{MENU}</ul></footer></body></html>"""


def tree_of(html: str) -> HtmlElement:
    tree = parse(html)
    assert tree is not None
    return tree


def chosen(html: str) -> list[str]:
    tree = tree_of(html)
    found = by_classifier.choose(tree, structured.read(tree), "https://site.example/2026/harbour", "site.example")
    return [block.text for block in found.blocks]


def test_every_paragraph_of_an_article_stays_and_the_menus_go() -> None:
    found = chosen(ARTICLE)
    assert [text for text in found if text in PARAGRAPHS] == PARAGRAPHS
    assert not {"News", "Sport", "Weather", "All rights reserved"}.intersection(found)


def test_a_thread_keeps_its_answers() -> None:
    posts = "".join(
        f'<div class="post"><div class="author">User {n}</div><div class="message"><p>{text}</p></div></div>'
        for n, text in enumerate(PARAGRAPHS)
    )
    found = chosen(f"<html><body><nav>{MENU}</nav><div class=thread><h1>Ferries</h1>{posts}</div></body></html>")
    assert [text for text in found if text in PARAGRAPHS] == PARAGRAPHS


def test_text_that_is_only_in_the_data_is_found() -> None:
    body = " ".join(PARAGRAPHS)
    data = f'<script type="application/ld+json">{{"@type": "NewsArticle", "articleBody": "{body}"}}</script>'
    assert body in chosen(f"<html><head>{data}</head><body><div id=root></div><nav>{MENU}</nav></body></html>")


def test_text_that_the_page_shows_is_no_candidate_again() -> None:
    body = " ".join(PARAGRAPHS)
    data = f'<script type="application/ld+json">{{"@type": "NewsArticle", "articleBody": "{body}"}}</script>'
    tree = tree_of(f"<html><head>{data}</head><body><p>{body}</p></body></html>")
    said = structured.read(tree)
    page = segment(tree)
    add_candidates(page, said, hints.read(tree, said))
    assert len(page.segments) == 1


@pytest.mark.parametrize("html", ["<html><body></body></html>", "<html><body><p> </p><script>x</script></body></html>"])
def test_a_page_without_text_gives_nothing(html: str) -> None:
    assert chosen(html) == []


def test_a_page_of_more_blocks_than_anyone_reads_is_left_to_the_fall_back() -> None:
    assert chosen("<html><body>" + "<p>x</p>" * 20_001 + "</body></html>") == []


def test_the_same_page_gives_the_same_judgement() -> None:
    tree = tree_of(ARTICLE)
    page, known = segment(tree), hints.read(tree, structured.read(tree))
    first, second = (shipped().judge(page, known, "https://site.example/a") for _ in range(2))
    assert (first.probabilities == second.probabilities).all()
    assert 0 <= first.quality <= 1
    assert first.kind in KINDS


def test_the_model_is_small_and_asks_for_features_that_there_are() -> None:
    assert MODEL.stat().st_size <= 200_000
    tree = tree_of(ARTICLE)
    known = hints.read(tree, structured.read(tree))
    features = block_features(segment(tree), known.title, known.description)
    assert set(shipped().blocks.names) <= {*features, *declared_features(known, "")}
    assert all(np.isfinite(values).all() for values in features.values())


def test_a_file_that_is_no_model_raises(tmp_path: Path) -> None:
    np.savez(tmp_path / "other.npz", x=np.zeros(3))
    with pytest.raises(KeyError):
        Classifier.load(tmp_path / "other.npz")


def test_one_segment_has_all_features() -> None:
    tree = tree_of("<html><body>word</body></html>")
    assert {len(values) for values in block_features(segment(tree), "", "").values()} == {1}


def test_the_selection_is_the_best_of_all() -> None:
    generator = np.random.default_rng(3)
    for _ in range(50):
        chance, words = generator.random(7), generator.integers(1, 30, 7).astype(float)
        found = best(chance, words)
        sets = [list(one) for size in range(1, 8) for one in combinations(range(7), size)]
        masks = [np.isin(np.arange(7), one) for one in sets]
        assert found.expected == pytest.approx(expected_f1(chance, words, found.chosen))
        # The k most probable segments are the best k, or nearly so: sizes in words differ.
        assert found.expected >= max(expected_f1(chance, words, mask) for mask in masks) - 0.02


def test_words_of_classes_are_found_written_together() -> None:
    def named(words: str) -> set[str]:
        found = bits("div", words)
        return {name for number, name in enumerate(BITS) if found >> number & 1}

    assert "comment" in named("usercomments-list")
    assert "consent" in named("onetrust-banner-sdk")
    assert "ad" in named("ads")
    assert "ad" not in named("heads-up shadow roadmap")
    assert named("") == set()
    assert bits("article", "") == 1 << BITS.index("<article>")


def test_what_stands_behind_forty_words_of_classes_is_not_read() -> None:
    assert bits("div", " ".join(("mt-x " * 19, "comment"))) == bits("div", "comment")
    assert bits("div", " ".join(("mt-x " * 20, "comment"))) == 0


def test_prices_are_found_in_figures_of_any_script() -> None:
    texts = ["€ 9", "\u20bd \u0669", "20 dollars", "€ twelve"]
    assert Measures.of([Segment(text, "p", 0) for text in texts]).price.tolist() == [1, 1, 0, 0]


def test_a_page_with_a_lone_surrogate_is_judged() -> None:
    page = Segmented(segment(tree_of(ARTICLE)).nodes, segment(tree_of(ARTICLE)).segments)
    page.segments[0].text = "a\ud800b"
    assert len(block_features(page, "", "")["chars"]) == len(page.segments)
