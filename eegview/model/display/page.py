"""The request for one page of a recording and the result that is painted, both immutable."""

from dataclasses import dataclass

from eegview.model.display.filters import DisplayFilters
from eegview.model.display.montage import Montage, Row
from eegview.model.recording import Samples
from eegview.model.span import Span


@dataclass(frozen=True, slots=True)
class PageRequest:
    """The request for one page; as the key of the page cache it holds everything that changes samples.

    fingerprint : identity of the recording
    span : time shown; may reach outside the recording
    bad_channels : names of channels the reviewer marked bad
    hidden_rows : labels of rows that are not shown; they stay among the rows of the result, without traces
    """

    fingerprint: str
    span: Span
    montage: Montage
    filters: DisplayFilters
    bad_channels: frozenset[str] = frozenset()
    hidden_rows: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, eq=False)
class Trace:
    """The samples of one row in one segment.

    row : index into `PageResult.rows`
    first_s : time of the first sample; sample k is at `first_s + k / rate_hz`
    values : (n_samples,) float32 in the row's unit, read-only; NaN where the file lacks them
    is_envelope : the values are lowest and highest of many samples in turn (a page of minutes), not samples
    """

    row: int
    first_s: float
    rate_hz: float
    values: Samples
    is_envelope: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class PageResult:
    """The content of one page: traces, gaps and clipping are painted from this one object.

    gaps : parts of the page inside the recording without samples
    clipped : (row, span) where an input sits at the limit of what the file can hold
    """

    request: PageRequest
    rows: tuple[Row, ...]
    traces: tuple[Trace, ...]
    gaps: tuple[Span, ...] = ()
    clipped: tuple[tuple[int, Span], ...] = ()
