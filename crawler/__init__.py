"""The only code that knows Scrapy: spiders, middlewares, pipelines, settings, and the command line."""
