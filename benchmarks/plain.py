"""What dehusk is measured against: plain Scrapy with trafilatura, in the callback or in a process pool.

`python -m benchmarks.plain URLS OUT.jsonl [--pool N]`. Settings are those that `dehusk crawl --concurrency 32
--delay 0` comes down to: 32 requests at a time to one host, robots.txt obeyed, no cookies, no telnet.
"""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import scrapy
from scrapy.crawler import CrawlerProcess
from scrapy.http import Response


def extract(body: bytes, url: str) -> dict[str, Any]:
    """The text and metadata of a page with trafilatura's own means."""
    import trafilatura  # the pool's processes load it, its parent need not  # noqa: PLC0415

    found = trafilatura.bare_extraction(body, url=url, with_metadata=True)
    if found is None:
        return {"url": url, "text": ""}
    values = found if isinstance(found, dict) else found.as_dict()
    return {key: values[key] for key in ("url", "title", "author", "date", "text")}


class CallbackSpider(scrapy.Spider):
    name = "callback"
    urls: list[str]

    async def start(self) -> AsyncIterator[Any]:
        for url in self.urls:
            yield scrapy.Request(url)

    def parse(self, response: Response) -> Iterator[dict[str, Any]]:
        yield extract(response.body, response.url)


class PoolSpider(CallbackSpider):
    name = "pool"
    pool: ProcessPoolExecutor

    async def parse(self, response: Response) -> AsyncIterator[dict[str, Any]]:  # type: ignore[override]
        yield await asyncio.get_running_loop().run_in_executor(self.pool, extract, response.body, response.url)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("urls", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--pool", type=int, default=0)
    given = parser.parse_args()
    process = CrawlerProcess(
        {
            "CONCURRENT_REQUESTS": 32,
            "CONCURRENT_REQUESTS_PER_DOMAIN": 32,
            "DOWNLOAD_DELAY": 0,
            "AUTOTHROTTLE_ENABLED": False,
            "ROBOTSTXT_OBEY": True,
            "COOKIES_ENABLED": False,
            "TELNETCONSOLE_ENABLED": False,
            "LOG_LEVEL": "WARNING",
            "FEEDS": {str(given.out): {"format": "jsonlines", "encoding": "utf8"}},
        }
    )
    urls = given.urls.read_text("utf-8").split()
    if not given.pool:
        process.crawl(CallbackSpider, urls=urls)
        process.start()
        return
    with ProcessPoolExecutor(given.pool) as pool:
        process.crawl(PoolSpider, urls=urls, pool=pool)
        process.start()


if __name__ == "__main__":
    main()
