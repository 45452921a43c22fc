"""Rules that people wrote for one host: the Full-Text RSS site-config format, and our own TOML for text."""

from __future__ import annotations

from dataclasses import dataclass

from cleaners.site_rules.config import Config
from cleaners.site_rules.naming import names_for
from cleaners.site_rules.text_rules import TextRules

__all__ = ["Config", "SiteRules", "TextRules", "names_for"]


@dataclass(frozen=True, slots=True)
class SiteRules:
    """What the rule files of one host say together. `digest` tells two versions of them apart: 8 hex digits."""

    config: Config | None = None
    text: TextRules | None = None
    digest: str = ""
