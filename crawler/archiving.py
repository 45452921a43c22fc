"""Every response goes into the archive of its job before anything else touches it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from scrapy.exceptions import NotConfigured, StopDownload

from crawler.download import UNVERIFIED
from crawler.job import JobRun
from crawler.middlewares import StoppedError
from output.archive import FOLDER, ArchiveWriter, Exchange, Place
from output.archive_files import keep_place, recover
from output.canonical import canonical

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

Also = Callable[[sqlite3.Connection], None]

_MEGABYTE = 1 << 20
_NOT_MODIFIED = 304
_ON, _OFF = frozenset({"1", "true", "yes", "on"}), frozenset({"0", "false", "no", "off"})


class Archive:
    """The archive of a run, and where in it the responses lie whose rows have not ended yet."""

    def __init__(self, writer: ArchiveWriter) -> None:
        self.writer = writer
        self._places: dict[int, Place] = {}

    def add(self, exchange: Exchange, row: int | None) -> None:
        """Write an exchange; it is the one that its row ends with unless another follows. Raises OSError."""
        place = self.writer.add(exchange)
        if row is not None and exchange.status != _NOT_MODIFIED:  # which says nothing but that an older one still holds
            self._places[row] = place

    def noted(self, row: int, also: Also | None, *, of_page: bool) -> Also | None:
        """What is to be written in the transaction that ends a row: `also`, and where its last response lies."""
        place = self._places.pop(row, None)
        if place is None:
            return also

        def both(db: sqlite3.Connection) -> None:
            keep_place(db, row, place, of_page=of_page)
            if also is not None:
                also(db)

        return both

    def close(self) -> None:
        """Bring the last file to disk. Raises OSError."""
        self.writer.close()


class ArchiveResponses:
    """The downloader middleware next to the downloader: it sees bodies as they came, compressed, whatever they are.

    A disk that takes no more stops the crawl, and the URL in hand stays pending.
    """

    def __init__(self, run: JobRun, archive: Archive) -> None:
        self._run = run
        self._archive = archive
        run.archive = archive

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> ArchiveResponses:
        """Raises NotConfigured without a job or where none is wanted, OSError if the archive cannot be mended."""
        run, settings = crawler.get_extension(JobRun), crawler.settings
        if run is None:
            raise NotConfigured
        folder = run.folder / FOLDER
        recover(folder)
        named = bool(getattr(crawler.spider, "job", "") or settings["DEHUSK_JOB"])
        if not is_wanted(settings["DEHUSK_ARCHIVE"], named=named):
            raise NotConfigured
        about = {"software": settings["BOT_NAME"], "http-header-user-agent": settings["USER_AGENT"], "robots": "obey"}
        most = int(settings.getfloat("DEHUSK_ARCHIVE_MB") * _MEGABYTE)
        (number,) = run.store.db.execute("SELECT coalesce(max(id), 0) + 1 FROM runs").fetchone()
        writer = ArchiveWriter(folder, number, source=f"dehusk/{run.name}", about=about, most=most)
        return cls(run, Archive(writer))

    def process_response(self, request: Request, response: Response) -> Response:
        """Raises StoppedError where the archive cannot be written."""
        self._write(request, response)
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        """A response whose body was not wanted is archived as far as it came. Raises as `process_response` does."""
        response: Any = getattr(exception, "response", None)
        if isinstance(exception, StopDownload) and response is not None:
            self._write(request, response, cut="unspecified")

    def _write(self, request: Request, response: Response, cut: str = "") -> None:
        fetched = datetime.now(UTC)
        request.meta["dehusk_fetched"] = fetched.strftime("%Y-%m-%dT%H:%M:%SZ")
        try:
            self._archive.add(exchange_of(request, response, fetched, cut), request.meta.get("dehusk_row"))
        except OSError as error:
            self._run.fail(error)
            raise StoppedError("the archive cannot be written") from error


def is_wanted(said: Any, *, named: bool) -> bool:
    """What DEHUSK_ARCHIVE means; where it says nothing, a job that was named has an archive."""
    text = str(said).strip().lower()
    return text in _ON or (text not in _OFF and named)


def exchange_of(request: Request, response: Response, fetched: datetime, cut: str = "") -> Exchange:
    """A response of Scrapy as it goes into the archive."""
    meta = request.meta
    role = "robots" if "dehusk_robots" in meta else meta.get("dehusk_reads", "")
    return Exchange(
        url=response.url,
        status=response.status,
        headers=[(name, value) for name, values in response.headers.items() for value in values],
        body=response.body,
        fetched=fetched,
        request_headers=[(name, value) for name, values in request.headers.items() for value in values],
        method=request.method,
        protocol=response.protocol or "HTTP/1.1",
        ip=str(response.ip_address) if response.ip_address and "proxy" not in meta else "",
        asked_for=asked_for(meta, response.url),
        role="" if role == "page" else role,
        cut=cut,
        unverified=UNVERIFIED in response.flags,
    )


def asked_for(meta: Any, url: str) -> str:
    """The URL that the user gave, if redirects led from it to a page; else "".

    What redirected to a page that nobody named depends on which link was seen first.
    """
    came_from = meta.get("redirect_urls", [""])[0]
    return came_from if meta.get("dehusk_start") and canonical(came_from) != canonical(url) else ""
