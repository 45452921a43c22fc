"""`dehusk export`: the records of a job, written again from its store."""

from __future__ import annotations

from pathlib import Path

import click

from crawler.cli.errors import ALL_DONE, SOME_FAILED, UserError
from crawler.cli.jobs import explained, named
from output.export import Exported, Place, is_file_name
from output.export import export as publish
from output.jobs import opened_job
from output.jsonl import ENDINGS


@click.command(short_help="Write the records of a job again, wherever you want them.")
@click.argument("name", metavar="JOB")
@click.option(
    "-o", "--output", metavar="PATH", help="FILE.jsonl[.gz|.zst] or a FOLDER/.  [default: the folder of the job]"
)
@click.option("--compress", type=click.Choice(["gz", "zst"]), help="How the segments in a folder are compressed.")
def export(name: str, output: str | None, compress: str | None) -> int:
    """Write records, removals and outcomes of JOB. The same job gives the same bytes, however often.

    A folder gets segments and a manifest, a file its side files beside it. Every file appears when it is whole.
    """
    folder = named(name)
    place = Place(output or str(folder), f".jsonl.{compress}" if compress else ".jsonl")
    _check(output, compress)
    with explained(folder, place.path), opened_job(folder) as store:
        left = store.pending
        exported = publish(store, place)
    click.echo(_said(exported))
    if left:
        urls = f"{left:,} URL{' is' if left == 1 else 's are'}"
        click.echo(f"dehusk: {urls} still to fetch: dehusk crawl --job {name}", err=True)
    return ALL_DONE


def _check(output: str | None, compress: str | None) -> None:
    if not output:
        return
    if is_file_name(output):
        if compress:
            raise UserError(f"--compress is for folders: the ending of {output} says how it is compressed")
        if Path(output).is_dir():
            raise UserError(f"-o {output} is a folder: write it as {output}/ to have segments in it")
    elif output == "-" or (Path(output).suffix and not output.endswith("/") and not Path(output).is_dir()):
        raise UserError(f"-o {output}: name a file that ends in {', '.join(ENDINGS)}, or a folder (ends in /)")
    elif Path(output).is_file():
        raise UserError(f"-o {output} is a file, and no {', '.join(ENDINGS)}", SOME_FAILED)


def _said(exported: Exported) -> str:
    number = exported.records
    return f"{number:,} record{'' if number == 1 else 's'} in {exported.where}"
