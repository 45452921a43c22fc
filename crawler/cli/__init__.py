"""`dehusk`: the command line. Commands are imported when they are called, so that `dehusk --help` is there at once."""

from __future__ import annotations

import os
import re
import sys
import traceback
from collections.abc import Sequence
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import click

from crawler.cli.errors import ALL_DONE, INCOMPLETE, NO_SPACE, SOME_FAILED, WRONG_USAGE, UserError, is_write_error
from crawler.cli.streams import check_start, open_missing
from crawler.printable import printable

# command: (where it is, what `dehusk --help` says about it)
COMMANDS: dict[str, tuple[str, str]] = {
    "crawl": ("crawler.cli.crawl:crawl", "Crawl web pages and write their clean text as JSONL."),
    "job": ("crawler.cli.job:job", "List jobs, look at one, retry or erase some of its URLs."),
    "export": ("crawler.cli.export:export", "Write the records of a job again, wherever you want them."),
    "clean": ("crawler.cli.clean:clean", "Clean text, HTML or JSONL that is already there."),
    "restore": ("crawler.cli.restore:restore", "Give the extracted text back from records and removals."),
    "explain": ("crawler.cli.explain:explain", "Show what was kept and what was removed from one page, and why."),
    "rules": ("crawler.cli.rules:rules", "Check, test and suggest rules for single hosts."),
}

# Names of inputs that worker processes read, and what their kinds are called.
_PAGES = re.compile(r"\.(x?html?|warc)(\.gz)?$|\.wacz$|^(html|warc)$")


class LazyGroup(click.Group):
    """A group that imports a command when it is used; the help text of the group needs no import at all."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name][0].partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


def _version() -> str:
    try:
        return version("dehusk")
    except PackageNotFoundError:  # run from a source tree that was never installed
        return "(not installed)"


def _print_version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        click.echo(f"dehusk {_version()}")
        ctx.exit()


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80})
@click.option(
    "--version", is_flag=True, expose_value=False, is_eager=True, callback=_print_version, help="Print the version."
)
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
@click.pass_context
def dehusk(ctx: click.Context, debug: bool) -> None:
    """Crawl web pages, take the boilerplate off their text, and write clean JSONL.

    Exit codes: 0 all done, 1 some inputs failed, 2 wrong usage, 3 the job is incomplete (run it again), 4 no space
    or not writable, 5 the job is already running.
    """
    ctx.obj = {"debug": debug}


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave the process with one of the exit codes of `crawler.cli.errors`."""
    missing = open_missing()
    words = list(sys.argv[1:] if arguments is None else arguments)
    debug = "--debug" in words
    if debug:  # it may stand before or behind the command
        words = ["--debug", *(word for word in words if word != "--debug")]
    try:
        check_start(words, missing)
        code = _run(words)
        sys.stdout.flush()
    except BrokenPipeError:
        _leave_quietly()
        code = ALL_DONE
    except Exception as error:  # noqa: BLE001 - the outermost frame: it says every error in one line
        if debug:
            traceback.print_exc()
        code = _explained(error)
    except KeyboardInterrupt:
        if debug:
            traceback.print_exc()
        _say("stopped before it was done; nothing of this run was published: run it again")
        code = INCOMPLETE
    sys.exit(code)


def _run(words: list[str]) -> int:
    if _reads_pages(words):
        from crawler.workers import start_fork_server  # noqa: PLC0415 - other commands need no workers

        start_fork_server()  # it loads beside this process: .4 to .6 s less for each such command
    # Not `dehusk.main()`: it makes 1 of a reader that went away, and an Abort of Ctrl-C.
    try:
        with dehusk.make_context("dehusk", words) as context:
            result: Any = dehusk.invoke(context)
    except click.exceptions.Exit as end:
        return end.exit_code
    return result if isinstance(result, int) else ALL_DONE


def _reads_pages(words: Sequence[str]) -> bool:
    command = next((word for word in words if not word.startswith("-")), "")
    if {"-h", "--help"} & set(words):
        return False
    return command == "crawl" or (command in {"clean", "explain"} and any(map(_PAGES.search, words)))


def _explained(error: Exception) -> int:
    if isinstance(error, UserError):
        _say(str(error))
        return error.exit_code
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        click.echo(error.format_message(), err=True)
        return WRONG_USAGE
    if isinstance(error, click.UsageError):
        hint = f" (see `{error.ctx.command_path} --help`)" if error.ctx else ""
        _say(f"{error.format_message()}{hint}")
        return WRONG_USAGE
    if isinstance(error, click.ClickException):
        _say(error.format_message())
        return error.exit_code
    if isinstance(error, OSError) and is_write_error(error):
        _say(f"{error.filename or 'the output'} cannot be written: {error.strerror or error}")
        return NO_SPACE
    _say(f"{type(error).__name__}: {error} (a mistake in dehusk; --debug shows where)")
    return SOME_FAILED


def _say(message: str) -> None:
    click.echo(f"dehusk: {printable(' '.join(message.split()))}", err=True)


def _leave_quietly() -> None:
    """The reader of stdout went away; let Python's own last flush go nowhere instead of failing."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
