"""What a robots.txt says (RFC 9309), from its bytes, whatever they are."""

from __future__ import annotations

import re

from protego import Protego
from scrapy.robotstxt import RobotParser

from cleaners.decode import decode

# RFC 9309 wants 500 KiB read at the least; a file can cost no more than this whatever its size.
ROBOTS_BYTES = 512 * 1024
MOST_DELAY = 60.0  # seconds; a longer Crawl-delay counts as this

_AGENT_LINE = re.compile(r"^([ \t]*user[-_ ]?agent[ \t]*:[ \t]*)([^\r\n#]*)", re.IGNORECASE | re.MULTILINE)
_TOKEN = re.compile(r"[A-Za-z0-9_-]+")
_COMPATIBLE = re.compile(r"compatible;\s*([A-Za-z0-9_-]+)", re.IGNORECASE)
_SOMEBODY_ELSE = "another-robot"


class RobotsRules(RobotParser):
    """The rules of one robots.txt for one robot, in Scrapy's interface for them."""

    def __init__(self, body: bytes = b"", robot: str = "dehusk", content_type: str = "") -> None:
        """`robot` is the robot's product token (`product_token`). Never raises: what cannot be read allows everything.

        No more than ROBOTS_BYTES of the body are read; a line that is cut there is left out.
        """
        self._token = robot.lower()
        self._parsed = Protego.parse(self._for_this_robot(_text(body, content_type)))

    @classmethod
    def from_crawler(cls, crawler: object, robotstxt_body: bytes) -> RobotsRules:  # noqa: ARG003 - Scrapy's interface
        return cls(robotstxt_body)

    def allowed(self, url: str | bytes, user_agent: str | bytes = "") -> bool:  # noqa: ARG002 - one robot only
        """Whether the robot may fetch a URL: the longest rule that fits says so, and allows where two are as long."""
        return self._parsed.can_fetch(_str(url), self._token)

    def crawl_delay(self, user_agent: str | bytes = "") -> float | None:  # noqa: ARG002 - as above
        """Seconds between two requests, from Crawl-delay or Request-rate of the robot's own group, at most
        MOST_DELAY; None if nothing is said."""
        delay = self._parsed.crawl_delay(self._token)
        rate = self._parsed.request_rate(self._token)
        asked = [delay] if delay else []
        if rate and not rate.start_time:  # a rate for certain hours says nothing of the others
            asked.append(rate.seconds / rate.requests)
        return min(max(asked), MOST_DELAY) if asked else None

    @property
    def sitemaps(self) -> list[str]:
        """The sitemaps that are named, for every robot."""
        return list(self._parsed.sitemaps)

    def _for_this_robot(self, text: str) -> str:
        """The text with this robot's token in the groups that name it, with or without a version, and one name in
        those of all others: Protego takes a group for `de` as one for `dehusk` too."""

        def named(line: re.Match[str]) -> str:
            value = line[2].strip()
            token = _TOKEN.match(value)
            if value.startswith("*"):
                return f"{line[1]}*"
            return f"{line[1]}{self._token if token and token[0].lower() == self._token else _SOMEBODY_ELSE}"

        return _AGENT_LINE.sub(named, text)


def product_token(user_agent: str) -> str:
    """The name that a robot is called by in a robots.txt: the product of its user agent, `dehusk` of `dehusk/1.0 (…)`,
    `examplebot` of `Mozilla/5.0 (compatible; ExampleBot/1.0)`."""
    first = _TOKEN.match(user_agent.strip())
    if first is None or first[0].lower() == "mozilla":
        first_compatible = _COMPATIBLE.search(user_agent)
        if first_compatible:
            return first_compatible[1].lower()
    return first[0].lower() if first else "dehusk"


def _text(body: bytes, content_type: str) -> str:
    cut = len(body) > ROBOTS_BYTES
    text = decode(body[:ROBOTS_BYTES], content_type or "text/plain").text
    # Half a line could forbid what the whole line allows: `Disallow: /` of `Disallow: /private`.
    return text[: text.rfind("\n") + 1] if cut else text


def _str(url: str | bytes) -> str:
    return url.decode("latin-1") if isinstance(url, bytes) else url
