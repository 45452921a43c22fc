"""Scrapy's settings for dehusk: polite, bounded, and nothing open that is not needed.

A variable of the environment beats what stands here (see crawler/environment.py); the command line beats both.
"""

from __future__ import annotations

import os

from crawler.contact import user_agent
from crawler.environment import settings_from

BOT_NAME = "dehusk"
SPIDER_MODULES = ["crawler.spiders"]
NEWSPIDER_MODULE = "crawler.spiders"
USER_AGENT = user_agent(os.environ.get("DEHUSK_CONTACT", ""))

# --- polite
ROBOTSTXT_OBEY = True
CONCURRENT_REQUESTS = 8
CONCURRENT_REQUESTS_PER_DOMAIN = 2
DOWNLOAD_DELAY = 0.0
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_START_DELAY = 1.0
AUTOTHROTTLE_TARGET_CONCURRENCY = 2.0
COOKIES_ENABLED = False
DEHUSK_BACKOFF = 5.0  # seconds before a robots.txt is asked for again, or a host that says 429; then more
DEHUSK_RETRY_AFTER_MAX = 600.0  # seconds; a server that asks for more is left for the next run

# --- bounded
DOWNLOAD_TIMEOUT = 30
DOWNLOAD_MAXSIZE = 10 * 1024 * 1024
DOWNLOAD_WARNSIZE = 0
RETRY_TIMES = 2
RETRY_GIVE_UP_LOG_LEVEL = "DEBUG"  # it has an outcome, which says the same
REDIRECT_MAX_TIMES = 5
METAREFRESH_MAXDELAY = 10
URLLENGTH_LIMIT = 2083
# What waits for the workers: the engine fetches nothing more while the pages in hand are larger than this.
SCRAPER_SLOT_MAX_ACTIVE_SIZE = 8 * 1024 * 1024
CONCURRENT_ITEMS = 1  # of one response, which gives one item; Scrapy starts so many tasks for each

# --- closed
TELNETCONSOLE_ENABLED = False
DOWNLOAD_VERIFY_CERTIFICATES = True  # host name too; --allow-bad-certificates switches it off
WARN_ON_GENERATOR_RETURN_VALUE = False  # it reads the source of the callbacks again for every page
REMOTE_CONTROL_ENABLED = False
DOWNLOAD_HANDLERS = {
    "data": None,
    "file": None,
    "ftp": None,
    "s3": None,
    "http": "crawler.download.GuardedDownloadHandler",
    "https": "crawler.download.GuardedDownloadHandler",
}
TWISTED_DNS_RESOLVER = "crawler.addresses.GuardedResolver"

# --- dehusk's own components
SCHEDULER = "crawler.scheduler.JobScheduler"
ITEM_PIPELINES = {"crawler.pipelines.StorePipeline": 300}
EXTENSIONS = {
    "crawler.host_waits.HostWaits": 5,
    "crawler.job.JobRun": 10,
    "crawler.middlewares.PageTypesOnly": 20,
    "crawler.robots.CrawlDelay": 30,
    "crawler.contact.ContactWarning": 40,
    "crawler.progress.ProgressLine": 900,
    "scrapy.extensions.logstats.LogStats": None,
    "scrapy.extensions.remote_control.RemoteControl": None,  # off in any case
    "scrapy.extensions.telnet.TelnetConsole": None,
}
DOWNLOADER_MIDDLEWARES = {
    "crawler.host_waits.HostGate": 30,
    "crawler.addresses.PrivateAddressMiddleware": 40,
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,  # the scheduler knows the hosts of a crawl
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": None,
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "crawler.robots.RobotsGate": 100,
    "crawler.middlewares.OwnRequests": 390,
    "crawler.retries.PatientRetries": 550,
    "crawler.redirects.SafeMetaRefresh": 580,
    "crawler.compression.BoundedCompression": 590,
    "crawler.redirects.SafeRedirect": 600,
    "crawler.revisiting.ConditionalRequests": 395,
    "crawler.middlewares.StopMiddleware": 940,
    "crawler.archiving.ArchiveResponses": 960,  # nothing else sees a response before it is archived
}
DOWNLOADER_STATS = False  # the outcomes count; these cost as much as the store
SPIDER_MIDDLEWARES = {  # each is a chain of generators around every response
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,  # depth is in the store
    "scrapy.spidermiddlewares.httperror.HttpErrorMiddleware": None,  # an error is an outcome; the spider writes it
}
HTTPERROR_ALLOW_ALL = True  # for whoever switches that middleware on again
LOG_LEVEL = "INFO"
TWISTED_REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"

# --- dehusk's own settings
DEHUSK_HOME = ""  # what output/data/ lies in; the current folder if empty
DEHUSK_JOB = ""  # made from spider and host if empty
DEHUSK_OUTPUT = ""  # segments in output/data/<job>/ if empty; a .jsonl file, a folder, or - for stdout
DEHUSK_MIN_FREE = ""  # room that the disks keep: 500M, 3%, 0 for no limit; 1 GiB or 5 %, whichever is less, if empty
DEHUSK_MAX_AGE = ""  # pages that were checked less long ago are not asked for again: 12h, 7d
DEHUSK_DUE = False  # only pages whose own interval is over are asked for again
DEHUSK_INTERVAL = ""  # the least and the most that the interval of a page adapts to; 1h-30d if empty
DEHUSK_ALL = False  # records that have not changed since the crawl before come out again too
DEHUSK_MAX_PAGES = 0  # pages of one run; 0: no limit
DEHUSK_ALLOW_PRIVATE: list[str] = []  # hosts that may lead to private addresses
DEHUSK_WORKERS = 0  # worker processes; 0: one for each core
DEHUSK_PAGE_SECONDS = 10.0
DEHUSK_MEMORY_MB = 1024  # of one worker
DEHUSK_SITE_RULES: list[str] = []  # folders of rule files; those of the job's last run if empty
DEHUSK_NO_SITE_RULES = False  # forgets those
DEHUSK_MEMORY = ""  # a file of template memory; that of the job's last run if empty
DEHUSK_NO_MEMORY = False  # forgets that one, and leaves in what repeats over the pages of a host
DEHUSK_ARCHIVE = ""  # whether responses are archived; if empty, those of jobs that were named
DEHUSK_ARCHIVE_MB = 1024  # MiB after which another file of the archive begins
DEHUSK_PROGRESS = False
DEHUSK_HEADERS: dict[str, str] = {}  # for every request to a host of the given URLs
DEHUSK_PROXY = ""  # URL of an HTTP proxy
DEHUSK_COMMAND = ""  # what the runs of a job are listed with

globals().update(settings_from(os.environ))
