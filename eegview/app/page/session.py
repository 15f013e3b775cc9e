"""The view of the open recording, with a single owner."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from eegview.app.notifier import Notifier
from eegview.app.page.row_styles import is_clutter
from eegview.model.channel import ChannelKind
from eegview.model.display.binding import bind
from eegview.model.display.montage import Montage, Row
from eegview.model.display.page import PageRequest
from eegview.model.display.view import ALL_ROWS, ViewState
from eegview.model.recording import Recording
from eegview.model.study.display_state import AS_THE_MONTAGE, RowArrangement, arrangement_of, with_arrangement
from eegview.model.time.clock import elapsed_text
from eegview.model.time.wall_clock import wall_clock_at


@dataclass(frozen=True, slots=True)
class RowsShown:
    """How many of the montage's rows are on the page, and why not all.

    n_all : rows of the montage; inputs left out by their kind do not count
    n_hidden : of these, hidden by hand or by zooming to others
    first, n_shown : which of the rest are on the page, from 1; fewer than the rest where rows are scrolled away
    """

    n_all: int
    n_hidden: int
    first: int
    n_shown: int

    @property
    def text(self) -> str:
        """Return `18 of 19 rows shown`, `rows 3–11 of 19`, `rows 3–11 of 18 · 1 hidden`; "" where all are shown."""
        n_left = self.n_all - self.n_hidden
        if self.n_shown >= n_left:
            return f"{n_left} of {self.n_all} rows shown" if self.n_hidden else ""
        scrolled = f"rows {self.first}–{self.first + self.n_shown - 1} of {n_left}"
        return f"{scrolled} · {self.n_hidden} hidden" if self.n_hidden else scrolled


class Session:
    """An open recording's view, and the notifier of its changes.

    Lives on the GUI thread (or a test's thread). `view` is replaced, never changed. Each montage keeps the arrangement
    of its rows while another one is shown, see `arrangements`.
    """

    def __init__(self, recording: Recording, montages: tuple[Montage, ...], view: ViewState) -> None:
        self.recording = recording
        self.montages = montages
        self.view_changed: Notifier[ViewState] = Notifier()
        self.legible_rows = 0  # so many can be read on a page of this height; 0 = however many there are
        self.is_clock = True  # whether times are written by the clock, as the marks list is set; else from the start
        self.extra_rows: tuple[Row, ...] = ()  # below the montage's own, see `PageServer.set_extra_rows`
        self._view = view
        self._rows: dict[tuple[Montage, frozenset[str]], tuple[Row, ...]] = {}
        self._arrangements: dict[str, RowArrangement] = {}  # of montages that are not shown, by id
        self._hidden: tuple[tuple[object, ...], frozenset[str]] = ((), frozenset())  # what it was found from, and it
        self._lock: Callable[[ViewState], ViewState] | None = None
        self._lasting: tuple[ViewState, dict[str, RowArrangement]] | None = None  # while the display is locked

    @property
    def view(self) -> ViewState:
        return self._view

    @property
    def lasting_view(self) -> ViewState:
        """Return the view with the display that the reviewer chose, also while a task has it locked."""
        return self._view if self._lasting is None else self._lasting[0]

    @property
    def is_locked(self) -> bool:
        """Whether a task decides how the page is displayed."""
        return self._lock is not None

    def lock_display(self, lock: Callable[[ViewState], ViewState]) -> None:
        """Show from now on what `lock` makes of each view that is asked for; `unlock_display` ends it.

        What is locked is never kept as the reviewer's own display, nor as the arrangement of a montage's rows.
        """
        self._lasting = self._view, self.arrangements
        self._lock = lock
        self.set_view(self._view)

    def unlock_display(self) -> None:
        """Go back to the view and the arrangements of rows before; channels marked bad meanwhile stay so."""
        if self._lasting is None:
            return
        view, arrangements = self._lasting
        view = replace(view, bad_channels=self._view.bad_channels)
        self._lock = self._lasting = None
        self._arrangements = {i: rows for i, rows in arrangements.items() if i != view.montage_id}
        if view != self._view:
            self._view = view
            self.view_changed.emit(view)

    def set_view(self, view: ViewState) -> None:
        if self._lock is not None:
            locked = self._lock(view)
            if locked != self._view:
                self._view = locked
                self.view_changed.emit(locked)
            return
        if view.montage_id != self._view.montage_id:
            view = self._rearranged(view)
        if view != self._view:
            self._view = view
            self.view_changed.emit(view)

    def _rearranged(self, view: ViewState) -> ViewState:
        """Return a view of another montage with the arrangement that its rows had there."""
        self._arrangements[self._view.montage_id] = arrangement_of(self._view)
        arrangement = self._arrangements.get(view.montage_id, AS_THE_MONTAGE)
        return replace(with_arrangement(view, arrangement), only_rows=(), first_row=0, n_rows=0)

    def time_text(self, time_s: float, decimals: int = 0) -> str:
        """Return a time as the marks list writes times: by the clock where it is known, or from the start."""
        shown = wall_clock_at(self.recording, time_s, decimals) if self.is_clock else ""
        return shown or elapsed_text(time_s, decimals)

    @property
    def arrangements(self) -> dict[str, RowArrangement]:
        """Return the arrangement of rows of each montage that was shown or is known, by id."""
        if self._lasting is not None:
            return self._lasting[1]
        return {**self._arrangements, self._view.montage_id: arrangement_of(self._view)}

    def arrange(self, arrangements: Mapping[str, RowArrangement]) -> None:
        """Arrange the rows of these montages (by id) anew, of the one shown at once."""
        if self._lasting is not None:
            self._lasting[1].update(arrangements)
            return
        self._arrangements |= arrangements
        if self._view.montage_id in arrangements:
            self.set_view(with_arrangement(self._view, arrangements[self._view.montage_id]))

    def change(self, **fields: object) -> None:
        """Replace single fields of the view."""
        self.set_view(replace(self._view, **fields))  # type: ignore[arg-type]

    @property
    def montage(self) -> Montage:
        return self.montage_by_id(self._view.montage_id) or self.montages[0]

    def montage_by_id(self, montage_id: str) -> Montage | None:
        return next((m for m in self.montages if m.montage_id == montage_id), None)

    def rows_of(self, montage: Montage) -> tuple[Row, ...]:
        key = montage, self._view.bad_channels
        if key not in self._rows:
            self._rows[key] = bind(montage, self.recording, self._view.bad_channels)
        return self._rows[key]

    @property
    def rows(self) -> tuple[Row, ...]:
        """Return the montage's rows bound to this recording, in the montage's own order, then rows from elsewhere."""
        return (*self.rows_of(self.montage), *self.extra_rows)

    def visible_rows(self, rows: tuple[Row, ...] | None = None) -> tuple[int, ...]:
        """Return the indexes into `rows` (the montage's own) of what is on the page, top to bottom.

        The reviewer's order, hiding and scrolling are applied.
        """
        view, indexes = self._view, self.unhidden_rows(rows)
        n_rows = view.n_rows or self.legible_rows
        if n_rows:
            first = min(view.first_row, max(0, len(indexes) - n_rows))
            indexes = indexes[first : first + n_rows]
        return indexes

    @property
    def rows_shown(self) -> RowsShown:
        """Return how many of the montage's rows are on the page, and why not all."""
        rows, unhidden, n_shown = self.rows, self.unhidden_rows(), len(self.visible_rows())
        n_hidden = sum(self.is_hidden(row) and self._counts(row) for row in rows)
        first = min(self._view.first_row, len(unhidden) - n_shown) + 1
        return RowsShown(len(unhidden) + n_hidden, n_hidden, first, n_shown)

    def scroll_rows(self, steps: int) -> None:
        """Show rows further up (negative) or down; where all are on the page, half of them stay.

        Going up from the topmost row shows as many as can be read again.
        """
        n_all = len(self.unhidden_rows())
        limit = self.legible_rows if self.legible_rows < n_all else 0
        view = self._view
        if steps < 0 and view.first_row == 0:
            self.change(n_rows=0)
            return
        n_rows = view.n_rows if view.n_rows < n_all else 0
        n_shown = n_rows or limit or max(1, n_all // 2)
        first_row = min(max(view.first_row + steps, 0), max(0, n_all - n_shown))
        self.change(first_row=first_row, n_rows=n_rows if n_rows or limit else n_shown)

    def turn_rows(self, pages: int) -> None:
        """Show the rows of the next page of rows, or of those before; nothing moves where all are shown."""
        n_shown = len(self.visible_rows())
        if n_shown < len(self.unhidden_rows()):
            last = len(self.unhidden_rows()) - n_shown
            self.change(first_row=min(max(min(self._view.first_row, last) + pages * n_shown, 0), last))

    @property
    def has_all_rows(self) -> bool:
        """Whether all rows are on the page although they are too low to be read."""
        return self._view.n_rows >= ALL_ROWS

    def unhidden_rows(self, rows: tuple[Row, ...] | None = None) -> tuple[int, ...]:
        """Return the same as `visible_rows` before rows are scrolled away."""
        rows = self.rows if rows is None else rows
        position = {label: i for i, label in enumerate(self._view.row_order)}
        indexes = [i for i, row in enumerate(rows) if not self.is_hidden(row)]
        return tuple(sorted(indexes, key=lambda i: (position.get(rows[i].label, len(position)), i)))

    def is_hidden(self, row: Row) -> bool:
        """Check whether the row is left out: as the reviewer chose, else by its kind."""
        only = self._view.only_rows
        if only and row.label not in only:
            return True
        chosen = self._view.row_style(row.label).is_hidden
        return is_clutter(row, self.montage) if chosen is None else chosen

    def _counts(self, row: Row) -> bool:
        """Check whether a hidden row counts as one: not where it would be left out by its kind as well."""
        return self._view.row_style(row.label).is_hidden is False or not is_clutter(row, self.montage)

    def page_request(self, start_s: float | None = None) -> PageRequest:
        """Return the request of the page now shown, or of one that starts at `start_s`."""
        view = self._view if start_s is None else replace(self._view, start_s=start_s)
        return PageRequest(
            self.recording.fingerprint, view.span, self.montage, view.filters, view.bad_channels, self.hidden_rows()
        )

    def hidden_rows(self) -> frozenset[str]:
        """Return the labels of the montage's rows that are left out of the page."""
        key = self.montage, self._view.bad_channels, self._view.row_styles, self._view.only_rows
        if key != self._hidden[0]:
            self._hidden = key, frozenset(row.label for row in self.rows if self.is_hidden(row))
        return self._hidden[1]


REDUCED_MONTAGE_ID = "neonatal"  # for caps of few electrodes, as infants' often are


def best_montage_id(montages: tuple[Montage, ...], recording: Recording, wanted: str) -> str:
    """Return `wanted` if at least half of its EEG rows can be shown, else the reduced montage, else the file's own."""
    by_id = {montage.montage_id: montage for montage in montages}
    for montage_id in (wanted, REDUCED_MONTAGE_ID):
        if montage_id in by_id and _shows_half(by_id[montage_id], recording):
            return montage_id
    return next((m.montage_id for m in montages if m.as_recorded), montages[0].montage_id)


def _shows_half(montage: Montage, recording: Recording) -> bool:
    if montage.as_recorded:
        return True
    labels = {d.label for d in montage.derivations if d.kind is ChannelKind.EEG}
    rows = [row for row in bind(montage, recording, frozenset()) if row.label in labels]
    return bool(rows) and sum(row.is_available for row in rows) * 2 >= len(rows)
