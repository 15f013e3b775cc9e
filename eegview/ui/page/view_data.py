"""What the page widget is given to paint: a page of traces, and what lies over them. Values only."""

from collections.abc import Callable
from dataclasses import dataclass

from eegview.model.annotation import Annotation
from eegview.model.display.montage import Row
from eegview.model.display.page import PageResult
from eegview.model.span import Span
from eegview.ui.page.bins_painter import ShownBins
from eegview.ui.page.calipers import Calipers
from eegview.ui.page.canvas import RowPlacement
from eegview.ui.page.clusters_painter import Bracket
from eegview.ui.page.marks_painter import MarkStyle
from eegview.ui.page.pair import ShownPair
from eegview.ui.page.spotlight import Spotlight
from eegview.ui.page.suggestions_painter import ShownSuggestion


@dataclass(frozen=True, slots=True)
class ShownRow:
    """One line of the page as painted: the row, where it is, and how it looks."""

    row: Row
    placement: RowPlacement
    scale_text: str = ""  # its own scale where it differs from the page's ("50 µV/mm")
    is_computed: bool = False  # made of others on the page: it cannot be selected, moved or scaled


@dataclass(frozen=True, slots=True)
class ShownPage:
    """Everything painted on one page, from one answer; None where nothing is open."""

    result: PageResult
    span: Span
    rows: tuple[ShownRow, ...]
    sensitivity_uv_per_mm: float
    px_per_mm: float
    grid_s: tuple[float, float]
    clock_text: Callable[[float], str]
    clock_offset_s: float = 0.0  # of the clock at the recording's start, after midnight: time lines are round on it
    overlaid: tuple[RowPlacement, ...] = ()  # traces on the first row, in a butterfly
    shares: tuple[float, ...] = ()  # of the height, one for each row; () = all alike


@dataclass(frozen=True, slots=True)
class Crosshair:
    """The value of one row at one moment.

    position : of the row, from the top
    at_s : of the sample that is read
    down_px : of the sample, from the row's baseline; None where there is no value
    """

    position: int
    at_s: float
    down_px: float | None
    text: str


@dataclass(frozen=True, slots=True)
class Overlay:
    """What lies over the traces and changes without them."""

    marks: tuple[Annotation, ...] = ()
    style: MarkStyle | None = None
    cursor_s: float | None = None
    selection: Span | None = None
    selected_rows: tuple[str, ...] = ()
    values: tuple[str, ...] = ()  # at the cursor, one per shown row
    pending_start_s: float | None = None  # an interval begun with "["
    calipers: Calipers | None = None
    band_s: float = 0.0  # uncertainty of the video time at the cursor
    messages: tuple[str, ...] = ()
    brackets: tuple[Bracket, ...] = ()  # clusters
    suggestions: tuple[ShownSuggestion, ...] = ()
    suggestions_text: str = ""  # what is to be known of the runs they come from
    crosshair: Crosshair | None = None
    spotlight: Spotlight | None = None  # the candidate that is judged; other suggestions are left out then
    bins: ShownBins | None = None  # seconds that are scored one by one
    pair: ShownPair | None = None  # two readers' marks of one event
