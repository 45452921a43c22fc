"""`--site-rules` and `--extractor`: what several commands hand to their workers, from the command line."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from zipfile import BadZipFile

import click

from crawler.cli.errors import UserError
from output.setup import EXTRACTORS, Setup

site_rules_option = click.option(
    "--site-rules",
    multiple=True,
    metavar="FOLDER",
    help="Rules for single hosts, repeatable; the last FOLDER with a file of that name counts.",
)
extractor_option = click.option(
    "--extractor",
    type=click.Choice(list(EXTRACTORS)),
    help="How the text of a page is found: by dehusk's own classifier (the default), or by another tool.",
)


def setup_of(site_rules: Sequence[str], extractor: str | None = None, model: str | None = None) -> Setup:
    """The setup of a run. Raises UserError for a folder that is none, or a model that cannot be read, and tells of TOML
    files that cannot be used."""
    if model:
        _check_model(model)
    from output.rule_files import read_rule_file  # noqa: PLC0415 - brings the cleaners, which --help does not need

    for name in site_rules:
        folder = Path(name)
        if not folder.is_dir():
            raise UserError(f"--site-rules {name}: there is no such folder")
        for path in sorted(folder.glob("*.toml")):
            error = read_rule_file(path).error
            if error:
                click.echo(f"dehusk: {path} is not used: {error}", err=True)
    return Setup(
        tuple(str(Path(name).resolve()) for name in site_rules),
        EXTRACTORS[extractor or "dehusk"],
        str(Path(model).resolve()) if model else "",
    )


def _check_model(name: str) -> None:
    from cleaners.classifier.model import Classifier  # noqa: PLC0415 - brings numpy, which --help does not need

    try:
        Classifier.load(Path(name))
    except (OSError, ValueError, KeyError, BadZipFile) as error:
        raise UserError(f"--model {name}: this is no model of benchmarks/blocks.py ({error})") from error
