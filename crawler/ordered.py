"""Results in the order of the inputs, as soon as they are there, with a bounded number in flight."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from typing import Generic, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

_BYTES_IN_FLIGHT = 64 << 20


class _Window:
    """How much may be read ahead: a number of items and a number of bytes, but always one item."""

    def __init__(self, items: int, size: int) -> None:
        self._items_limit, self._size_limit = items, size
        self._items = self._size = 0
        self._closed = False
        self._changed = threading.Condition()

    def enter(self, size: int) -> bool:
        """Wait for room; False once the window is closed."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or not self._items or self._has_room(size))
            self._items += 1
            self._size += size
            return not self._closed

    def leave(self, size: int) -> None:
        with self._changed:
            self._items -= 1
            self._size -= size
            self._changed.notify()

    def close(self) -> None:
        with self._changed:
            self._closed = True
            self._changed.notify()

    def _has_room(self, size: int) -> bool:
        return self._items < self._items_limit and self._size + size <= self._size_limit


class _End(Generic[Result]):
    """The inputs came to their end, or to an error."""

    def __init__(self, error: BaseException | None = None) -> None:
        self.error = error


def in_order(
    items: Iterable[Item],
    begin: Callable[[Item], Callable[[], Result]],
    limit: int,
    size: Callable[[Item], int] = lambda _: 0,
    bytes_limit: int = _BYTES_IN_FLIGHT,
) -> Iterator[tuple[Item, Result]]:
    """Pairs of item and result in the order of `items`; at most `limit` items or `bytes_limit` bytes are read ahead.

    `begin` starts the work on an item, in the thread that reads the items, and hands back a function that waits for its
    result; that one is called in the caller's thread. A pair comes out when its own and all earlier results are there,
    even while `items` blocks (a pipe whose writer waits). What `items` or `begin` raise comes out in its place. Leaving
    the generator early stops the reading after the item that it waits for.
    """
    ready: queue.SimpleQueue[tuple[Item, Callable[[], Result]] | _End[Result]] = queue.SimpleQueue()
    window = _Window(limit, bytes_limit)

    def read() -> None:
        try:
            for item in items:
                if not window.enter(size(item)):
                    return
                ready.put((item, begin(item)))
        except BaseException as error:  # noqa: BLE001 - raised again in the thread that asked
            ready.put(_End(error))
        else:
            ready.put(_End())

    # A daemon: it may wait for a pipe for ever, and that must not keep the process alive.
    threading.Thread(target=read, name="inputs", daemon=True).start()
    try:
        while True:
            step = ready.get()
            if isinstance(step, _End):
                if step.error is not None:
                    raise step.error
                return
            item, result = step
            yield item, result()
            window.leave(size(item))
    finally:
        window.close()


def waiting(future: Future[Result]) -> Callable[[], Result]:
    """The function that waits for a future, as `in_order` wants it."""
    return future.result
