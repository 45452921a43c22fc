"""Where a command writes: `-o` and its default."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from crawler.cli.errors import UserError
from output.inputs import STDIN
from output.jsonl import ENDINGS, split_ending
from output.sinks import files_of


@dataclass(frozen=True, slots=True)
class Target:
    """The files a run writes, by kind; if the records go to stdout, only those that were asked for."""

    files: dict[str, Path]
    stdout: bool = False

    @property
    def name(self) -> str:
        """The place to tell a person."""
        return "stdout" if self.stdout else str(self.files["records"])


def home() -> Path:
    """The folder below which output goes: `$DEHUSK_HOME`, or the current one."""
    return Path(os.environ.get("DEHUSK_HOME") or ".")


def target(
    output: str | None, inputs: Sequence[str], removals: str | None = None, rejects: str | None = None
) -> Target:
    """What `-o`, `--removals` and `--rejects` mean. Raises UserError for a name without a format or that is an input.

    Without `-o`: stdout if stdin is the input, else the folder `output/data/<name of the first input>/` below `home()`.
    """
    if output is None:
        output = STDIN if STDIN in inputs else str(home() / "output" / "data" / _job(inputs[0])) + "/"
    asked = {kind: Path(path) for kind, path in (("removals", removals), ("rejects", rejects)) if path}
    if output == STDIN:
        return _checked(Target(asked, stdout=True), inputs)
    path = Path(output)
    if split_ending(path.name)[1] and not path.is_dir():
        return _checked(Target(files_of(path) | asked), inputs)
    if output.endswith("/") or path.is_dir() or not path.suffix:
        files = files_of(path / "records.jsonl") | asked
        return _checked(Target({**files, "records": files["records"]}), inputs)
    raise UserError(
        f"-o {output}: name a file that ends in {', '.join(ENDINGS)}, a folder (ends in /), or - for stdout"
    )


def _job(name: str) -> str:
    stem = split_ending(Path(name).resolve().name)[0]
    return "".join(char if char.isalnum() or char in "-_." else "-" for char in stem).strip("-.") or "clean"


def _checked(chosen: Target, inputs: Sequence[str]) -> Target:
    """Raises UserError rather than write over an input."""
    own = {Path(name).resolve() for name in inputs if name != STDIN}
    for path in chosen.files.values():
        if path.resolve() in own:
            raise UserError(f"{path} is an input: name another place with -o")
    return chosen
