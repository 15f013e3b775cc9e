"""The trends of an open study, computed in the background: what is known so far, and how far it has come."""

import threading
import time
from collections.abc import Callable
from functools import partial

from eegview.app.lanes import Post
from eegview.app.notifier import Notifier
from eegview.app.trends.cache import TrendCache
from eegview.app.trends.computing import TrendRun, lower_priority
from eegview.app.trends.table import TrendTable
from eegview.model.errors import Cancelled, EegViewError
from eegview.model.recording import SignalSource
from eegview.model.span import Span
from eegview.model.time.clock import elapsed_text

WAITING, COMPUTING, DONE, CANCELLED, FAILED = "waiting", "computing", "done", "cancelled", "failed"
_SHOWN_EVERY_S = 0.2  # at least so long between two notices of a growing table


class StudyTrends:
    """The trends of one study; it lives where `post` runs things, and never waits there.

    changed : emits where state, share, message or table changed
    state : "waiting", "computing", "done", "cancelled" or "failed"
    share : of the recording that is done, 0-1
    message : the state as a sentence for the reader
    table : what is computed so far, None until the first is known; it stays when the work is cancelled
    """

    def __init__(
        self,
        source: SignalSource,
        post: Post,
        bad_channels: frozenset[str] = frozenset(),
        cache: TrendCache | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._source, self._post, self._cache, self._clock = source, post, cache or TrendCache(), clock
        self._bad_channels = bad_channels
        self.changed: Notifier[None] = Notifier()
        self.state, self.share, self.message = WAITING, 0.0, "The trends of this study are not computed yet."
        self.table: TrendTable | None = None
        self._run: TrendRun | None = None
        self._thread: threading.Thread | None = None
        self._first_span: Span | None = None
        self._is_closed = False

    @property
    def is_computing(self) -> bool:
        return self._run is not None

    @property
    def bad_channels(self) -> frozenset[str]:
        """Return the channels that are left out as marked bad."""
        return self._bad_channels

    def start(self, first_span: Span | None = None) -> None:
        """Compute what is not in the cache, this span first; while it is computed, only the order changes."""
        if self._is_closed:
            return
        self._first_span = first_span or self._first_span
        if self._run is not None:
            if first_span is not None:
                self._run.prefer(first_span)
            return
        if self.state == DONE:
            return
        self._begin()

    def set_bad_channels(self, names: frozenset[str]) -> None:
        """Leave out rows with these channels; what was computed with others is dropped and computed anew."""
        if names == self._bad_channels or self._is_closed:
            return
        self._bad_channels = names
        was_asked_for = self.state != WAITING
        was_cancelled = self.state == CANCELLED
        self._drop_run()
        self.table = None
        if was_asked_for and not was_cancelled:
            self._begin()
        else:
            self._show(WAITING, 0.0, "The trends of this study are not computed yet.")

    def cancel(self) -> None:
        """Stop computing; what is computed stays, and is gone on with at the next `start`."""
        if self._run is not None:
            self._drop_run()
            self._show(CANCELLED, self.share, f"Stopped at {100 * self.share:.0f} %. Start again to continue.")

    def close(self) -> None:
        """Stop; what is computed so far is still saved for the next time, which nothing here waits for."""
        self._is_closed = True
        self._drop_run()

    def wait(self, timeout_s: float | None = None) -> bool:
        """Wait until nothing works any more; return whether that is so. For tests and the end of the program."""
        if self._thread is not None:
            self._thread.join(timeout_s)
            return not self._thread.is_alive()
        return True

    def _begin(self) -> None:
        run = TrendRun(self._source, self._bad_channels, self._first_span, cache=self._cache)
        run.on_table = _Throttled(partial(self._post_table, run), self._clock)
        self._run = run
        self._thread = threading.Thread(target=self._work, args=(run, self._thread), name="trends")
        self._show(COMPUTING, 0.0, "Computing the trends…")
        self._thread.start()

    def _drop_run(self) -> None:
        if self._run is not None:
            self._run.cancel()
            self._run = None

    def _work(self, run: TrendRun, before: threading.Thread | None) -> None:
        """Do a run once the one before has ended; on its own thread."""
        lower_priority()
        if before is not None:
            before.join()  # it may still be saving what this run goes on with
        started_s = self._clock()
        try:
            table = run.run()
        except Cancelled:
            pass
        except EegViewError as error:
            self._post(partial(self._failed, run, error))
        except Exception as error:  # noqa: BLE001 - a bug is raised again where it is shown
            self._post(partial(self._broken, run, error))
        else:
            self._post(partial(self._done, run, table, self._clock() - started_s))

    def _post_table(self, run: TrendRun, table: TrendTable) -> None:
        self._post(partial(self._take_table, run, table))

    # where `post` runs things

    def _take_table(self, run: TrendRun, table: TrendTable) -> None:
        if run is self._run:
            self.table = table
            share = table.computed_s / table.duration_s if table.duration_s > 0 else 1.0
            self._show(COMPUTING, share, f"Computing the trends: {100 * share:.0f} %")

    def _done(self, run: TrendRun, table: TrendTable, seconds: float) -> None:
        if run is not self._run:
            return
        self._run, self.table = None, table
        length = elapsed_text(table.duration_s, 0)
        done = (
            f"Trends of {length}, computed in {seconds:.1f} s."
            if not run.from_cache
            else f"Trends of {length}, kept from before."
        )
        self._show(DONE, 1.0, " ".join([done, *(issue.message for issue in run.issues)]))

    def _failed(self, run: TrendRun, error: EegViewError) -> None:
        if run is self._run:
            self._run = None
            self._show(FAILED, self.share, f"The trends could not be computed. {error.sentence} {error.advice}")

    def _broken(self, run: TrendRun, error: Exception) -> None:
        if run is self._run:
            self._run = None
            self._show(FAILED, self.share, "The trends could not be computed because of a fault in the program.")
        raise error

    def _show(self, state: str, share: float, message: str) -> None:
        self.state, self.share, self.message = state, share, message
        self.changed.emit(None)


class _Throttled:
    """Passes on a growing table, the first at once and then not too often; the last comes another way."""

    def __init__(self, pass_on: Callable[[TrendTable], None], clock: Callable[[], float]) -> None:
        self._pass_on, self._clock = pass_on, clock
        self._last_s = float("-inf")

    def __call__(self, table: TrendTable) -> None:
        now_s = self._clock()
        if now_s - self._last_s >= _SHOWN_EVERY_S:
            self._last_s = now_s
            self._pass_on(table)
