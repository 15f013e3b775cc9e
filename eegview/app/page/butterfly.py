"""All EEG rows of a page on one baseline, and how far they spread at each moment."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from eegview.app.page.row_drawing import middles
from eegview.model.channel import ChannelKind
from eegview.model.display.montage import Montage, Row
from eegview.model.display.page import PageResult, Trace

FIELD_POWER, SPREAD = "GFP", "SD of rows"


@dataclass(frozen=True, slots=True, eq=False)
class Butterfly:
    """A page with the rows that stand for many.

    page : the page as it was, with two rows more at its end
    overlaid : indexes of the rows that lie on one baseline: EEG in µV, shown, recorded and not marked bad
    label_row : index of the row that stands for them all; it has no samples
    spread_row : index of the row of their standard deviation; None for a page of extremes, and for a single row
    n_bad : EEG rows left out because they are marked bad
    """

    page: PageResult
    overlaid: tuple[int, ...]
    label_row: int
    spread_row: int | None
    n_bad: int

    @property
    def text(self) -> str:
        """Return `Butterfly: 18 EEG rows on one baseline · 2 bad left out`."""
        n = len(self.overlaid)
        said = f"Butterfly: {n} EEG row{'s' if n != 1 else ''} on one baseline"
        return f"{said} · {self.n_bad} bad left out" if self.n_bad else said


def butterfly_of(page: PageResult, shown: Sequence[int]) -> Butterfly | None:
    """Return the page with its EEG rows on one baseline; None where none of those shown can be drawn.

    shown : indexes into `page.rows` of what is on the page, see `Session.visible_rows`
    """
    eeg = [i for i in shown if page.rows[i].kind is ChannelKind.EEG and page.rows[i].unit == "uV"]
    overlaid = tuple(i for i in eeg if page.rows[i].is_available and not page.rows[i].is_bad)
    if not overlaid:
        return None
    rate_hz = max(rates := [page.rows[i].rate_hz for i in overlaid], key=rates.count)
    label_row = len(page.rows)
    rows = [_computed(f"{len(overlaid)} EEG rows", rate_hz)]
    traces = _spread(page, [i for i in overlaid if page.rows[i].rate_hz == rate_hz], label_row + 1)
    if traces:
        rows.append(_computed(FIELD_POWER if has_one_reference(page.request.montage, page) else SPREAD, rate_hz))
    whole = replace(page, rows=(*page.rows, *rows), traces=(*page.traces, *traces))
    n_bad = sum(page.rows[i].is_bad for i in eeg)
    return Butterfly(whole, overlaid, label_row, label_row + 1 if traces else None, n_bad)


def _computed(label: str, rate_hz: float) -> Row:
    return Row(label, ChannelKind.EEG, "", (), (), rate_hz)


def _spread(page: PageResult, rows: Sequence[int], number: int) -> list[Trace]:
    """Return the standard deviation over these rows as traces of row `number`, one for each part between gaps."""
    middle_of, spread = middles(page), []
    parts: dict[tuple[float, int], list[np.ndarray]] = {}
    for trace in page.traces:
        if trace.row in rows and not trace.is_envelope:
            values = trace.values - np.float32(middle_of.get(trace.row, 0.0))
            parts.setdefault((trace.first_s, len(values)), []).append(values)
    for (first_s, _n), values in sorted(parts.items(), key=lambda part: part[0]):
        if len(values) == len(rows) > 1:
            deviation = np.std(np.stack(values), axis=0, dtype=np.float64).astype(np.float32)
            deviation.flags.writeable = False
            spread.append(Trace(number, first_s, page.rows[rows[0]].rate_hz, deviation))
    return spread


def has_one_reference(montage: Montage, page: PageResult) -> bool:
    """Whether all EEG rows are electrodes against one reference, so that their spread is the global field power.

    The global field power (Lehmann and Skrandies 1980) is the standard deviation over electrodes, whichever reference
    they share; over bipolar rows it is no such thing.
    """
    if montage.as_recorded:
        return all("-" not in row.label for row in page.rows if row.kind is ChannelKind.EEG)
    references = set()
    for derivation in montage.derivations:
        if derivation.kind is ChannelKind.EEG:
            minus = [name for name, weight in derivation.weights if weight == -1.0]
            plus = [name for name, weight in derivation.weights if weight == 1.0]
            if len(plus) != 1 or len(minus) + len(plus) != len(derivation.weights):
                return False
            references.add(tuple(minus))
    return len(references) == 1


def overlaid_on_paper(page: PageResult, overlaid: Sequence[int], label: str) -> PageResult:
    """Return a page of one row on which the traces of these rows lie, each around its own middle."""
    middle_of, wanted = middles(page), set(overlaid)
    traces = []
    for trace in page.traces:
        if trace.row in wanted:
            values = trace.values - np.float32(middle_of.get(trace.row, 0.0))
            values.flags.writeable = False
            traces.append(replace(trace, row=0, values=values))
    first = page.rows[overlaid[0]]
    row = Row(label, first.kind, "", first.channels, first.weights, first.rate_hz)
    return replace(page, rows=(row,), traces=tuple(traces), clipped=())
