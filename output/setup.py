"""What is the same for every input of a run: named once on the command line, opened once in each process."""

from __future__ import annotations

from dataclasses import dataclass

from cleaners.cleaning import Cleaned, clean
from cleaners.document import Document
from cleaners.hosts import host_of
from cleaners.registry import RULES
from cleaners.site_rules import SiteRules
from cleaners.site_rules.cleaner import SiteRulesCleaner
from output.remembering import cleaners_for, memory_name
from output.rule_files import RuleFiles


@dataclass(frozen=True, slots=True)
class Setup:
    """What the processes of a run share. It goes to each worker when it starts, so it must pickle.

    `site_rules`: folders of rule files; of two files of one name the one in the later folder counts.
    """

    site_rules: tuple[str, ...] = ()


class Tools:
    """A setup, opened in this process. It keeps files that it has read, and nothing of what it was used on."""

    def __init__(self, setup: Setup | None = None) -> None:
        folders = setup.site_rules if setup else ()
        self._rule_files = RuleFiles(folders) if folders else None

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

        `memory` is a frozen `cleaners.memory.Memory` as bytes, or empty.
        """
        host = host_of(document)
        cleaners, rules = cleaners_for(document, memory), self.named(host, memory)
        own = self.rules_for(host)
        if own is not None and own.text is not None:
            cleaners = (SiteRulesCleaner(own.text), *cleaners)
        return clean(document, cleaners), rules


NO_TOOLS = Tools()
