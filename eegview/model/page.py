"""One immutable question about a stretch of the recording, and its one immutable answer."""

from dataclasses import dataclass

from eegview.model.filters import DisplayFilters
from eegview.model.montage import Montage, Row
from eegview.model.recording import Samples
from eegview.model.span import Span


@dataclass(frozen=True, slots=True)
class PageRequest:
    """What is asked. Hashable: it is the cache key, so everything that changes samples is in it.

    fingerprint : of the recording
    span : of the page; may reach outside the recording
    bad_channels : names of channels the reviewer marked bad
    hidden_rows : labels of rows nobody looks at; they stay among the rows of the answer, without traces
    """

    fingerprint: str
    span: Span
    montage: Montage
    filters: DisplayFilters
    bad_channels: frozenset[str] = frozenset()
    hidden_rows: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, eq=False)
class Trace:
    """Samples of one row in one segment.

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
    """What is answered; traces, gaps and clipping are painted from this one object.

    gaps : parts of the page inside the recording without samples
    clipped : (row, span) where an input sits at the limit of what the file can hold
    """

    request: PageRequest
    rows: tuple[Row, ...]
    traces: tuple[Trace, ...]
    gaps: tuple[Span, ...] = ()
    clipped: tuple[tuple[int, Span], ...] = ()
