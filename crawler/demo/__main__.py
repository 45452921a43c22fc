"""`make run`: crawl the demo site, or a real one, and show what came of it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from contextlib import AbstractContextManager
from pathlib import Path
from urllib.parse import urlsplit

import click
from rich.console import Console

from crawler.cli.errors import ALL_DONE, INCOMPLETE, SOME_FAILED
from crawler.demo.report import show
from crawler.demo.server import Serving, serve

# The calendar never ends; a crawl that fell for it would stop here.
_DEMO_PAGES = 200
_REAL_PAGES = 50
# The same port every time: the second call crawls the same addresses and keeps one record of each.
_PORT = 8931
_SHOWS_SOMETHING = {ALL_DONE, SOME_FAILED, INCOMPLETE}
_SHOWN = ("noticias", "/tecnologia/laboratorio-de-chips")


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("what", required=False, metavar="[URL | serve]")
@click.option("--port", default=0, show_default="a free one", help="Port of `serve`.")
@click.option("--max-pages", default=_REAL_PAGES, show_default=True, help="Pages of a real site.")
def demo(what: str | None, port: int, max_pages: int) -> None:
    """Crawl the bundled demo site, or the site at URL, and show the result; `serve` only serves the demo."""
    if what == "serve":
        _serve(port)
    elif what:
        if not what.startswith(("http://", "https://")):
            what = f"https://{what}"
        job = f"run-{urlsplit(what).hostname or 'site'}"
        sys.exit(_crawl([what], ["--spider", "site", "--max-pages", str(max_pages)], job))
    else:
        with _demo_site() as site:
            job = "demo" if site.port == _PORT else f"demo-{site.port}"
            sys.exit(_crawl(site.urls, _own_site(site), job, shown=site.url(*_SHOWN)))


def _demo_site() -> AbstractContextManager[Serving]:
    """The demo on its usual port, or on a free one where that is taken."""
    try:
        socket.create_server(("127.0.0.1", _PORT)).close()
    except OSError:
        return serve()
    return serve(_PORT)


def _own_site(site: Serving) -> list[str]:
    options = ["--spider", "site", "--max-pages", str(_DEMO_PAGES), "--concurrency", "16", "--delay", "0"]
    for host in site.hosts:
        options += ["--allow-private", host]
    return options


def _serve(port: int) -> None:
    with serve(port) as site:
        click.echo("\n".join(site.urls))
        click.echo("Ctrl-C ends it.", err=True)
        try:
            while True:
                time.sleep(3600)
        except KeyboardInterrupt:
            click.echo("", err=True)


def _crawl(urls: list[str], options: list[str], job: str, shown: str = "") -> int:
    """Run `dehusk crawl` as a user would, show its result, and return its exit code."""
    folder = Path(os.environ.get("DEHUSK_HOME", ".")) / "output" / "data" / job
    console = Console(highlight=False)
    command = ["crawl", *urls, *options, "--job", job]
    console.print(f"[bold]dehusk {' '.join(command)}[/bold]", soft_wrap=True)
    code = subprocess.run(  # noqa: S603 - our own program with the user's own URL
        [sys.executable, "-m", "crawler.cli", *command], check=False
    ).returncode
    if code in _SHOWS_SOMETHING and folder.is_dir():  # else the folder holds an earlier crawl, if any
        show(console, folder, shown)
    return code


if __name__ == "__main__":
    demo(prog_name="python -m crawler.demo")
