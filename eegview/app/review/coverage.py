"""Track which parts of the recording have been viewed, and with which settings.

The rule is one sentence, `RULE`, and is shown wherever a share is: each moment counts by how long it could be looked
at. Pages that fly past faster than anybody reads do not count, however long one moment of them was on the screen.
"""

import itertools
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from eegview.model.channel import ChannelKind
from eegview.model.display.filters import DisplayFilters
from eegview.model.display.view import ViewState
from eegview.model.span import Span

SEEN_AFTER_S = 1.0
LONGEST_PAGE_S = 60.0  # on longer pages a spasm is a few pixels wide: looked over, not read
MOST_SPEED = 2.0  # seconds of the recording in one second: played, or moved, faster than that nothing is read
RULE = (
    f"A section counts as reviewed once it has been on the screen for at least {SEEN_AFTER_S:g} s without a break, "
    f"on pages of at most {LONGEST_PAGE_S:g} s, with this program in front; playback above {MOST_SPEED:g}× and fast "
    "scrolling do not count."
)
FILM = "film"  # stands for the montage where a film without EEG was seen
_JUDGED_OVER_S = 0.5  # how far back the speed of the page is measured
_LEAST_JUDGED_S = 0.2  # two moves closer together say nothing of a speed
_UNEVEN = 1.25  # pictures do not come at even steps: playing at just the speed that counts is not to be refused


@dataclass(frozen=True, slots=True)
class DisplayState:
    """The display settings a part of the recording was viewed with.

    filters : of the EEG rows, in words
    """

    page_s: float
    montage_id: str
    filters: str

    @property
    def is_reading(self) -> bool:
        """Whether the page was short enough to be read."""
        return self.page_s <= LONGEST_PAGE_S


@dataclass(frozen=True, slots=True)
class Seen:
    """A part of the recording that was viewed.

    has_video : the picture of the same time was open beside it
    """

    span: Span
    display: DisplayState
    has_video: bool = False


def display_state_of(view: ViewState) -> DisplayState:
    """Return the display settings of a view."""
    return DisplayState(view.page_s, view.montage_id, filter_text(view.filters))


def filter_text(filters: DisplayFilters) -> str:
    """Return the filters of EEG rows: `0.5–70 Hz, notch 50 Hz, causal`, or `off`."""
    spec = filters.for_kind(ChannelKind.EEG)
    if spec.is_off:
        return "off"
    low = f"{spec.low_cut_hz:g}" if spec.low_cut_hz else "0"
    band = f"{low}–{spec.high_cut_hz:g} Hz" if spec.high_cut_hz else f"from {low} Hz"
    notch = f", notch {spec.notch_hz:g} Hz" if spec.notch_hz else ""
    return f"{band}{notch}, {spec.phase.value}"


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return the union of spans, in order of time; spans that touch are joined."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.start_s <= found[-1].stop_s:
            found[-1] = Span(found[-1].start_s, max(found[-1].stop_s, span.stop_s))
        else:
            found.append(span)
    return tuple(found)


def merged_seen(seen: Iterable[Seen]) -> tuple[Seen, ...]:
    """Return the same with spans of the same display state joined."""
    sorted_out: dict[tuple[DisplayState, bool], list[Span]] = {}
    for one in seen:
        sorted_out.setdefault((one.display, one.has_video), []).append(one.span)
    return tuple(
        Seen(span, display, has_video) for (display, has_video), spans in sorted_out.items() for span in joined(spans)
    )


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of the page, and since when it has been on the screen (s of a monotonic clock)."""

    span: Span
    since_s: float
    is_reported: bool = False
    is_reported_with_video: bool = False


class ScreenWatch:
    """Track what is on the screen, and report what has been there long enough to count as viewed."""

    def __init__(self) -> None:
        self._display: DisplayState | None = None
        self._pieces: tuple[_Piece, ...] = ()

    def show(self, span: Span, display: DisplayState, now_s: float) -> None:
        """Track the page shown from now on; time that stays on the page keeps its start."""
        kept = self._pieces if display == self._display else ()
        pieces = [replace(p, span=part) for p in kept if (part := p.span.intersection(span)) is not None]
        reached_s = span.start_s
        for piece in sorted(pieces, key=lambda p: p.span):
            if piece.span.start_s > reached_s:
                pieces.append(_Piece(Span(reached_s, piece.span.start_s), now_s))
            reached_s = piece.span.stop_s
        if reached_s < span.stop_s:
            pieces.append(_Piece(Span(reached_s, span.stop_s), now_s))
        self._display, self._pieces = display, tuple(sorted(pieces, key=lambda p: p.span))

    @property
    def is_away(self) -> bool:
        return self._display is None

    def show_nothing(self) -> None:
        """Note that nothing is on the screen from now on."""
        self._display, self._pieces = None, ()

    def settle(self, now_s: float, has_video: bool = False) -> tuple[Seen, ...]:
        """Return what was viewed and not returned before; call it before each `show`, and now and then between."""
        display, reported, pieces = self._display, [], []
        if display is None:
            return ()
        for piece in self._pieces:
            is_new = not piece.is_reported or (has_video and not piece.is_reported_with_video)
            if is_new and now_s - piece.since_s >= SEEN_AFTER_S:
                reported.append(Seen(piece.span, display, has_video))
                piece = replace(
                    piece, is_reported=True, is_reported_with_video=has_video or piece.is_reported_with_video
                )
            pieces.append(piece)
        self._pieces = _with_reported_joined(pieces)
        return merged_seen(reported)


def _with_reported_joined(pieces: Sequence[_Piece]) -> tuple[_Piece, ...]:
    """Return the pieces with neighbours of the same state joined, so that a page that moves for long stays a few."""
    found: list[_Piece] = []
    for piece in pieces:
        if found and _are_one(found[-1], piece):
            span = Span(found[-1].span.start_s, piece.span.stop_s)
            found[-1] = replace(piece, span=span, since_s=max(found[-1].since_s, piece.since_s))
        else:
            found.append(piece)
    return tuple(found)


def _are_one(piece: _Piece, following: _Piece) -> bool:
    are_reported = piece.is_reported and following.is_reported
    is_video_same = piece.is_reported_with_video == following.is_reported_with_video
    return are_reported and is_video_same and piece.span.stop_s == following.span.start_s


class PageMotion:
    """Measure how fast the page moves, whatever moves it."""

    def __init__(self) -> None:
        self._moves: deque[tuple[float, float]] = deque()  # when, and where the page began then

    def note(self, start_s: float, now_s: float) -> None:
        """Note that the page begins at `start_s` from now on."""
        self._forget_before(now_s - _JUDGED_OVER_S)
        self._moves.append((now_s, start_s))

    def is_flying(self, now_s: float) -> bool:
        """Whether the page has just moved on faster than `MOST_SPEED`; one move alone is no flight."""
        self._forget_before(now_s - _JUDGED_OVER_S)
        moves = self._moves
        if len(moves) < 2 or moves[-1][0] - moves[0][0] < _LEAST_JUDGED_S:
            return False
        path_s = sum(abs(after - before) for (_, before), (_, after) in itertools.pairwise(moves))
        return path_s / (moves[-1][0] - moves[0][0]) > MOST_SPEED * _UNEVEN

    def _forget_before(self, time_s: float) -> None:
        while self._moves and self._moves[0][0] < time_s:
            self._moves.popleft()


class ReviewedTime:
    """All parts of a recording that one reviewer has viewed."""

    def __init__(self, seen: Iterable[Seen] = ()) -> None:
        self._seen = merged_seen(seen)

    def add(self, seen: Iterable[Seen]) -> None:
        self._seen = merged_seen((*self._seen, *seen))

    @property
    def seen(self) -> tuple[Seen, ...]:
        return self._seen

    @property
    def spans(self) -> tuple[Span, ...]:
        """Return the spans viewed on pages short enough to be read, in order of time."""
        return joined(one.span for one in self._seen if one.display.is_reading)

    @property
    def spans_with_video(self) -> tuple[Span, ...]:
        return joined(one.span for one in self._seen if one.display.is_reading and one.has_video)

    def at(self, time_s: float) -> tuple[Seen, ...]:
        """Return every view of this moment, the shortest page first."""
        return tuple(sorted((s for s in self._seen if s.span.contains(time_s)), key=lambda s: s.display.page_s))


def share_of(spans: Sequence[Span], segments: Sequence[Span]) -> float:
    """Return the share (0–1) of the recorded time that spans cover; gaps count neither way."""
    total_s = sum(segment.duration_s for segment in segments)
    covered = (part.duration_s for s in spans for g in segments if (part := s.intersection(g)) is not None)
    return sum(covered) / total_s if total_s else 0.0


def share_text(share: float) -> str:
    """Return `38 %`; `0 %` and `100 %` only where they are exact."""
    percent = round(share * 100)
    if share > 0 and percent == 0:
        return "under 1 %"
    return "99 %" if percent == 100 and share < 0.9995 else f"{percent} %"


def seen_text(seen: Seen) -> str:
    """Return how a part was viewed: `15 s page, longitudinal_bipolar, 0.5–70 Hz, causal, with video`."""
    if seen.display.montage_id == FILM:
        return "its picture was played or stepped through"
    video = "with video" if seen.has_video else "without video"
    return (
        f"{seen.display.page_s:g} s page, {seen.display.montage_id.replace('_', ' ')}, {seen.display.filters}, {video}"
    )
