"""The cleaners that read phrase packs, with their closed sets of reasons. What each keeps stands beside it."""

from __future__ import annotations

from cleaners.phrase_cleaner import PhraseCleaner

# Stays: articles about rulings, prospectuses and warnings; reported speech about risk.
DISCLAIMER = PhraseCleaner(
    "disclaimer",
    frozenset(
        {
            "investment",  # no financial, legal, medical or professional advice
            "risk",  # risk warnings, CFDs, past performance, you can lose your money
            "liability",  # accuracy is not guaranteed, no responsibility for losses
            "information_only",
            "opinion",  # views are the author's own
            "position",  # the author holds (no) positions in what is named
            "affiliate",  # affiliate links and commissions
            "sponsored",
            "third_party",
            "translation",  # machine translation, the original prevails
            "copyright",  # all rights reserved, reproduction forbidden
        }
    ),
)
SHARE_FOLLOW = PhraseCleaner("share_follow", frozenset({"share", "follow", "copy_link", "print_save", "network"}))
# Stays: what readers wrote, letters to the editor, articles that quote a comment.
COMMENTS = PhraseCleaner(
    "comments", frozenset({"form", "call", "counter", "rules", "login", "heading", "reply"}), version=2
)
PAYWALL = PhraseCleaner("paywall", frozenset({"subscribers_only", "login", "offer", "limit", "trial"}))
# Stays: articles about cookies, trackers and consent law.
COOKIE_NOTICE = PhraseCleaner("cookie_notice", frozenset({"consent", "settings", "blocked_embed", "browser"}))
# Stays: a source named inside a sentence, the line under a table that names its statistics office.
CREDIT = PhraseCleaner("credit", frozenset({"source", "image", "translation", "agency", "editor"}))
TEASER_WORDS = PhraseCleaner("teaser_words", frozenset({"heading", "more_link", "previous_next"}), version=2)
# Stays: headings, dialogue, list items and table cells that are the same word.
UI_REASONS = frozenset(
    {
        "ad_label",
        "navigation",  # skip links, back to top, home, menu, search
        "account",  # sign in, register, my profile
        "player",  # play, listen, duration
        "loading",
        "gallery",
        "print_font",
        "language",  # view original, translate
        "site_pages",  # imprint, privacy policy, terms, contact, about us
        "browser",  # old browser, ad blocker, script needed
        "form",  # send, cancel, required fields
        "save",  # bookmark, add to favourites
        "token",  # placeholder, goTop, undefined: names from templates
        "symbols",  # no letter and no digit in the line
        "numbers",  # no letter in the line
        "counter",  # 4.8K
        "breadcrumbs",
        "menu",  # a row of short words between bars
        "brackets",  # a short line in brackets
    }
)
PHRASE_CLEANERS = (
    DISCLAIMER,
    SHARE_FOLLOW,
    COMMENTS,
    PAYWALL,
    COOKIE_NOTICE,
    CREDIT,
    TEASER_WORDS,
)
