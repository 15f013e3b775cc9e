"""The view of the open recording, with a single owner."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from eegview.app.notifier import Notifier
from eegview.app.page.row_styles import is_clutter
from eegview.model.binding import bind
from eegview.model.channel import ChannelKind
from eegview.model.clock import elapsed_text
from eegview.model.montage import Montage, Row
from eegview.model.page import PageRequest
from eegview.model.recording import Recording
from eegview.model.study.display_state import AS_THE_MONTAGE, RowArrangement, arrangement_of, with_arrangement
from eegview.model.view import ViewState


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
        self.is_clock = True  # whether times are written by the clock, as the marks list is set; else from the start
        self.extra_rows: tuple[Row, ...] = ()  # below the montage's own, see `PageServer.set_extra_rows`
        self._view = view
        self._rows: dict[tuple[Montage, frozenset[str]], tuple[Row, ...]] = {}
        self._arrangements: dict[str, RowArrangement] = {}  # of montages that are not shown, by id
        self._hidden: tuple[tuple[object, ...], frozenset[str]] = ((), frozenset())  # what it was found from, and it

    @property
    def view(self) -> ViewState:
        return self._view

    def set_view(self, view: ViewState) -> None:
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
        start = self.recording.started_at if self.is_clock else None
        if start is None:
            return elapsed_text(time_s, decimals)
        moment = start + timedelta(seconds=round(time_s, 3))
        text = moment.strftime("%H:%M:%S")
        return f"{text}.{moment.microsecond // 1000:03d}"[: 9 + decimals] if decimals else text

    @property
    def arrangements(self) -> dict[str, RowArrangement]:
        """Return the arrangement of rows of each montage that was shown or is known, by id."""
        return {**self._arrangements, self._view.montage_id: arrangement_of(self._view)}

    def arrange(self, arrangements: Mapping[str, RowArrangement]) -> None:
        """Arrange the rows of these montages (by id) anew, of the one shown at once."""
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
        if view.n_rows:
            first = min(view.first_row, max(0, len(indexes) - view.n_rows))
            indexes = indexes[first : first + view.n_rows]
        return indexes

    @property
    def rows_shown(self) -> RowsShown:
        """Return how many of the montage's rows are on the page, and why not all."""
        rows, unhidden, n_shown = self.rows, self.unhidden_rows(), len(self.visible_rows())
        n_hidden = sum(self.is_hidden(row) and self._counts(row) for row in rows)
        first = min(self._view.first_row, len(unhidden) - n_shown) + 1
        return RowsShown(len(unhidden) + n_hidden, n_hidden, first, n_shown)

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
