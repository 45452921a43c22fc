"""The kinds of pages that are no document, by the words of `output.outcomes`."""

from __future__ import annotations

BLOCKED = "page.blocked"  # the server refuses programs, or a country
CAPTCHA = "page.captcha"  # asks for a proof that a person reads
CONSENT = "page.consent_wall"  # asks to accept cookies before it shows anything
SHELL = "page.app_shell"  # its text is made by JavaScript
NOT_FOUND = "page.soft_404"  # "not found", sent as if it were a page
LOGIN = "page.login"
NO_TEXT = "page.no_text"  # menus, buttons and footers, and nothing that is likely to be a text
PARKED = "page.parked"  # a domain for sale, expired, suspended, or with the default page of a server
ERROR = "page.error"  # an error of the server, or maintenance, sent as if it were a page
