"""What a run of `dehusk clean` adds up to, and its table."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from output.processing import Processed
from output.rejects import Reject


@dataclass(slots=True)
class Tally:
    """Counts over the inputs of a run."""

    records: int = 0
    chars_in: int = 0
    chars_out: int = 0
    rejects: Counter[str] = field(default_factory=Counter)
    passed_over: Counter[str] = field(default_factory=Counter)  # responses of archives that are no pages
    unread: Counter[str] = field(default_factory=Counter)  # keys that held a document once more
    removed: Counter[str] = field(default_factory=Counter)

    @property
    def inputs(self) -> int:
        return self.records + self.rejects.total()

    def add(self, done: Processed) -> None:
        self.records += 1
        self.chars_in += done.n_chars_in
        self.chars_out += done.n_chars_out
        self.removed.update(done.removed or {})

    def reject(self, reject: Reject) -> None:
        self.rejects[reject.reason] += 1

    def show(self, where: str, seconds: float) -> None:
        """The table, on stderr."""
        from rich.console import Console  # noqa: PLC0415 - a tenth of a second that `--quiet` need not pay
        from rich.table import Table  # noqa: PLC0415

        table = Table(box=None, show_header=False, pad_edge=False)
        table.add_column()
        table.add_column(justify="right")
        table.add_column()
        table.add_row("records", f"{self.records:,}", f"in {seconds:.1f} s")
        for reason, count in self.rejects.most_common():
            table.add_row("rejected", f"{count:,}", reason)
        for reason, count in self.passed_over.most_common():
            table.add_row("passed over", f"{count:,}", reason)
        for keys, count in self.unread.most_common():
            table.add_row("not read", f"{count:,}", f"{keys}, as text comes first, then html")
        for cleaner, count in self.removed.most_common():
            table.add_row("removed", f"{count:,}", cleaner)
        table.add_row("characters in", f"{self.chars_in:,}", "")
        kept = f"{100 * self.chars_out / self.chars_in:.1f} % kept" if self.chars_in else ""
        table.add_row("characters out", f"{self.chars_out:,}", kept)
        console = Console(stderr=True, highlight=False, soft_wrap=True)
        console.print(table)
        console.print(f"written to {where}", markup=False)
