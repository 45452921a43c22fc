"""XPath 1.0 out of files that anybody wrote: compiled once, and refused where it would take too long.

libxml2 cannot be stopped while it searches. So the work of an expression on a tree is estimated before it is run: how
often each of its parts is evaluated, times what its axes walk over. That depends on expression and page alone, so that
the same page gives the same text on a slow machine too.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from lxml.etree import XPath, XPathError, XPathEvalError
from lxml.html import HtmlElement, fragment_fromstring

_AT_MOST = 2000  # characters of an expression
_BUDGET = 30_000_000  # visits of one expression to nodes; about a second
_PAGE_BUDGET = 100_000_000  # of all expressions that a page is searched with
_TOKEN = re.compile(
    r"""
    (?P<string>"[^"]*"|'[^']*')
    |(?P<wide>//)
    |(?P<axis>[a-z-]+)\s*::
    |(?P<open>\[)|(?P<close>\])|(?P<group>\()|(?P<end>\))
    |(?P<name>[^\W\d][\w.-]*(?::[^\W\d][\w.-]*)?|\*)(?P<call>\s*\()?
    |(?P<self>\.\.?)
    |(?P<joint>[,|+=<>!])
    |(?P<other>\S)
    """,
    re.VERBOSE,
)
_WIDE = re.compile(r"//|::")
_OPERATORS = frozenset({"and", "or", "div", "mod"})
_SAMPLE = fragment_fromstring("<div id='a' class='b'><p>c<a href='d'>e</a></p><img src='f'></div>")


@lru_cache(maxsize=4096)
def _compiled(expression: str) -> XPath:
    return XPath(expression, regexp=False, smart_strings=False)


@lru_cache(maxsize=4096)
def fault(expression: str) -> str:
    """What is wrong with an expression, in a few words, or ""."""
    if len(expression) > _AT_MOST:
        return f"an XPath longer than {_AT_MOST} characters"
    try:
        _compiled(expression)(_SAMPLE)
    except (XPathError, ValueError) as error:  # ValueError: a character that XML has not
        return f"no XPath 1.0: {error}"
    return ""


class Searched:
    """A page's tree, searched within a budget. `refused` are the expressions that were not run, in order."""

    def __init__(self, tree: HtmlElement) -> None:
        self.tree = tree
        self.refused: list[str] = []
        self._left = float(_PAGE_BUDGET)
        self._shape: _Shape | None = None

    def select(self, expression: str) -> list[HtmlElement | str]:
        """The elements and the strings (attributes, texts, results of functions) of an expression, in document order.

        Empty for one that finds nothing, cannot be evaluated, or would take too long.
        """
        if not self._affordable(expression):
            self.refused.append(expression)
            return []
        try:
            result = _compiled(expression)(self.tree)
        except (XPathEvalError, XPathError, ValueError):
            return []
        if isinstance(result, list):
            return [node for node in result if isinstance(node, HtmlElement | str)]
        return [result] if isinstance(result, str) and result.strip() else []

    def elements(self, expression: str) -> list[HtmlElement]:
        """The elements of an expression; those of texts that it selects, too."""
        return [node for node in self.select(expression) if isinstance(node, HtmlElement)]

    def _affordable(self, expression: str) -> bool:
        if len(_WIDE.findall(expression)) < 2:
            return True  # one walk over the tree
        if self._shape is None:
            self._shape = _Shape(self.tree)
        cost = visits(expression, self._shape)
        if cost > min(_BUDGET, self._left):
            return False
        self._left -= cost
        return True


class _Shape:
    """How large a tree is: elements in all and by name, its depth, and the most children of one element."""

    def __init__(self, tree: HtmlElement) -> None:
        self.names: Counter[str] = Counter()
        self.depth = self.width = 1
        waiting = [(tree, 1)]
        while waiting:
            element, depth = waiting.pop()
            self.names[str(element.tag)] += 1
            self.depth = max(self.depth, depth)
            self.width = max(self.width, len(element))
            waiting += [(child, depth + 1) for child in element]
        self.elements = self.names.total()

    def count(self, name: str) -> int:
        return self.names[name] if name and name != "*" else self.elements


def visits(expression: str, shape: _Shape) -> float:
    """About how many nodes an expression visits at most in a tree of that shape."""
    return _Estimate(expression, shape).cost


class _Estimate:
    """One pass over the tokens. `base`: how often this part is evaluated; `reach`: how many nodes its path holds."""

    def __init__(self, expression: str, shape: _Shape) -> None:
        self.cost = 0.0
        self._shape = shape
        self._base = self._reach = 1.0
        self._walk = 0.0  # what the axis before a name test walks over, for each node
        self._fresh = True  # at the beginning of a path
        outer: list[tuple[float, float]] = []
        for token in _TOKEN.finditer(expression):
            kind = token.lastgroup if token["call"] is None else "call"
            if kind == "open":
                outer.append((self._base, self._reach))
                self._base *= max(1.0, self._reach)
                self._begin()
            elif kind == "close" and outer:
                self._base, self._reach = outer.pop()
                self._fresh = False
            elif kind in ("joint", "group", "call") or token["name"] in _OPERATORS:
                self._begin()
            elif kind == "wide":
                # From the root it walks the tree once for each evaluation, from a node the nodes below that.
                self._walk = shape.elements if self._fresh or self._base == 1 else shape.depth
            elif kind == "axis":
                self._axis(token["axis"])
            elif kind == "name":
                self._step(token["name"])
            else:
                self._fresh = False if kind != "self" else self._fresh and self._base == 1
            self.cost += self._base

    def _begin(self) -> None:
        self._reach, self._walk, self._fresh = 1.0, 0.0, True

    def _axis(self, axis: str) -> None:
        if axis in ("following", "preceding"):
            self._walk = self._shape.elements
        elif axis in ("descendant", "descendant-or-self"):
            self._walk = self._shape.elements if self._base == 1 else self._shape.depth
        elif axis in ("following-sibling", "preceding-sibling"):
            self._walk = self._shape.width
        elif axis in ("ancestor", "ancestor-or-self"):
            self._walk = self._shape.depth

    def _step(self, name: str) -> None:
        if self._walk:
            self.cost += self._base * self._reach * self._walk
            self._reach = min(self._reach * self._walk, max(1, self._shape.count(name)))
        self._walk, self._fresh = 0.0, False
