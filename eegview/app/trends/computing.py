"""Compute the trends of a recording: blocks on a few threads of low priority, results into one table."""

import math
import os
import sys
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import pairwise

from eegview.app.trends.blocks import BlockReader
from eegview.app.trends.cache import TrendCache, last_written_ns, trends_key
from eegview.app.trends.plan import TrendPlan, plan_trends
from eegview.app.trends.table import TableValues, TrendTable, joined_spans
from eegview.dsp.trends.block import GRID_S, MARGIN_S
from eegview.model.errors import Cancelled, UsageError
from eegview.model.issue import Issue
from eegview.model.recording import Progress, SignalSource, no_progress
from eegview.model.span import Span

BLOCK_S = 300.0  # of which a fifth more is read as margins; memory is some 30 MiB a thread
IN_ORDER_S = 900.0  # of recording that one thread computes block after block: margins are then read once
N_THREADS = 2
MOST_S = 14 * 86_400.0  # from the first to the last sample; more would need more memory than a reading room has
_PRIORITY = 10  # how much the threads give way to the window, as `nice` counts

OnTable = Callable[[TrendTable], None]


@dataclass(slots=True)
class TrendRun:
    """One computation of a recording's trends; `run` does it where it is called, with threads of its own.

    source : is opened again for each thread, and stays the caller's
    first_span : what is computed first, None = from the beginning
    is_only_first : whether the rest is left
    cache : None = nothing is kept
    on_table : called on any of the threads after each block, one at a time
    issues : what the disk refused, and faults of the user's parameter files
    from_cache : whether all there was to do had been done before
    """

    source: SignalSource
    bad_channels: frozenset[str] = frozenset()
    first_span: Span | None = None
    is_only_first: bool = False
    cache: TrendCache | None = None
    on_table: OnTable = lambda _table: None
    n_threads: int = N_THREADS
    block_s: float = BLOCK_S
    issues: list[Issue] = field(default_factory=list[Issue])
    from_cache: bool = False
    _is_cancelled: threading.Event = field(default_factory=threading.Event)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _waiting: list[tuple[Span, ...]] = field(default_factory=list[tuple[Span, ...]])
    _done: list[Span] = field(default_factory=list[Span])
    _problem: Exception | None = None

    def cancel(self) -> None:
        """Stop as soon as may be; what was computed is kept."""
        self._is_cancelled.set()

    def prefer(self, span: Span) -> None:
        """Compute what lies in a span before the rest, from now on."""
        with self._lock:
            self.first_span = span
            self._waiting = _in_order(self._waiting, span)

    def run(self) -> TrendTable:
        """Compute what is not in the cache and return the table; what was computed is kept, also where it ends early.

        Raises
        ------
        Cancelled : it was asked to stop
        UnreadableFile : the file went away
        UsageError : the study lasts too long
        """
        recording = self.source.recording
        if recording.duration_s > MOST_S:
            raise UsageError(
                f"Trends are computed of up to {MOST_S / 86_400:.0f} days; with its gaps this study lasts "
                f"{recording.duration_s / 86_400:.0f} days.",
                "Open its files one by one.",
            )
        plan = plan_trends(recording, self.bad_channels, self.issues)
        self._check()
        key = trends_key(recording, plan, last_written_ns(self.source))
        found = self.cache.load(key, plan, recording.duration_s) if self.cache is not None else None
        values, self._done = (
            (found[0], list(found[1])) if found else (TableValues(plan.columns, recording.duration_s), [])
        )
        self._waiting = self._blocks(recording.duration_s)
        self.from_cache = not self._waiting
        before = len(self._done)
        self.on_table(self._table(plan, values))
        try:
            self._compute(plan, values)
        finally:
            if self.cache is not None and len(self._done) > before:
                self.issues += self.cache.keep(key, values, joined_spans(self._done))
        return self._table(plan, values)

    def _blocks(self, duration_s: float) -> list[tuple[Span, ...]]:
        """Return the blocks that are left, those that one thread computes in order together; see `_in_order`."""
        done = joined_spans(self._done)
        stop_s = math.ceil(duration_s / GRID_S - 1e-9) * GRID_S
        edges = [*(k * self.block_s for k in range(math.ceil(stop_s / self.block_s))), stop_s]
        left: dict[int, list[Span]] = {}
        for block in (Span(start_s, stop_s) for start_s, stop_s in pairwise(edges)):
            is_wanted = not (self.is_only_first and self.first_span) or block.overlaps(self.first_span)
            if is_wanted and not any(_covers(span, block) for span in done):
                left.setdefault(int(block.start_s // IN_ORDER_S), []).append(block)
        return _in_order(map(tuple, left.values()), self.first_span)

    def _compute(self, plan: TrendPlan, values: TableValues) -> None:
        n_threads = min(self.n_threads, len(self._waiting))
        threads = [
            threading.Thread(target=self._work, args=(plan, values), name=f"trends {k + 1}") for k in range(n_threads)
        ]
        for thread in threads:
            thread.start()
        try:
            for thread in threads:
                thread.join()
        except BaseException:  # an interruption from the keyboard: what is done is kept once nobody writes any more
            self.cancel()
            for thread in threads:
                thread.join()
            raise
        if self._problem is not None:
            raise self._problem
        self._check()

    def _work(self, plan: TrendPlan, values: TableValues) -> None:
        """Compute blocks until none is left; on a thread of its own."""
        lower_priority()
        try:
            source = self.source.reopen()
            try:
                reader = BlockReader(source, plan.rows)
                while blocks := self._next():
                    for block in blocks:
                        self._check()
                        self._compute_block(reader, plan, values, block)
            finally:
                source.close()
        except Cancelled:
            self.cancel()
        except Exception as error:  # noqa: BLE001 - it is raised again by the thread that waits
            self._problem = self._problem or error

    def _compute_block(self, reader: BlockReader, plan: TrendPlan, values: TableValues, span: Span) -> None:
        around = span.widened(MARGIN_S)
        if any(segment.overlaps(around) for segment in self.source.recording.segments):  # else all stays NaN
            block = reader.read(span.start_s, span.stop_s)
            for trend in plan.trends:
                self._check()
                values.put(span.start_s, trend.compute(block), trend.columns)
        with self._lock:
            self._done.append(span)
            table = self._table(plan, values)
            self.on_table(table)

    def _next(self) -> tuple[Span, ...]:
        """Return what a thread computes next, () where nothing is left."""
        with self._lock:
            is_over = self._problem is not None or self._is_cancelled.is_set() or not self._waiting
            return () if is_over else self._waiting.pop()

    def _check(self) -> None:
        """Raise Cancelled where nobody waits for the result any more."""
        if self._is_cancelled.is_set() or not threading.main_thread().is_alive():
            raise Cancelled

    def _table(self, plan: TrendPlan, values: TableValues) -> TrendTable:
        return TrendTable(
            values.duration_s,
            plan.columns,
            plan.missing,
            joined_spans(self._done),
            plan.parameters,
            plan.parameters_id,
            plan.rows.labels,
            tuple(row.why for row in plan.rows.left_out),
            values.arrays(),
        )


def compute_trends(
    source: SignalSource,
    bad_channels: frozenset[str] = frozenset(),
    span: Span | None = None,
    cache: TrendCache | None = None,
    progress: Progress = no_progress,
    issues: list[Issue] | None = None,
) -> TrendTable:
    """Return the trends of a recording, or at least those of a span of it, computed while the caller waits.

    Raises
    ------
    Cancelled : `progress` raised it
    UnreadableFile : the file went away
    """
    whole_s = span.duration_s if span is not None else source.recording.duration_s

    def on_table(table: TrendTable) -> None:
        within = span or Span(0.0, table.duration_s)
        done = sum(part.duration_s for one in table.computed if (part := one.intersection(within)) is not None)
        progress(min(done / whole_s, 1.0) if whole_s > 0 else 1.0)

    run = TrendRun(source, bad_channels, span, span is not None, cache, on_table)
    try:
        return run.run()
    finally:
        if issues is not None:
            issues += run.issues


def lower_priority() -> None:
    """Let the calling thread give way to the others of this computer, where the system can do that to a thread."""
    if sys.platform == "linux":
        with suppress(OSError):
            usual = os.getpriority(os.PRIO_PROCESS, os.getpid())  # of the main thread
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), min(usual + _PRIORITY, 19))


def _in_order(waiting: Iterable[tuple[Span, ...]], first: Span | None) -> list[tuple[Span, ...]]:
    """Return what waits, last what is computed first: what a span shows, then from the start."""

    def place(blocks: tuple[Span, ...]) -> tuple[bool, float]:
        return first is None or not any(block.overlaps(first) for block in blocks), blocks[0].start_s

    return sorted(waiting, key=place, reverse=True)


def _covers(span: Span, block: Span) -> bool:
    return span.start_s <= block.start_s + 1e-9 and block.stop_s <= span.stop_s + 1e-9
