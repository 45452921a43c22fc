"""Exactly the URLs that are given, and nothing else."""

from __future__ import annotations

from crawler.spiders.base import JobSpider


class PageSpider(JobSpider):
    """`scrapy crawl page -a urls="https://a.example/1 https://a.example/2"` or `-a urls_file=list.txt`."""

    name = "page"
