"""Pages that somebody wrote in good faith, broken in ways that a seed chooses: the same number, the same page."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Iterator
from functools import cache
from itertools import islice
from pathlib import Path
from random import Random

from crawler.demo.content import articles, newspapers
from crawler.demo.pages import DemoSite
from tests.reliability.hostile_html import GOOD

ROOT = Path(__file__).parents[2]
# Pages of the wild, for the nightly form, where somebody has put them beside the repository.
WILD = ROOT.parent / "shared" / "bench" / "wcxb" / "html"
_WILD_PAGES = 200
_TAG = re.compile(rb"<[a-zA-Z/!][^<>]*>")
_END_TAG = re.compile(rb"</[a-zA-Z][^<>]*>")
_ATTRIBUTE = re.compile(rb"\s[\w:-]+=(?:\"[^\"<>]*\"|'[^'<>]*')")
_CHARSETS = ("utf-8", "utf-16", "utf-16-le", "utf-32", "latin-1", "cp1252", "cp932", "gb18030", "koi8-r", "utf-7")


@cache
def own_pages() -> tuple[bytes, ...]:
    """The pages of the tests and of the demo site, in an order that is the same everywhere."""
    found = [path.read_bytes() for path in sorted((ROOT / "tests" / "pages").glob("*/source.html"))]
    site = DemoSite(80)
    papers = newspapers()
    found += [site.answer(papers[key].host, path).body for key, path in articles()]
    found += [site.answer(paper.host, "/").body for paper in papers.values()]
    return (*found, GOOD)


@cache
def wild_pages() -> tuple[bytes, ...]:
    """Pages of the wild, none where there are none."""
    return tuple(_read(path) for path in islice(sorted(WILD.glob("*.html*")), _WILD_PAGES))


def _read(path: Path) -> bytes:
    return gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()


def mutations(pages: tuple[bytes, ...], count: int) -> Iterator[tuple[str, bytes]]:
    """So many broken pages with names that say which seed breaks them again, and how."""
    for number in range(count):
        random = Random(f"mutation {number}")
        body = pages[number % len(pages)]
        kinds = [MUTATIONS[number % len(MUTATIONS)], *random.sample(MUTATIONS, random.randint(0, 2))]
        for kind in kinds:
            body = kind(random, body, pages)
        yield f"mutation {number}: {', '.join(kind.__name__.strip('_') for kind in kinds)}", body


Mutation = Callable[[Random, bytes, tuple[bytes, ...]], bytes]


def _flip_bytes(random: Random, body: bytes, _: tuple[bytes, ...]) -> bytes:
    changed = bytearray(body)
    for _number in range(random.choice((1, 10, 100, 1000))):
        if changed:
            changed[random.randrange(len(changed))] ^= 1 << random.randrange(8)
    return bytes(changed)


def _truncate(random: Random, body: bytes, _: tuple[bytes, ...]) -> bytes:
    return body[: random.randrange(len(body) + 1)]


def _lose_the_beginning(random: Random, body: bytes, _: tuple[bytes, ...]) -> bytes:
    return body[random.randrange(len(body) // 2 + 1) :]


def _repeat_tags(random: Random, body: bytes, _: tuple[bytes, ...]) -> bytes:
    share, times = random.choice((0.02, 0.3)), random.choice((1, 3, 100))
    return _TAG.sub(lambda match: match[0] * (1 + times * (random.random() < share / times)), body)


def _lose_end_tags(random: Random, body: bytes, _: tuple[bytes, ...]) -> bytes:
    share = random.choice((0.1, 0.5, 1.0))
    return _END_TAG.sub(lambda match: b"" if random.random() < share else match[0], body)


def _lose_tags(random: Random, body: bytes, _: tuple[bytes, ...]) -> bytes:
    share = random.choice((0.1, 0.5, 1.0))
    return _TAG.sub(lambda match: b"" if random.random() < share else match[0], body)


def _shuffle_tags(random: Random, body: bytes, _: tuple[bytes, ...]) -> bytes:
    tags = _TAG.findall(body)
    random.shuffle(tags)
    return _TAG.sub(lambda match: tags.pop() if tags else match[0], body)


def _swap_attributes(random: Random, body: bytes, _: tuple[bytes, ...]) -> bytes:
    found = _ATTRIBUTE.findall(body)
    random.shuffle(found)
    return _ATTRIBUTE.sub(lambda match: found.pop() if found else match[0], body)


def _splice(random: Random, body: bytes, pages: tuple[bytes, ...]) -> bytes:
    other = random.choice(pages)
    return body[: random.randrange(len(body) + 1)] + other[random.randrange(len(other) + 1) :]


def _put_in(random: Random, body: bytes, pages: tuple[bytes, ...]) -> bytes:
    other = random.choice(pages)
    start, place = random.randrange(len(other) + 1), random.randrange(len(body) + 1)
    return body[:place] + other[start : start + 5000] + body[place:]


def _change_the_encoding(random: Random, body: bytes, _: tuple[bytes, ...]) -> bytes:
    read, written = random.choice(_CHARSETS), random.choice(_CHARSETS)
    return body.decode(read, "replace").encode(written, "replace")


def _lose_quotes(random: Random, body: bytes, _: tuple[bytes, ...]) -> bytes:
    lost = random.choice((b'"', b"'", b">", b"<", b"=", b"/"))
    share = random.choice((0.05, 0.5))
    return re.sub(re.escape(lost), lambda match: b"" if random.random() < share else match[0], body)


def _repeat_a_part(random: Random, body: bytes, _: tuple[bytes, ...]) -> bytes:
    start = random.randrange(len(body) + 1)
    part = body[start : start + random.choice((10, 100, 1000))]
    return body[:start] + part * random.choice((2, 20, 100)) + body[start:]


def _put_noise_in(random: Random, body: bytes, _: tuple[bytes, ...]) -> bytes:
    place = random.randrange(len(body) + 1)
    return body[:place] + random.randbytes(random.choice((1, 50, 2000))) + body[place:]


def _mix_the_lines(random: Random, body: bytes, _: tuple[bytes, ...]) -> bytes:
    lines = body.splitlines(keepends=True)
    random.shuffle(lines)
    return b"".join(lines)


def _escape_once_more(random: Random, body: bytes, _: tuple[bytes, ...]) -> bytes:
    share = random.choice((0.1, 1.0))
    return re.sub(
        rb"[<&]", lambda match: {b"<": b"&lt;", b"&": b"&amp;"}[match[0]] if random.random() < share else match[0], body
    )


MUTATIONS: tuple[Mutation, ...] = (
    *(_flip_bytes, _truncate, _lose_the_beginning, _repeat_tags, _lose_end_tags, _lose_tags, _shuffle_tags),
    *(_swap_attributes, _splice, _put_in, _change_the_encoding, _lose_quotes, _repeat_a_part, _put_noise_in),
    *(_mix_the_lines, _escape_once_more),
)
