"""How fast texts are cleaned: documents a second on one core, memory, start-up, and whether time grows with length.

    python -m benchmarks.text_speed [--documents N] [--size BYTES] [--largest BYTES] [--folder FOLDER]

The documents are generated (see `benchmarks.pages`), in four languages, every third with debris; no two are the same,
so that no cache helps that would not help with real texts. `--folder` times the `.txt` files of a folder too, each cut
to `--size`. Each figure is CPU time of one process.
"""

from __future__ import annotations

import argparse
import random
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.pages import _sentence
from benchmarks.words import WORDS
from cleaners.normalise import normalise_text

ROOT = Path(__file__).resolve().parents[1]
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_START = (
    "from cleaners import clean, document_from_text;"
    "clean(document_from_text('A line.\\nSubscribe to our newsletter\\nLeave a comment'))"
)


def text(size: int, seed: object) -> str:
    """A text of about `size` bytes: articles of some 5 kB one after the other, so that debris grows with the size."""
    rng = random.Random(f"text/{seed}")
    parts: list[str] = []
    length = number = 0
    while length < size:
        article = "\n".join(_article(rng, min(5000, size - length), debris=number % 3 == 0))
        parts.append(article)
        length += len(article.encode()) + 1
        number += 1
    return "\n".join(parts)


def _article(rng: random.Random, size: int, *, debris: bool) -> list[str]:
    words = WORDS[rng.choice(list(WORDS))]
    end = [*words.debris_end, "goTop"] if debris else []
    for hours in range(3 if debris else 0):
        lead = _sentence(rng, words)
        title = _sentence(rng, words)[:-1]
        end += ["placeholder", title + lead, f"{words.author} {_name(rng)}", f"{hours + 2} {words.ago}", lead]
    lines = [_sentence(rng, words, with_time=False)[:-1], *(words.debris_start if debris else [])]
    left = size - sum(len(line.encode()) + 1 for line in lines + end)
    while left > 0:
        if rng.random() < 0.1:
            lines.append(rng.choice(words.headings))
        named = (f"{_sentence(rng, words)[:-1]}, {_name(rng)} {_name(rng)}." for _ in range(rng.randrange(2, 6)))
        lines.append(" ".join(named))
        left -= len(lines[-1].encode()) + 1
    return lines + end


def _name(rng: random.Random) -> str:
    return "".join(rng.choices(_LETTERS, k=rng.randrange(4, 10))).title()


def seconds(texts: Sequence[str]) -> float:
    """CPU seconds to clean the texts, without reading or writing them."""
    from cleaners import clean, document_from_text  # noqa: PLC0415 - `main` measures what the import costs

    began = time.process_time()
    for one in texts:
        clean(document_from_text(one))
    return time.process_time() - began


def from_folder(folder: Path, size: int, most: int) -> list[str]:
    """The `.txt` files of a folder, whole lines of each up to `size` bytes. Leaves the process if there is none."""
    texts = []
    for path in sorted(folder.rglob("*.txt"))[:most]:
        raw = path.read_bytes()[: size + 1]
        cut = raw.rpartition(b"\n")[0] if len(raw) > size else raw
        texts.append(normalise_text((cut or raw).decode("utf-8", "replace")))
    if not texts:
        sys.exit(f"no .txt file in {folder}")
    return texts


def growth(small: int, large: int, documents: int = 200) -> float:
    """How often a text of `small` bytes could be cleaned in the time that one of `large` bytes takes."""
    seconds([text(small, f"warm {number}") for number in range(documents // 4)])
    short = seconds([text(small, number) for number in range(documents)]) / documents
    return seconds([text(large, "large")]) / short


def start_up() -> float:
    """Wall seconds of a fresh process that cleans one short text, the best of three."""
    took = []
    for _ in range(3):
        began = time.monotonic()
        subprocess.run([sys.executable, "-c", _START], check=True, cwd=ROOT)
        took.append(time.monotonic() - began)
    return min(took)


def peak() -> float:
    """The most memory that this process has held, in MB."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--size", type=int, default=5000, help="bytes of a document")
    parser.add_argument("--largest", type=int, default=5_000_000, help="bytes of the one that shows how time grows")
    parser.add_argument("--folder", type=Path, help="a folder of .txt files to time too")
    options = parser.parse_args()
    started = start_up()
    first = seconds([text(options.size, "first")])
    warm = [text(options.size, f"warm {number}") for number in range(options.documents // 4)]
    seconds(warm)
    texts = [text(options.size, number) for number in range(options.documents)]
    took = seconds(texts)
    memory = peak()
    times = growth(options.size, options.largest)
    size = sum(len(one.encode()) for one in texts) / len(texts)
    print("| what | figure |\n|---|---|")
    print(f"| documents of {size:,.0f} bytes a second, one core | {options.documents / took:,.0f} |")
    print(f"| MB a second | {size * options.documents / took / 1e6:.2f} |")
    print(f"| start-up with one short text, s | {started:.2f} |")
    print(f"| first document, imports and packs with it, s | {first:.2f} |")
    print(f"| most memory of the process, texts with it, MB | {memory:.0f} |")
    if options.folder:
        own = from_folder(options.folder, options.size, options.documents)
        print(f"| documents of {options.folder} a second ({len(own)}) | {len(own) / seconds(own):,.0f} |")
    ratio = options.largest / options.size
    print(f"| one text {ratio:,.0f} times as long takes so many times as long | {times:,.0f} |")


if __name__ == "__main__":
    main()
