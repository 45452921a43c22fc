"""A page of menus and footers only is no document; one line that says something makes it one."""

from __future__ import annotations

import pytest

from cleaners.extract import Extracted, extract
from cleaners.no_document.kinds import NO_TEXT
from cleaners.page import Page

WARES = "Sofas,Corner sofas,Sofa beds,Beds,Bunk beds,Lamps,Floor lamps,Chairs,Office chairs,Tables,Rugs,Desks,Shelves"
HELP = "Help,Contact us,Returns,Shipping,Track an order,Gift cards,Find a shop"
FIRM = "Who we are,Careers,Press,Sustainability,Investors"
LEGAL = "Privacy policy,Terms of sale,Cookies,Accessibility,Imprint"


def items(names: str) -> str:
    return "".join(f'<li class="menu-item"><a href="/{name.lower()}">{name}</a></li>' for name in names.split(","))


def shop(main: str) -> Extracted:
    columns = "".join(
        f'<div class="col"><h4>{title}</h4><ul>{items(names)}</ul></div>'
        for title, names in (("Service", HELP), ("Company", FIRM), ("Legal", LEGAL))
    )
    html = (
        '<html lang=en><head><title>Oak beds | Harbour Home</title></head><body><a href="#main">Skip to content</a>'
        '<header class="site-header"><a href="/">Harbour Home</a><button>Menu</button><div class="cart-drawer">'
        "<p>Cart (0)</p><p>Subtotal</p><p>$0 USD</p><button>Checkout</button></div>"
        f'<nav class="main-nav"><ul>{items(WARES)}</ul></nav></header><main id="main">{main}</main>'
        f'<footer class="site-footer">{columns}<p class="copyright">© 2026 Harbour Home Ltd</p></footer></body></html>'
    )
    return extract(Page("https://shop.example/beds", html.encode()))


@pytest.mark.parametrize(
    ("main", "said"),
    [
        ("<p>The workshop is closed until the first of March.</p>", "The workshop is closed until the first of March."),
        ("<h1>Oak bed</h1><p>$499</p><ul><li>Solid oak</li><li>180 cm wide</li></ul>", "180 cm wide"),
    ],
)
def test_one_line_that_says_something_makes_a_document(main: str, said: str) -> None:
    found = shop(main)
    assert found.kind == ""
    assert said in found.document.text


@pytest.mark.parametrize(
    "html", ["<p>Hello.</p>", "<ul><li>milk<li>eggs</ul>", "<pre>x = 1</pre>", "<h1>Hi</h1><p>there"]
)
def test_a_page_with_next_to_nothing_on_it_is_a_document(html: str) -> None:
    assert extract(Page("https://example.org/", html.encode())).kind == ""


def test_menus_and_footers_alone_are_none_and_their_links_are_kept() -> None:
    found = shop('<div class="loader">Loading…</div>')
    assert found.kind == NO_TEXT
    assert len(found.links) >= 30
    assert found.document.blocks  # what was found all the same, for `dehusk explain`
