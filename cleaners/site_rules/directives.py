"""The directives of the Full-Text RSS site-config format: what each holds, and which of them dehusk has no use for."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

Value = Literal["xpath", "text", "yes_no"]


@dataclass(frozen=True, slots=True)
class Directive:
    """One directive: what its value is, what stands in its parentheses, and why it does nothing here ("": it does)."""

    name: str
    value: Value
    argument: str = ""
    unused: str = ""


_IMAGES = "records hold no images"
_LOGIN = "dehusk does not log in"
_FETCHING = "dehusk fetches no further page for a page"
_TESTS = "an example for its author; dehusk fetches nothing to check a file"
_PARSER = "there is one parser"

DIRECTIVES: dict[str, Directive] = {
    directive.name: directive
    for directive in (
        Directive("title", "xpath"),
        Directive("author", "xpath"),
        Directive("date", "xpath"),
        Directive("body", "xpath"),
        Directive("strip", "xpath"),
        Directive("strip_attr", "xpath"),
        Directive("strip_id_or_class", "text"),
        Directive("strip_image_src", "text"),
        Directive("skip_id_or_class", "text"),
        Directive("dissolve", "xpath"),
        Directive("wrap_in", "xpath", argument="the name of an element"),
        Directive("move_into", "xpath", argument="an XPath"),
        Directive("find_string", "text"),
        Directive("replace_string", "text", argument="what is to be found"),
        Directive("prune", "yes_no"),
        Directive("autodetect_on_failure", "yes_no"),
        Directive("skip_json_ld", "yes_no"),
        Directive("native_ad_clue", "xpath", unused="a record does not say that a page is an advertisement"),
        Directive("insert_detected_image", "yes_no", unused=_IMAGES),
        Directive("src_lazy_load_attr", "text", unused=_IMAGES),
        Directive("tidy", "yes_no", unused=_PARSER),
        Directive("parser", "text", unused=_PARSER),
        Directive("convert_double_br_tags", "yes_no", unused="a line break always ends a block"),
        Directive("strip_comments", "yes_no", unused="reader comments are left to the cleaners"),
        Directive("footnotes", "yes_no", unused="footnotes are kept as they stand"),
        Directive("post_strip_attr", "xpath", unused="attributes are not part of the text"),
        Directive("single_page_link", "xpath", unused=_FETCHING),
        Directive("single_page_link_in_feed", "xpath", unused=_FETCHING),
        Directive("next_page_link", "xpath", unused=_FETCHING),
        Directive("autodetect_next_page", "yes_no", unused=_FETCHING),
        Directive("if_page_contains", "xpath", unused=_FETCHING),
        Directive("http_header", "text", argument="the name of a header", unused="headers are set with --header"),
        Directive("requires_login", "yes_no", unused=_LOGIN),
        Directive("login_uri", "text", unused=_LOGIN),
        Directive("login_username_field", "text", unused=_LOGIN),
        Directive("login_password_field", "text", unused=_LOGIN),
        Directive("login_extra_fields", "text", unused=_LOGIN),
        Directive("not_logged_in_xpath", "xpath", unused=_LOGIN),
        Directive("test_url", "text", unused=_TESTS),
        Directive("test_contains", "text", unused=_TESTS),
    )
}


def meant(name: str) -> str:
    """The directive that a misspelt one is likely to mean, or ""."""
    return next(iter(get_close_matches(name.lower(), DIRECTIVES, n=1, cutoff=0.75)), "")
