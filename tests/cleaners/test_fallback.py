"""Where trafilatura keeps nothing, the text of the page still comes out, without its menus."""

from __future__ import annotations

from cleaners import fallback

PARAGRAPHS = [
    "The last lighthouse keeper on the northern coast handed over her keys on Friday, after thirty-one years.",
    "A sensor now switches the lamp on at dusk, and a technician comes twice a year by boat to clean the lenses.",
]


def page(body: str) -> str:
    return f"<html><body><nav><a href='/'>Home</a></nav><main>{body}</main><footer>Imprint</footer></body></html>"


def test_no_text_no_blocks() -> None:
    assert fallback.blocks("") == []
    assert fallback.blocks("<html><body><script>var a = 1</script><p> — </p></body></html>") == []


def test_a_block_a_paragraph_without_the_frame() -> None:
    found = fallback.blocks(page("".join(f"<p>{text}</p>" for text in PARAGRAPHS)))
    assert [(block.tag, block.text) for block in found] == [("p", text) for text in PARAGRAPHS]


def test_list_items_have_no_bullet_and_years_stay() -> None:
    items = ["a lamp that turns once in every eleven seconds", "a key of iron as old as the tower itself"]
    year = "1995. That was the year of the storm that took the boat and the landing stage."
    found = fallback.blocks(page(f"<p>{PARAGRAPHS[0]}</p><ul><li>{items[0]}</li><li>{items[1]}</li></ul><p>{year}</p>"))
    assert [(block.tag, block.text) for block in found[1:]] == [("li", items[0]), ("li", items[1]), ("p", year)]


def test_a_list_of_buttons_between_paragraphs_is_left_out() -> None:
    buttons = "<ul><li>Share</li><li>Print</li></ul>"
    assert [
        block.text for block in fallback.blocks(page(f"<p>{PARAGRAPHS[0]}</p>{buttons}<p>{PARAGRAPHS[1]}</p>"))
    ] == PARAGRAPHS


def test_deep_nesting_loses_nothing() -> None:
    found = fallback.blocks(page("<div>" * 2000 + f"<p>{PARAGRAPHS[0]}</p>" + "</div>" * 2000))
    assert [block.text for block in found] == PARAGRAPHS[:1]
