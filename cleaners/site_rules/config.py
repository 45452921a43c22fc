"""The Full-Text RSS site-config format: a file's text to what it says, and every line of it that says nothing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from cleaners.site_rules.directives import DIRECTIVES, Directive, meant
from cleaners.site_rules.xpaths import fault

_LINE = re.compile(r"\s*([A-Za-z_][\w -]*?)\s*(?:\((.*?)\)\s*)?:(.*)$")
_YES = frozenset({"yes", "true", "1", "on"})
_NO = frozenset({"no", "false", "0", "off"})
_LINE_AT_MOST = 4000  # characters
_ELEMENT = re.compile(r"[A-Za-z][A-Za-z0-9]{0,20}")


@dataclass(frozen=True, slots=True)
class Problem:
    """A line that does nothing because of a mistake in it: its number, the line, and what is wrong."""

    line: int
    text: str
    wrong: str


@dataclass(frozen=True, slots=True)
class Config:
    """What a site-config file says. XPaths are strings that compile; lists keep the order of the file.

    `replacements` are (what is found, what stands there then), `wraps` (element, XPath), `moves` (XPath of the
    target, XPath). `prune`, `autodetect_on_failure` and `skip_json_ld` are None where the file does not say.
    `counts` holds every known directive that was used, with how often, those without effect included.
    """

    title: tuple[str, ...] = ()
    author: tuple[str, ...] = ()
    date: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    strip: tuple[str, ...] = ()
    strip_attr: tuple[str, ...] = ()
    dissolve: tuple[str, ...] = ()
    strip_id_or_class: tuple[str, ...] = ()
    strip_image_src: tuple[str, ...] = ()
    skip_id_or_class: tuple[str, ...] = ()
    replacements: tuple[tuple[str, str], ...] = ()
    wraps: tuple[tuple[str, str], ...] = ()
    moves: tuple[tuple[str, str], ...] = ()
    prune: bool | None = None
    autodetect_on_failure: bool | None = None
    skip_json_ld: bool | None = None
    counts: dict[str, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


_LISTS = ("title", "author", "date", "body", "strip", "strip_attr", "dissolve")
_TEXTS = ("strip_id_or_class", "strip_image_src", "skip_id_or_class")
_PAIRS = ("replacements", "wraps", "moves")
_SWITCHES = ("prune", "autodetect_on_failure", "skip_json_ld")


def parse_config(text: str) -> Config:
    """Read the text of a site-config file. Raises nothing: what cannot be used is in `problems`."""
    return _Reader().read(text)


def merged(configs: Iterable[Config]) -> Config:
    """Several files for one host as one: lists one after another, switches from the first file that has them.

    A file with `autodetect_on_failure: no` is the last that is read: nothing may stand in for what it says.
    """
    lists: dict[str, list[Any]] = {name: [] for name in (*_LISTS, *_TEXTS, *_PAIRS)}
    switches: dict[str, bool | None] = dict.fromkeys(_SWITCHES)
    for config in configs:
        for name, values in lists.items():
            values += [value for value in getattr(config, name) if value not in values]
        switches = {name: getattr(config, name) if value is None else value for name, value in switches.items()}
        if config.autodetect_on_failure is False:
            break
    return Config(**{name: tuple(values) for name, values in lists.items()}, **switches)  # type: ignore[arg-type]


class _Reader:
    """One pass over the lines of a file."""

    def __init__(self) -> None:
        self.lists: dict[str, list[str]] = {name: [] for name in (*_LISTS, *_TEXTS)}
        self.pairs: dict[str, list[tuple[str, str]]] = {name: [] for name in _PAIRS}
        self.switches: dict[str, bool | None] = dict.fromkeys(_SWITCHES)
        self.counts: Counter[str] = Counter()
        self.problems: list[Problem] = []
        self.finds: list[tuple[int, str, str]] = []  # find_string lines that wait for their replace_string

    def read(self, text: str) -> Config:
        for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
            stripped = line.strip()
            if stripped and not stripped.startswith("#"):
                wrong = self._line(number, stripped)
                if wrong:
                    self.problems.append(Problem(number, stripped, wrong))
        for number, line, _ in self.finds:
            self.problems.append(Problem(number, line, "find_string without a replace_string"))
        lists: dict[str, list[Any]] = {**self.lists, **self.pairs}
        said = {name: tuple(values) for name, values in lists.items()}
        problems = tuple(sorted(self.problems, key=lambda problem: problem.line))
        return Config(**said, **self.switches, counts=dict(self.counts), problems=problems)  # type: ignore[arg-type]

    def _line(self, number: int, line: str) -> str:
        """Take a line in; why it does nothing, or ""."""
        if len(line) > _LINE_AT_MOST:
            return f"longer than {_LINE_AT_MOST} characters"
        match = _LINE.match(line)
        if not match:
            return "no directive: a line is `name: value`"
        name, argument, value = match[1].lower(), match[2], match[3].strip()
        directive = DIRECTIVES.get(name)
        if directive is None:
            hint = meant(name)
            return f"unknown directive {match[1]}" + (f", {hint} is meant?" if hint else "")
        self.counts[name] += 1
        wrong = "" if name == "replace_string" else _wrong(directive, argument, value)
        if not wrong and not directive.unused:
            wrong = self._take(directive, number, line, argument, value)
        return wrong

    def _take(self, directive: Directive, number: int, line: str, argument: str | None, value: str) -> str:
        name = directive.name
        if name == "find_string":
            self.finds.append((number, line, value))
        elif name == "replace_string":
            return self._replacement(argument, value)
        elif name == "wrap_in":
            self.pairs["wraps"].append(((argument or "").strip(), value))
        elif name == "move_into":
            self.pairs["moves"].append(((argument or "").strip(), value))
        elif directive.value == "yes_no":
            self.switches[name] = value.lower() in _YES
        elif directive.value == "text":
            self.lists[name].append(value.replace("'", "").replace('"', ""))
        else:
            self.lists[name].append(value)
        return ""

    def _replacement(self, argument: str | None, value: str) -> str:
        """`replace_string(found): value`, or the other half of the find_string before it; an empty value takes out."""
        if argument is None:
            if not self.finds:
                return "replace_string without a find_string before it"
            argument = self.finds.pop(0)[2]
        if not argument:
            return "nothing to be found is named"
        self.pairs["replacements"].append((argument, value))
        return ""


def _wrong(directive: Directive, argument: str | None, value: str) -> str:
    if argument is None and directive.argument:
        return f"{directive.name}(…) names {directive.argument} in its parentheses"
    if argument is not None and not directive.argument:
        return f"{directive.name} has no parentheses"
    if not value:
        return "no value"
    if directive.value == "yes_no":
        return "" if value.lower() in _YES | _NO else "neither yes nor no"
    if directive.value == "text":
        return "" if value.strip("'\" ") else "no value"
    return next(filter(None, _faults(directive.name, argument or "", value)), "")


def _faults(name: str, argument: str, value: str) -> Iterator[str]:
    yield fault(value)
    if name == "move_into":
        yield fault(argument.strip())
    if name == "wrap_in" and not _ELEMENT.fullmatch(argument.strip()):
        yield f"{argument.strip()!r} is no name of an element"
