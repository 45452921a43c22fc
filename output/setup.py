"""What is the same for every input of a run: named once on the command line, opened once in each process."""

from __future__ import annotations

from dataclasses import dataclass

from cleaners.site_rules import SiteRules
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


NO_TOOLS = Tools()
