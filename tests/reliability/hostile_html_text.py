"""Hostile by their text: runs that regular expressions walk again and again, dates, prices, strange characters."""

from __future__ import annotations

from random import Random

from tests.reliability.hostile_html import Pages, numbered, page

PAGES = Pages()
text, add = PAGES.text, PAGES.add


def _words(size: int) -> list[str]:
    random = Random("words")
    return ["".join(random.choices("aeioulnrst", k=random.randint(1, 12))) for _ in range(size)]


def _characters(size: int) -> str:
    random = Random("characters")
    return "".join(chr(random.choice((random.randint(0x21, 0x7E), random.randint(0xA0, 0xD7FF)))) for _ in range(size))


def _dates(size: int) -> list[str]:
    return [f"{n % 28 + 1}.{n % 12 + 1}.20{n % 30:02}" for n in range(size)]


# ---------------------------------------------------------------------- runs of one thing

RUNS = {
    "spaces": " ",
    "no_break_spaces": "\u00a0",
    "tabs": "\t",
    "line_breaks": "\n",
    "dots": ".",
    "ellipses": "…",
    "commas": ",",
    "digits": "1",
    "double_quotes": '"',
    "single_quotes": "'",
    "curly_quotes": "\u201c\u201d",
    "dashes": "-",
    "long_dashes": "—",
    "underscores": "_",
    "equals": "=",
    "slashes": "/",
    "backslashes": "\\",
    "at_signs": "@",
    "hashes": "#",
    "asterisks": "*",
    "pluses": "+",
    "bars": "|",
    "colons": ":",
    "question_marks": "?",
    "exclamation_marks": "!",
    "opening_brackets": "([{",
    "closing_brackets": ")]}",
    "ampersands": "&",
    "percents": "%20",
    "dollars": "$",
    "bullets": "• ",
    "guillemets": "» ",
    "arrows": "→",
    "letters": "a",
    "capitals": "A",
    "letters_and_spaces": "a ",
    "letters_and_dots": "a.",
    "letters_and_dashes": "a-",
    "initials": "A. B. ",
    "digits_and_dots": "1.",
    "digits_and_slashes": "1/",
    "digits_and_colons": "1:",
    "digits_and_spaces": "1 ",
    "dots_and_spaces": ". ",
    "dashes_and_spaces": "- ",
    "brackets_in_brackets": "(a ",
    "addresses_without_end": "a@",
    "addresses": "a@b.example ",
    "schemes": "http://",
    "hosts_without_end": "www.a.",
    "paths_without_end": "https://a.example/b?c=d&amp;",
}
for name, run in RUNS.items():
    text(f"run_of_{name}", 2_000 // len(run), 300_000 // len(run), lambda size, run=run: run * size)  # type: ignore[misc]
for name in ("spaces", "dots", "digits", "letters", "dashes", "letters_and_spaces"):
    run = RUNS[name]
    add(
        f"many_lines_of_{name}",
        50,
        3_000,
        lambda size, run=run: page(f"<p>{run * 100}x</p>" * size),  # type: ignore[misc]
    )

# ---------------------------------------------------------------------- words and wordings

text("by_by_by", 300, 30_000, lambda size: "By " * size)
text("read_more", 300, 30_000, lambda size: "Read more: " * size)
text("share_on", 300, 30_000, lambda size: "Share on Facebook Share on X Tweet " * size)
text("subscribe", 300, 30_000, lambda size: "Subscribe to our newsletter and " * size)
text("all_rights_reserved", 300, 30_000, lambda size: "© 2026 All rights reserved. " * size)
text("photo_credits", 300, 30_000, lambda size: "(Photo: Reuters/AFP) " * size)
text("updated_updated", 300, 30_000, lambda size: "Updated: published: modified on " * size)
text("one_very_long_word", 5_000, 1_000_000, lambda size: "w" * size)
text("long_words_without_end", 200, 10_000, lambda size: ("donau" * 40 + " ") * size)
text("random_words", 1_000, 100_000, lambda size: " ".join(_words(size)))
text("random_characters", 2_000, 300_000, _characters)
text("tickers", 300, 30_000, lambda size: numbered("(NYSE: ABC#) ", size))
text("hash_tags", 300, 30_000, lambda size: numbered("#tag# @name# ", size))
text("references", 300, 30_000, lambda size: numbered("[#] (see above, p. #) ", size))
text("prices", 300, 30_000, lambda size: numbered("€ #,99 $#.50 £#k 12,5 % ", size))
text("telephone_numbers", 300, 30_000, lambda size: numbered("+351 21 # 555 0100 ", size))
text("versions", 300, 30_000, lambda size: numbered("1.2.#.4.5-rc# ", size))
text("times", 300, 30_000, lambda size: numbered("12:#:59.000Z 5 min ago ", size))
text("dates", 300, 20_000, lambda size: " ".join(_dates(size)))
text("dates_in_words", 300, 20_000, lambda size: numbered("January #, 2026 and 5. März 20# le 3 août 1999 ", size))
text("dates_that_are_none", 300, 20_000, lambda size: numbered("2026-99-# 31/02/2# 20261332 ", size))
text("digits_of_years", 500, 50_000, lambda size: "20261122" * size)
add("price_list", 100, 20_000, lambda size: page(numbered("<li>Thing # <b>€ #,99</b> <s>#,00</s></li>", size)))
add("lines_of_one_letter", 150, 50_000, lambda size: page("<p>a</p>" * size))
add("lines_of_dates", 50, 10_000, lambda size: page("".join(f"<p>{date}</p>" for date in _dates(size))))
add(
    "lines_almost_the_same",
    80,
    20_000,
    lambda size: page(numbered("<p>Story # has the same words as others</p>", size)),
)
add("teasers", 30, 10_000, lambda size: page(numbered("<h3>Story #</h3><p>By Ada Fischer</p><p>5 min ago</p>", size)))
add("ticker_lines", 100, 10_000, lambda size: page(numbered("<p>12:# +++ Goal +++</p>", size)))
add("plain_text", 300, 30_000, lambda size: numbered("Line # of a file of text.\n", size), "text/plain")
add("plain_text_in_one_line", 300, 300_000, lambda size: "word " * size, "text/plain")

# ---------------------------------------------------------------------- strange characters

text("right_to_left_marks", 500, 50_000, lambda size: "\u202eabc\u202c\u2066def\u2069\u200f" * size)
text("zero_widths", 500, 50_000, lambda size: "a\u200b\u200c\u200d\u2060\ufeff" * size)
text("combining_characters", 1_000, 200_000, lambda size: "a" + "\u0301\u0323" * size)
text("combining_characters_out_of_order", 1_000, 100_000, lambda size: "a" + "\u0323\u0301\u0345\u0334" * size)
text("emoji_joined", 300, 30_000, lambda size: "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466" * size)
text("emoji", 1_000, 100_000, lambda size: "\U0001f600\U0001f3fd" * size)
text("flags", 1_000, 100_000, lambda size: "\U0001f1f5\U0001f1f9" * size)
text("hangul_parts", 1_000, 100_000, lambda size: "\u1100\u1161\u11a8" * size)
text("ligature_of_18_letters", 500, 30_000, lambda size: "\ufdfa" * size)  # one character, 18 after NFKC
text("line_separators", 500, 50_000, lambda size: "line\u2028line\u2029line\x85" * size)
text("private_use", 1_000, 100_000, lambda size: "\ue000\U000f0000\U0010fffd" * size)
text("not_characters", 1_000, 100_000, lambda size: "\ufdd0\U0001ffff\ufffd" * size)
text("thai_without_spaces", 500, 50_000, lambda size: "ภาษาไทย" * size)
text("chinese_without_stops", 500, 50_000, lambda size: "汉字文本" * size)
text("scripts_mixed", 300, 30_000, lambda size: "aаαא汉अ한ا" * size)
text("case_that_grows", 1_000, 100_000, lambda size: "İßŉΐﬃ" * size)
text("mathematical_letters", 500, 50_000, lambda size: "\U0001d4d0\U0001d7d8\u2460\u3300" * size)
text("soft_hyphens", 1_000, 100_000, lambda size: "a\u00ad" * size)
