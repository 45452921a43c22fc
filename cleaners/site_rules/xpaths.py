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
_BUDGET = 50_000_000  # visits of one expression to nodes; about a second
_PAGE_BUDGET = 100_000_000  # of all expressions that a page is searched with
_TOKEN = re.compile(
    r"""
    (?P<string>"[^"]*"|'[^']*')
    |(?P<wide>//)|(?P<step>/)
    |(?P<axis>[a-z-]+)\s*::
    |(?P<open>\[)|(?P<close>\])|(?P<group>\()|(?P<end>\))
    |(?P<name>[^\W\d][\w.-]*(?::[^\W\d][\w.-]*)?|\*)(?P<call>\s*\()?
    |(?P<number>\d+(?:\.\d*)?)
    |(?P<up>\.\.)|(?P<self>\.)
    |(?P<joint>[,|+=<>!])
    |(?P<other>\S)
    """,
    re.VERBOSE,
)
_STEPS = re.compile(r"/+|::|\.\.")
_OPERATORS = frozenset({"and", "or", "div", "mod", "*"})
_OPERANDS = frozenset({"string", "name", "self", "up", "close", "end", "number"})  # behind these, `div` is no element
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
        if len(_STEPS.findall(expression)) < 2:
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
        self._shared = False  # whether evaluations of the path walk over the same nodes, not each over its own
        outer: list[tuple[float, float]] = []
        before = ""
        for token in _TOKEN.finditer(expression):
            kind = str(token.lastgroup)
            if kind == "name" and before in _OPERANDS and token["name"] in _OPERATORS:
                kind = "joint"
            before = kind
            if kind == "open":
                outer.append((self._base, self._reach))
                self._base *= max(1.0, self._reach)
                self._begin()
            elif kind == "close" and outer:
                self._base, self._reach = outer.pop()
                self._fresh = False
            elif kind in ("joint", "group", "call"):
                self._begin()
            elif kind in ("step", "up"):
                self._shared = self._shared or self._fresh or kind == "up"
                self._fresh = False
            elif kind == "wide":
                self._walk = self._shape.elements if self._fresh else self._below()
            elif kind == "axis":
                self._axis(token["axis"])
            elif kind == "name":
                self._step(token["name"])
            else:
                self._fresh = False
            self.cost += self._base

    def _begin(self) -> None:
        self._reach, self._walk, self._fresh, self._shared = 1.0, 0.0, True, False

    def _below(self) -> float:
        """The nodes below one node: all of the tree for one, but together they are not more than each at each depth."""
        shape = self._shape
        return max(shape.depth, min(shape.elements, shape.elements * shape.depth / (self._base * self._reach)))

    def _axis(self, axis: str) -> None:
        if axis in ("following", "preceding"):
            self._walk = self._shape.elements
        elif axis in ("descendant", "descendant-or-self"):
            self._walk = self._below()
        elif axis in ("following-sibling", "preceding-sibling"):
            self._walk = self._shape.width
        elif axis in ("ancestor", "ancestor-or-self"):
            self._walk = self._shape.depth

    def _step(self, name: str) -> None:
        shape = self._shape
        children = shape.width if self._shared else min(shape.width, shape.elements / (self._base * self._reach))
        walk = self._walk or max(1.0, children)
        self.cost += self._base * min(self._reach * walk, shape.elements * max(shape.depth, self._reach))
        self._reach = min(self._reach * walk, max(1, shape.count(name)))
        self._walk, self._fresh = 0.0, False
