"""The progress of a batch on stderr: a live table on a terminal, a line for each recording elsewhere."""

import sys
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from eegview.app.evaluation.batch import BatchProgress
from eegview.app.evaluation.batch_results import BatchEnd

if TYPE_CHECKING:
    from rich.console import RenderableType

_SHOWN_AT_ONCE = 12


class BatchTable:
    """The progress table of a batch; use it as a context.

    Parameters
    ----------
    names : names of the recordings, in the order of their numbers
    """

    def __init__(self, names: Sequence[str]) -> None:
        from rich.console import Console
        from rich.live import Live

        self._names = names
        self._shares: dict[int, float] = {}  # of what is at work
        self._n_done = self._n_failed = self._n_events = 0
        self._begun_s = time.monotonic()
        self._console = Console(stderr=True, highlight=False)
        live = Live(console=self._console, get_renderable=self._drawn, refresh_per_second=4, transient=True)
        self._live = live if sys.stderr.isatty() else None

    def __enter__(self) -> "BatchTable":
        if self._live is not None:
            self._live.start()
        return self

    def __exit__(self, *_exc: object) -> None:
        if self._live is not None:
            self._live.stop()

    def show(self, update: BatchProgress) -> None:
        if update.end is None:
            self._shares[update.number] = update.share
            return
        self._shares.pop(update.number, None)
        self._n_done += update.end.is_done
        self._n_failed += not update.end.is_done
        self._n_events += update.end.n_events
        line = end_line(update.end, self._n_done + self._n_failed, len(self._names))
        if self._live is not None:
            self._console.print(line, markup=False, style="" if update.end.is_done else "yellow")
        else:
            sys.stderr.write(line + "\n")

    def _drawn(self) -> "RenderableType":
        from rich.console import Group
        from rich.progress_bar import ProgressBar
        from rich.table import Table
        from rich.text import Text

        rows = Table("recording", "searched", box=None, pad_edge=False)
        for number, share in sorted(self._shares.items())[:_SHOWN_AT_ONCE]:
            rows.add_row(Text(self._names[number]), ProgressBar(1.0, share, width=40))
        n_left = len(self._names) - self._n_done - self._n_failed
        elapsed_s = time.monotonic() - self._begun_s
        counts = f"{self._n_done} done, {self._n_failed} failed, {n_left} to go"
        return Group(rows, Text(f"{counts}; {self._n_events} suggestions; {elapsed_s:.0f} s"))


def end_line(end: BatchEnd, number: int, n_all: int) -> str:
    """Return the end of one recording as text: `[3/12] night.edf: done, 14 suggestions in 8.20 h, 19.3 s`."""
    head = f"[{number}/{n_all}] {end.name}: {end.state}"
    if not end.is_done:
        return f"{head}. {end.message}"
    return f"{head}, {end.n_events} suggestions in {end.hours:.2f} h, {end.seconds:.1f} s"
