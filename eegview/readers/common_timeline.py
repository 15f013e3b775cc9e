"""Where the segments of a study's files lie on one timeline.

Must not read samples.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from eegview.model.issue import Issue
from eegview.model.recording import Recording
from eegview.model.span import Span
from eegview.model.time.clock import elapsed_text
from eegview.readers.clock import BREAK_SAMPLES

_CLOCK_STEP_S = 1.0  # start times are written in whole seconds, so files may seem to overlap by less than one
_FAR_APART_S = 2 * 86400.0  # a study pauses for a night, not for days


@dataclass(frozen=True, slots=True)
class Piece:
    """One segment of one source on the common timeline.

    cut_s : how much of the segment's beginning is left out, because the file before covers it
    scale : seconds of the common timeline that a second of the source takes
    follows : it goes on where the piece before ends, with less than two samples between them
    """

    source: int
    segment: int
    cut_s: float
    span: Span
    scale: float = 1.0
    follows: bool = False


def placed(
    recordings: Sequence[Recording], scales: list[float], issues: list[Issue]
) -> tuple[list[Piece], list[float]]:
    """Return the pieces of the timeline, and where each file begins on it.

    scales : see `common_scales`
    """
    pieces: list[Piece] = []
    offsets_s: list[float] = []
    for number, recording in enumerate(recordings):
        reached_s = pieces[-1].span.stop_s if pieces else 0.0
        offset_s, is_by_clock = _offset_s(number, recordings, offsets_s, reached_s, issues)
        break_s = BREAK_SAMPLES / max((c.rate_hz for c in recording.channels), default=np.inf) * (1 - 1e-6)
        if 0 < reached_s - offset_s < _CLOCK_STEP_S:
            if reached_s - offset_s >= break_s:
                is_by_clock = False
                issues.append(
                    Issue(
                        "file_overlap_small",
                        f"File {number + 1} begins {reached_s - offset_s:.3f} s before the last one ends; "
                        "placed after it.",
                    )
                )
            offset_s = reached_s
        offsets_s.append(offset_s)
        if offset_s - reached_s >= _FAR_APART_S:
            days = f"{(offset_s - reached_s) / 86400:.0f} days"
            text = f"File {number + 1} begins {days} after the previous one ends; check that they belong to one study."
            issues.append(Issue("files_far_apart", text))
        if offset_s < reached_s:
            is_by_clock = False
            issues.append(
                Issue(
                    "file_overlap",
                    f"File {number + 1} begins {elapsed_text(reached_s - offset_s, 0)} before the previous one ends; "
                    "the overlapping part is not shown.",
                )
            )
        drift_s = abs(scales[number] - 1) * recording.duration_s
        if drift_s >= break_s:
            text = f"File {number + 1}: its clock differs by {(scales[number] - 1) * 1e6:+.3g} ppm from the common one"
            issues.append(Issue("file_clocks_differ", f"{text}; its times are off by up to {drift_s:.2g} s."))
        for segment, span in enumerate(recording.segments):
            piece = _piece(number, segment, span.shifted(offset_s), reached_s, recording)
            if piece is not None:
                before = pieces[-1] if pieces else None
                pieces.append(_joined_on(piece, before, scales[number], break_s if is_by_clock else 0.0, recordings))
    return pieces, offsets_s


def _joined_on(
    piece: Piece, before: Piece | None, scale: float, break_s: float, recordings: Sequence[Recording]
) -> Piece:
    """Return a piece at the common rate, set against the one before where less than a break lies between them."""
    start_s, duration_s = piece.span.start_s, piece.span.duration_s * scale
    follows = False
    if before is not None:
        start_s = max(start_s, before.span.stop_s)
        own_s = before.span.duration_s / before.scale
        counts = [own_s * channel.rate_hz for channel in recordings[before.source].channels]
        is_whole = all(abs(count - round(count)) < 1e-3 for count in counts)
        if start_s - before.span.stop_s < break_s and piece.source != before.source and not piece.cut_s and is_whole:
            start_s, follows = before.span.stop_s, True
    return replace(piece, span=Span(start_s, start_s + duration_s), scale=scale, follows=follows)


def grouped(pieces: list[Piece]) -> tuple[tuple[Piece, ...], ...]:
    """Return the pieces of each segment."""
    groups: list[list[Piece]] = []
    for piece in pieces:
        if piece.follows:
            groups[-1].append(piece)
        else:
            groups.append([piece])
    return tuple(tuple(group) for group in groups)


def _offset_s(
    number: int, recordings: Sequence[Recording], offsets_s: list[float], reached_s: float, issues: list[Issue]
) -> tuple[float, bool]:
    """Return where a file begins, and whether its clock says so; else it begins behind the one before."""
    started_at = recordings[number].started_at
    if number == 0:
        return 0.0, True
    for earlier in range(number - 1, -1, -1):
        reference = recordings[earlier].started_at
        if reference is not None and started_at is not None:
            return offsets_s[earlier] + (started_at - reference).total_seconds(), True
    issues.append(
        Issue(
            "file_without_start",
            f"File {number + 1} cannot be placed by clock time; it is placed after the previous one.",
        )
    )
    return reached_s, False


def _piece(number: int, segment: int, span: Span, reached_s: float, recording: Recording) -> Piece | None:
    """Return a segment, without what lies before `reached_s`; None if nothing of it is left.

    A segment is cut at a time that is a whole number of samples of all channels.
    """
    cut_s = max(0.0, reached_s - span.start_s)
    if cut_s > 1e-9:
        cut_s = float(np.ceil(cut_s))
        rates_hz = {c.rate_hz for c in recording.channels}
        while cut_s < span.duration_s and any(abs(cut_s * r - round(cut_s * r)) > 1e-6 for r in rates_hz):
            cut_s += 1.0
    if cut_s >= span.duration_s:
        return None
    return Piece(number, segment, cut_s, Span(span.start_s + cut_s, span.stop_s))
