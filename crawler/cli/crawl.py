"""`dehusk crawl`: pages or a site to clean records, in a job that can be stopped and goes on."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from crawler.cli.choosing import choose_spider
from crawler.cli.errors import ALL_DONE, INCOMPLETE, SOME_FAILED, UserError
from crawler.cli.setup import extractor_option, setup_of, site_rules_option
from crawler.kept_command import kept_command
from crawler.proxies import failed_by
from output.jsonl import ENDINGS, split_ending
from output.lock import JobRunningError
from output.setup import EXTRACTORS

_BOUNDS = "depth, host, pattern, dated, segments, similar; 0 for none"
_MESSAGES = 10  # failed URLs that are told one by one


@click.command(short_help="Crawl web pages and write their clean text as JSONL.")
@click.argument("urls", nargs=-1, metavar="[URL…]")
@click.option(
    "--spider",
    type=click.Choice(["page", "site", "feed", "sitemap"]),
    help="page: exactly these URLs; site: their links too; feed, sitemap: what these list.  [default: page, and for the"
    " address of a site whatever it has]",
)
@click.option(
    "-o",
    "--output",
    metavar="PATH",
    help="FILE.jsonl[.gz|.zst], a FOLDER/, or - for stdout.  [default: output/data/JOB/]",
)
@click.option(
    "--job", metavar="NAME", help="Name of the job; alone, it goes on with that job.  [default: spider and host]"
)
@click.option("--archive/--no-archive", default=None, help="Keep every response in WARC files.  [default: with --job]")
@click.option("--urls", "urls_file", metavar="FILE", help="A file with one URL on each line, - for stdin.")
@click.option("--min-free", metavar="SIZE", help="Stop when the disk has less left: 500M, 3%, 0.  [default: 1G or 5%]")
@click.option("--max-pages", type=click.IntRange(1), metavar="N", help="Stop after N pages.")
@click.option("--depth", type=click.IntRange(1), metavar="N", help="site: at most N links away from URL.")
@click.option("--allow", multiple=True, metavar="REGEX", help="site: follow only URLs with one of these in them.")
@click.option("--deny", multiple=True, metavar="REGEX", help="site: never follow URLs with one of these in them.")
@click.option("--trap", "traps", multiple=True, metavar="NAME=N", help=f"site: bounds against traps: {_BOUNDS}.")
@click.option("--since", metavar="WHEN", help="feed, sitemap: only what is newer: 2026-11-19, 7d.")
@click.option("--max-age", metavar="SPAN", help="Do not ask again for pages that were checked less long ago: 12h, 7d.")
@click.option("--due", is_flag=True, help="Ask again only for pages whose own interval is over.")
@click.option("--interval", metavar="SPAN-SPAN", help="Bounds of the interval of a page.  [default: 1h-30d]")
@click.option("--all", "whole", is_flag=True, help="Write records that have not changed since the last crawl too.")
@click.option(
    "--concurrency", type=click.IntRange(1, 512), metavar="N", help="Requests at a time.  [default: 8, 2 a host]"
)
@click.option(
    "--delay",
    type=click.FloatRange(0, 3600),
    metavar="SECONDS",
    help="Between requests to a host; 0, for a site of your own, lifts its limits.  [default: adapts]",
)
@click.option("--allow-private", multiple=True, metavar="HOST", help="A host that may lead to a private address.")
@click.option("--user-agent", metavar="TEXT", help="Who you are, with a contact; instead of --contact.")
@click.option("--contact", metavar="TEXT", help="An address or a page of yours, for the sites that are crawled.")
@click.option("--allow-bad-certificates", is_flag=True, help="Fetch from servers that cannot prove who they are.")
@click.option("--header", "headers", multiple=True, metavar="'NAME: VALUE'", help="A header for every request.")
@click.option("--proxy", metavar="URL", help="Fetch through this HTTP proxy.")
@click.option(
    "--workers", type=click.IntRange(1, 256), metavar="N", help="Processes that extract.  [default: one a processor]"
)
@site_rules_option
@extractor_option
@click.option("--no-site-rules", is_flag=True, help="Without the rules that the job was begun with.")
@click.option(
    "--memory", metavar="FILE", help="What repeats on each host: used, and kept here at the end; -o - only reads it."
)
@click.option("--no-memory", is_flag=True, help="Leave in what repeats over the pages of a host.")
@click.option("-q", "--quiet", is_flag=True, help="No progress and no table.")
@click.pass_context
def crawl(ctx: click.Context, /, urls: tuple[str, ...], spider: str | None, quiet: bool, **options: Any) -> int:
    """Crawl URLs and write their clean text, one record a page, with what was removed beside it.

    Run it again to go on with a job that was stopped; a job that is complete is crawled again: records that are new or
    have changed are written, the newest of each URL. Private addresses are refused unless named, robots.txt is obeyed.
    """
    _check_output(options["output"])
    _check_text(options)
    from crawler.run import CrawlPlan, run_crawl  # noqa: PLC0415 - Scrapy takes half a second, which --help need not pay

    debug = bool(ctx.obj and ctx.obj.get("debug"))
    home = os.environ.get("DEHUSK_HOME", "")
    settings = _settings(options, home, quiet=quiet)
    name, arguments = choose_spider(urls, spider, options, settings, quiet=quiet)
    plan = CrawlPlan(name, arguments, settings, debug=debug)
    try:
        run = run_crawl(plan)
    except JobRunningError as error:
        raise UserError(f"this job is already running (process {error}): wait for it or stop it", 5) from error
    if not quiet:
        from crawler.summary import show  # noqa: PLC0415 - as above

        show(run, sys.stderr if run.output == "-" else sys.stdout)
    return _exit_code(run, settings.get("DEHUSK_PROXY") or os.environ.get("DEHUSK_PROXY", ""))


def _settings(options: dict[str, Any], home: str, *, quiet: bool) -> dict[str, Any]:
    """The settings that the command line speaks of; it beats the environment, which beats crawler/settings.py."""
    settings: dict[str, Any] = {
        "DEHUSK_HOME": home,
        "DEHUSK_PROGRESS": not quiet,
        "DEHUSK_COMMAND": kept_command(["dehusk", *sys.argv[1:]]),
    }
    for option, setting in (
        ("output", "DEHUSK_OUTPUT"),
        ("max_pages", "DEHUSK_MAX_PAGES"),
        ("min_free", "DEHUSK_MIN_FREE"),
        ("workers", "DEHUSK_WORKERS"),
        ("user_agent", "USER_AGENT"),
        ("concurrency", "CONCURRENT_REQUESTS"),
        ("proxy", "DEHUSK_PROXY"),
        ("memory", "DEHUSK_MEMORY"),
        ("max_age", "DEHUSK_MAX_AGE"),
        ("due", "DEHUSK_DUE"),
        ("interval", "DEHUSK_INTERVAL"),
        ("whole", "DEHUSK_ALL"),
    ):
        if options[option]:
            settings[setting] = options[option]
    if options["archive"] is not None:
        settings["DEHUSK_ARCHIVE"] = "1" if options["archive"] else "0"
    if options["contact"] and not options["user_agent"]:
        from crawler.contact import user_agent  # noqa: PLC0415 - brings Scrapy, as above

        settings["USER_AGENT"] = user_agent(options["contact"])
    if options["allow_bad_certificates"]:
        settings["DOWNLOAD_VERIFY_CERTIFICATES"] = False
    if options["allow_private"]:
        settings["DEHUSK_ALLOW_PRIVATE"] = list(options["allow_private"])
    if options["delay"] is not None:
        settings["DOWNLOAD_DELAY"] = options["delay"]
    if options["headers"]:
        settings["DEHUSK_HEADERS"] = dict(_header(text) for text in options["headers"])
    return settings | _cleaning_settings(options)


def _cleaning_settings(options: dict[str, Any]) -> dict[str, Any]:
    """What the pages are cleaned with beside the cleaners; a job remembers it (`crawler.job_cleaning`)."""
    settings: dict[str, Any] = {}
    for option, setting in (("site_rules", "DEHUSK_NO_SITE_RULES"), ("memory", "DEHUSK_NO_MEMORY")):
        if options[option] and options[f"no_{option}"]:
            name = option.replace("_", "-")
            raise UserError(f"--{name} and --no-{name} contradict each other: leave one out")
        if options[f"no_{option}"]:
            settings[setting] = True
    if options["site_rules"]:
        settings["DEHUSK_SITE_RULES"] = list(setup_of(options["site_rules"]).site_rules)
    if options["extractor"]:
        settings["DEHUSK_EXTRACTOR"] = EXTRACTORS[options["extractor"]]
    return settings


def _header(text: str) -> tuple[str, str]:
    name, colon, value = text.partition(":")
    if not colon or not name.strip() or not name.strip().isascii():
        raise UserError(f"--header {text!r}: write it as 'Name: value'")
    return name.strip(), value.strip()


def _check_text(options: dict[str, Any]) -> None:
    """Raises UserError for bytes that are no text in what goes into requests, or into the store."""
    for name in ("contact", "user_agent", "memory", "headers"):
        given = options[name] or ()
        for text in (given,) if isinstance(given, str) else given:
            try:
                text.encode()
            except UnicodeEncodeError as error:
                option = "header" if name == "headers" else name.replace("_", "-")
                raise UserError(f"--{option}: this is no text in UTF-8; write it in UTF-8") from error


def _check_output(output: str | None) -> None:
    if not output or output == "-" or output.endswith("/") or split_ending(output)[1]:
        return
    path = Path(output)
    if path.is_dir() or (not path.suffix and not path.exists()):
        return
    raise UserError(
        f"-o {output}: name a file that ends in {', '.join(ENDINGS)}, a folder (ends in /), or - for stdout"
    )


def _exit_code(run: Any, proxy: str) -> int:
    """Raises UserError for a run that did not get to its end."""
    result = run.result
    if run.reader_gone:
        return ALL_DONE
    if run.incomplete:
        left = result.counts.get("pending", 0)
        unwritten = "" if run.result.exported or run.output == "-" else f"; {run.output} appears when it is complete"
        again = f"dehusk crawl --job {run.name}{f' -o {run.output}' if run.output else ''}"
        raise UserError(f"stopped with {left} URLs to go; go on with: {again}{unwritten}", INCOMPLETE)
    if result.problems:
        left = f"nothing was published; dehusk export {run.name} writes what is left"
        raise UserError(f"the job {run.name} does not add up: {'; '.join(result.problems)}; {left}", INCOMPLETE)
    return SOME_FAILED if _tell_failed(run.failed_starts, proxy) or result.named_no_page else ALL_DONE


def _tell_failed(failed: Sequence[tuple[str, str]], proxy: str) -> bool:
    """Say on stderr which of the URLs that were given failed, and why; whether any did."""
    from crawler.failures import said_of  # noqa: PLC0415 - as above

    for url, reason in failed[:_MESSAGES]:
        click.echo(f"dehusk: {url} {failed_by(proxy, reason) or said_of(reason)}", err=True)
    if len(failed) > _MESSAGES:
        click.echo(f"dehusk: and {len(failed) - _MESSAGES:,} more: the outcomes name them all", err=True)
    return bool(failed)
