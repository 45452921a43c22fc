"""Rules that people wrote for one host: the Full-Text RSS site-config format, and our own TOML for text."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from cleaners.site_rules.config import Config
from cleaners.site_rules.naming import names_for
from cleaners.site_rules.text_rules import TextRules

__all__ = ["Config", "SiteRules", "TextRules", "digest_of", "names_for"]


@dataclass(frozen=True, slots=True)
class SiteRules:
    """What the rule files of one host say together: `config` when a page is extracted, `text` when it is cleaned. The
    digest of each part tells two versions of it apart, 8 hex digits or "" where there is none; `digest` both."""

    config: Config | None = None
    text: TextRules | None = None
    config_digest: str = ""
    text_digest: str = ""

    @property
    def digest(self) -> str:
        return digest_of(self.config_digest, self.text_digest)


def digest_of(config_digest: str, text_digest: str) -> str:
    """What names both parts of site rules, as they were used on one page; "" where neither was."""
    if not config_digest and not text_digest:
        return ""
    return sha256(f"{config_digest} {text_digest}".encode()).hexdigest()[:8]
