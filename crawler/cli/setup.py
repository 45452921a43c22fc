"""`--site-rules`: what several commands hand to their workers, from the command line."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from crawler.cli.errors import UserError
from output.rule_files import read_rule_file
from output.setup import Setup

site_rules_option = click.option(
    "--site-rules",
    multiple=True,
    metavar="FOLDER",
    help="Rules for single hosts, repeatable; the last FOLDER with a file of that name counts.",
)


def setup_of(site_rules: Sequence[str]) -> Setup:
    """The setup of a run. Raises UserError for a folder that is none, and tells of TOML files that cannot be used."""
    for name in site_rules:
        folder = Path(name)
        if not folder.is_dir():
            raise UserError(f"--site-rules {name}: there is no such folder")
        for path in sorted(folder.glob("*.toml")):
            error = read_rule_file(path).error
            if error:
                click.echo(f"dehusk: {path} is not used: {error}", err=True)
    return Setup(tuple(str(Path(name).resolve()) for name in site_rules))
