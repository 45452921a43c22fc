"""What is the same for every input of a run, as it is named once on the command line and sent to each process."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Mode = Literal["blocks", "full", "fast", "resiliparse"]
# What a user calls the ways of extraction.
EXTRACTORS: dict[str, Mode] = {"dehusk": "blocks", "trafilatura": "full", "resiliparse": "resiliparse"}


@dataclass(frozen=True, slots=True)
class Setup:
    """What the processes of a run share. It goes to each worker when it starts, so it must pickle.

    `site_rules`: folders of rule files; of two files of one name the one in the later folder counts. `extractor` is the
    way in which pages are extracted first, `model` a file with another model for "blocks" than the shipped one ("").
    """

    site_rules: tuple[str, ...] = ()
    extractor: Mode = "blocks"
    model: str = ""
