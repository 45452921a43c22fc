"""A setup of a run, opened: the cleaners, site rules and model that a process cleans its documents with."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from cleaners.cleaning import Cleaned, clean
from cleaners.document import Document
from cleaners.hosts import host_of
from cleaners.registry import RULES
from cleaners.site_rules import SiteRules, digest_of
from cleaners.site_rules.cleaner import SiteRulesCleaner
from output.remembering import cleaners_for, memory_name
from output.rule_files import RuleFiles
from output.setup import Mode, Setup

if TYPE_CHECKING:
    from cleaners.classifier.model import Classifier

# A page of more blocks is a dump of data. Cleaning it takes ten seconds for 100,000 of them, its time limit could only
# lose it as a whole, and no cleaner was made for such a page. (Text that was extracted before has no such limit.)
MOST_BLOCKS_OF_A_PAGE = 20_000
_SITE_RULES = "+s"  # begins the digest of site rules


class Tools:
    """A setup, opened in this process. It keeps files that it has read, and nothing of what it was used on."""

    def __init__(self, setup: Setup | None = None) -> None:
        setup = setup or Setup()
        folders = setup.site_rules
        self.extractor = setup.extractor
        self._model = setup.model
        self._rule_files = RuleFiles(folders) if folders else None

    @cached_property
    def model(self) -> Classifier | None:
        """The model of the setup, None for the shipped one. Raises OSError, ValueError or KeyError if it is none."""
        if not self._model:
            return None
        from cleaners.classifier.model import Classifier  # noqa: PLC0415 - a run over texts needs none

        return Classifier.load(Path(self._model))

    def rules_for(self, host: str) -> SiteRules | None:
        """The site rules of a host name, as the files say now."""
        return self._rule_files.for_host(host) if self._rule_files and host else None

    def extraction(self, host: str, mode: Mode | None = None) -> str:
        """A name for what decides which text is taken from a page of this host: the extractor of the run, the rules
        that come with dehusk, and `+s…` for site rules. `mode` is the way in which it is done, as "resiliparse" does
        without site rules."""
        own = self.rules_for(host) if (mode or self.extractor) != "resiliparse" else None
        return f"{self.extractor} {RULES}" + (f"{_SITE_RULES}{own.config_digest}" if own and own.config_digest else "")

    def named(self, host: str, memory: bytes = b"", extraction: str = "") -> str:
        """What `metadata.rules` says of a document of this host: whatever decides what is removed from it.

        `extraction` names how its text was extracted: site rules for that count as they were then. Without it, or where
        it is a word of an older dehusk, they count as they are now."""
        own = self.rules_for(host) or SiteRules()
        used = extraction.partition(_SITE_RULES)[2] if " " in extraction else own.config_digest
        digest = digest_of(used, own.text_digest)
        return RULES + memory_name(host, memory) + (f"{_SITE_RULES}{digest}" if digest else "")

    def clean(self, document: Document, memory: bytes = b"", extraction: str = "") -> tuple[Cleaned, str]:
        """The document, cleaned with all that is known of its host, and what `metadata.rules` says of that.

        `memory` is a frozen `cleaners.memory.Memory` as bytes, or empty; `extraction` is as `named` has it. A page of
        more than 20,000 blocks comes back as it is, guard "too_many_blocks".
        """
        host = host_of(document)
        rules = self.named(host, memory, extraction)
        if len(document.blocks) > MOST_BLOCKS_OF_A_PAGE and document.metadata.get("extractor"):
            return Cleaned(document, document.text, (), "too_many_blocks"), rules
        cleaners = cleaners_for(document, memory)
        own = self.rules_for(host)
        if own is not None and own.text is not None:
            cleaners = (SiteRulesCleaner(own.text), *cleaners)
        return clean(document, cleaners), rules


NO_TOOLS = Tools()
