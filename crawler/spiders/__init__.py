"""Spiders only find pages: `page` fetches exactly the URLs it is given, `site` follows links inside their hosts, `feed`
and `sitemap` read what a site lists."""
