"""A setup of a run, opened: the cleaners, site rules and model that a process cleans its documents with."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from cleaners.cleaning import Cleaned, clean
from cleaners.document import Document
from cleaners.hosts import host_of
from cleaners.registry import RULES
from cleaners.site_rules import SiteRules
from cleaners.site_rules.cleaner import SiteRulesCleaner
from output.remembering import cleaners_for, memory_name
from output.rule_files import RuleFiles
from output.setup import Setup

if TYPE_CHECKING:
    from cleaners.classifier.model import Classifier

# A page of more blocks is a dump of data. Cleaning it takes ten seconds for 100,000 of them, its time limit could only
# lose it as a whole, and no cleaner was made for such a page. (Text that was extracted before has no such limit.)
MOST_BLOCKS_OF_A_PAGE = 20_000


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

    def named(self, host: str, memory: bytes = b"") -> str:
        """What `metadata.rules` says of a document of this host: whatever decides what is removed from it."""
        rules = RULES + memory_name(host, memory)
        own = self.rules_for(host)
        return f"{rules}+s{own.digest}" if own else rules

    def clean(self, document: Document, memory: bytes = b"") -> tuple[Cleaned, str]:
        """The document, cleaned with all that is known of its host, and what `metadata.rules` says of that.

        `memory` is a frozen `cleaners.memory.Memory` as bytes, or empty. A page of more than 20,000 blocks comes back
        as it is, guard "too_many_blocks".
        """
        host = host_of(document)
        rules = self.named(host, memory)
        if len(document.blocks) > MOST_BLOCKS_OF_A_PAGE and document.metadata.get("extractor"):
            return Cleaned(document, document.text, (), "too_many_blocks"), rules
        cleaners = cleaners_for(document, memory)
        own = self.rules_for(host)
        if own is not None and own.text is not None:
            cleaners = (SiteRulesCleaner(own.text), *cleaners)
        return clean(document, cleaners), rules


NO_TOOLS = Tools()
