"""Cleaning takes time in proportion to the text, whatever the text is: no input may hang a run."""

from __future__ import annotations

import gc
import re
import time
from collections.abc import Callable, Iterator

import pytest

from benchmarks.text_speed import growth
from cleaners import clean, document_from_text
from cleaners.normalise import _cached_key
from cleaners.patterns import Pattern
from cleaners.phrases import Entry, default_lexicon

PROSE = "The bridge was closed in March after an engineer heard a noise that she had not heard before, she said."
OTHER = "Nobody on the council could say how long the work would last or who in the end was going to pay for it."


def name(number: int) -> str:
    """A word of letters for a number, another one for each."""
    return "".join(chr(97 + int(digit)) for digit in f"{number:05}")


def lines(line: Callable[[int], str]) -> Callable[[int], str]:
    return lambda n: "\n".join(map(line, range(n)))


# Each takes the number of its lines, or of parts of its one line.
SHAPES: dict[str, Callable[[int], str]] = {
    "the same paragraph": lines(lambda n: PROSE),
    "two paragraphs in turn": lines(lambda n: (PROSE, OTHER)[n % 2]),
    "the same short line": lines(lambda n: "Read more"),
    "near copies": lines(lambda n: f"{PROSE} It was the {name(n)} of the {name(n * 7)} on {name(n * 13)}."),
    "echoes": lines(lambda n: f"{name(n)} and the day " * (n % 3) + PROSE),
    "headings and titles": lines(lambda n: f"The {name(n)} of {name(n * 3)}" if n % 2 else "Related articles"),
    "labels": lines(lambda n: f"Disclaimer: a: b: {name(n)}"),
    "crumbs": lines(lambda n: f"{n % 23} hours ago" if n % 2 else f"The {name(n)} of {name(n * 3)}"),
    "numbers": lines(str),
    "symbols": lines(lambda n: "*** >>> ***"),
    "one line of phrases": lambda n: "Subscribe to our newsletter and leave a comment. " * n,
    "one line of phrases without an end": lambda n: "subscribe to our newsletter and leave a comment " * n,
    "one line of numbers": lambda n: "1 " * 20 * n,
    "one line of symbols": lambda n: "*>|" * 20 * n,
    "one line of marks": lambda n: '."' * 20 * n,
    "one word": lambda n: "ab" * 20 * n,
    "one word of two cases": lambda n: "aB" * 20 * n,
    "one line of spaces": lambda n: "a" + " " * 40 * n + "b",
    "one line without spaces": lambda n: "分享到微信朋友圈并关注我们的公众号。" * n,
    "one line of links": lambda n: " https://t.co/abc" * n,
    "one line of characters that grow": lambda n: "\ufdfa" * 5 * n,
    "titles that run into leads": lambda n: (
        f"{PROSE}\n{OTHER}\nRelated articles\n"
        + lines(lambda n: f"Bridge quantum{name(n)}Solana has opened for all")(n)
    ),
    "one line of notices and prose": lambda n: f"Subscribe to our newsletter. {PROSE} " * 2 * n,
}


def cpu(text: str, times: int = 1) -> float:
    """Seconds to clean a text, the best of some times."""
    took = []
    gc.collect()
    gc.disable()  # what other tests of this process have left is looked through again and again otherwise
    try:
        for _ in range(times):
            _cached_key.cache_clear()  # the same text again would cost nothing
            began = time.process_time()
            clean(document_from_text(text))
            took.append(time.process_time() - began)
    finally:
        gc.enable()
    return min(took)


def assert_grows_with_the_text(shape: Callable[[int], str], small: int, slack: float) -> None:
    cpu(shape(small))  # compiles what it needs
    short, long = shape(small), shape(8 * small)
    times, ratio = len(long) / len(short), cpu(long, 2) / max(cpu(short, 3), 0.002)
    assert ratio < slack * times, f"{times:.1f} times the text, {ratio:.1f} times the time"


@pytest.mark.parametrize("shape", ["the same paragraph", "echoes", "one line of phrases", "one line of numbers"])
def test_eight_times_the_text_takes_about_eight_times_as_long(shape: str) -> None:
    assert_grows_with_the_text(SHAPES[shape], 150, slack=4)


@pytest.mark.nightly
@pytest.mark.parametrize("shape", SHAPES)
def test_no_shape_of_text_takes_more_than_its_length(shape: str) -> None:
    assert_grows_with_the_text(SHAPES[shape], 2000, slack=2.2)


@pytest.mark.nightly
def test_a_thousand_times_the_text_takes_at_most_1100_times_as_long() -> None:
    assert growth(5_000, 5_000_000) < 1100


@pytest.mark.nightly
@pytest.mark.parametrize(
    "text",
    [
        "\n".join([PROSE] * 100_000),
        "\n".join(["Share"] * 100_000),
        f"{PROSE} " * 50_000,
        "*>|—" * 1_000_000,
        "a" * 5_000_000,
    ],
    ids=["paragraphs", "short lines", "one line", "symbols", "one word"],
)
def test_extreme_documents_end(text: str) -> None:
    assert cpu(text) < 60


# --- Patterns -------------------------------------------------------------------------------------------------------

PATTERNS = [(entry, pattern) for entry in default_lexicon().entries for pattern in entry.patterns if pattern.body]
LANGUAGES = sorted({entry.language for entry, _ in PATTERNS})
SMALL, LARGE = 400, 3200  # characters of a key
SLOW = 0.004  # seconds on a large key; what is faster needs no second look


def adversaries(pattern: Pattern, size: int) -> Iterator[str]:
    """Keys that begin like the pattern and go on with its own words, or with what its gaps and numbers take."""
    words = re.findall(r"[^\W\d_]+", pattern.source) or ["x"]
    whole = " ".join(words)
    for part in (
        f"{whole} ",
        f"{words[0]} ",
        f"{words[-1]} ",
        f"{whole[:-1]} ",
        "1 ",
        f"{whole} 1 ",
        "1",
        "a ",
        words[0],
    ):
        rest = (part * (size // len(part) + 1))[:size]
        yield f"{whole[:-1]} {rest} "
        yield f"{rest} "
        yield f"{words[0]} {rest} "


def searched(entry: Entry, pattern: Pattern) -> Callable[[str], object]:
    """How `cleaners.phrases` uses a pattern."""
    regex = pattern.regex
    if entry.fit == "inside":
        return regex.search
    return regex.fullmatch if entry.fit == "line" else regex.match


def timed(find: Callable[[str], object], key: str, times: int) -> float:
    took = []
    for _ in range(times):
        began = time.thread_time()  # other programs do not use it up
        find(key)
        took.append(time.thread_time() - began)
    return min(took)


def super_linear(entry: Entry, pattern: Pattern) -> str:
    """The beginning of a key on which a pattern takes much more time than in proportion, or ""."""
    find = searched(entry, pattern)
    for small, large in zip(adversaries(pattern, SMALL), adversaries(pattern, LARGE), strict=True):
        if timed(find, large, 1) > SLOW:
            long, short = timed(find, large, 5), timed(find, small, 9)
            if long > SLOW and long > 4 * short * len(large) / len(small):
                return f"{long / short:.0f} times as long on {large[:60]!r}…"
    return ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_pattern_of_a_pack_backtracks(language: str) -> None:
    began = time.monotonic()
    wrong = []
    for entry, pattern in PATTERNS:
        if entry.language == language and entry.fit != "line":  # a line is searched up to 300 characters only
            found = super_linear(entry, pattern)
            if found:
                wrong.append(f"{pattern.source}: {found}")
            assert time.monotonic() - began < 60, f"out of time at {pattern.source}"
    assert not wrong, "\n".join(wrong)


def test_the_fuzz_sees_a_pattern_that_backtracks() -> None:
    entry = next(entry for entry, _ in PATTERNS if entry.fit == "sentence")
    bad = Pattern("go 1 stop", r"go (?:\d+(?: \d+)* )?(?:\d+(?: \d+)* )?stop", ("go ",), ())
    assert super_linear(entry, bad)
    assert not super_linear(entry, Pattern("go stop", r"go (?:\w+ ){0,5}?stop ", ("go ",), ()))
