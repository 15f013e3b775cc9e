"""Synchronisation of video and EEG: paired instants, the fitted line, and the mark that stores the line.

A video's place in time is stored as a mark of its own term, so that setting it is an edit like any other, with author,
time, undo and a place in the chain of hashes. This module must not know how a line is fitted.
"""

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from eegview.model.annotation import Annotation, new_annotation_id
from eegview.model.audit import AUDIT_TERM
from eegview.model.errors import LibraryRefused
from eegview.model.film.video import SyncMap
from eegview.model.opinion import OPINION_TERM
from eegview.model.scoring.terms import SCORING_TERMS
from eegview.model.signature import SIGNATURE_TERM
from eegview.model.study.records import STUDY_TERMS
from eegview.model.suggestion.judgement import JUDGEMENT_TERM
from eegview.model.suggestion.run_record import RUN_TERM

SYNC_TERM = "video_sync"  # not in any vocabulary: no reviewer marks with it
MARKING_ERROR_S = 0.020  # standard error of pairing one instant by eye: half a frame at 25 frames a second
UNKNOWN_DRIFT_PPM = 200.0  # assumed error of a camera's clock that was not measured: 12 ms a minute
WARN_ABOVE_MS = 100.0
REFUSE_ABOVE_MS = 250.0  # beyond this no mark may be called confirmed on video


class SyncLevel(StrEnum):
    """How far a fit may be trusted."""

    OK = "ok"
    WARN = "warn"
    REFUSE = "refuse"
    UNKNOWN = "unknown"  # no instant has been paired yet


@dataclass(frozen=True, slots=True)
class Anchor:
    """One instant that was seen both in the video and in the EEG.

    video_s : the stream's own time (PTS)
    eeg_s : seconds from recording start
    kind : what was paired ("movement", "flash", "clap", "button"), "" if not stated
    """

    video_s: float
    eeg_s: float
    kind: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class SuggestedAnchor:
    """A pair of instants proposed by the program; it counts for nothing until a person confirms it.

    sureness : 0 (a guess) to 1 (no other pair comes near)
    why : a sentence for the reviewer
    """

    anchor: Anchor
    sureness: float
    why: str


@dataclass(frozen=True, slots=True)
class SyncFit:
    """A straight line fitted through anchors, and its uncertainty.

    residuals_ms : EEG time minus the time on the line, for each anchor as given, outliers too
    outliers : numbers of the anchors left out of the fit
    n_used : number of anchors in the fit
    sigma_s : standard error of one anchor
    centre_s : mean recording time of the anchors used
    spread_s2 : sum of their squared distances from `centre_s` (s²)
    is_drift_fitted : False where the anchors cannot tell the clocks' rates apart; drift is then 0
    reach : how many `sigma_s` hold ~95 % of errors
    notes : sentences for the reviewer
    is_agreed : False where it cannot be told which anchors are right: the line then says nothing
    """

    sync: SyncMap
    residuals_ms: tuple[float, ...]
    outliers: tuple[int, ...]
    n_used: int
    sigma_s: float
    centre_s: float
    spread_s2: float
    is_drift_fitted: bool
    reach: float
    notes: tuple[str, ...] = ()
    is_agreed: bool = True

    def uncertainty_s(self, recording_s: float) -> float:
        """Return half the width (s) of the ~95 % band of the fitted line at a recording time.

        The band of a straight-line fit: narrowest amid the anchors, growing away from them. Where the rate is not
        fitted it grows by `UNKNOWN_DRIFT_PPM` of the distance.
        """
        away_s = abs(recording_s - self.centre_s)
        if not self.is_drift_fitted:
            return self.reach * self.sigma_s / math.sqrt(self.n_used) + UNKNOWN_DRIFT_PPM * 1e-6 * away_s
        return self.reach * self.sigma_s * math.sqrt(1 / self.n_used + away_s**2 / self.spread_s2)

    @property
    def worst_residual_ms(self) -> float:
        """Return the largest residual (ms, without sign) among the anchors in the fit."""
        return max((abs(self.residuals_ms[number]) for number in self.used), default=0.0)

    @property
    def median_residual_ms(self) -> float:
        """Return the median residual (ms, without sign) of the anchors in the fit."""
        sizes = sorted(abs(self.residuals_ms[number]) for number in self.used)
        half = len(sizes) // 2
        return (sizes[half] + sizes[~half]) / 2 if sizes else 0.0

    @property
    def used(self) -> tuple[int, ...]:
        """Return the numbers of the anchors in the fit."""
        return tuple(number for number in range(len(self.residuals_ms)) if number not in self.outliers)

    @property
    def level(self) -> SyncLevel:
        """Return the level by the residuals alone, for the whole recording."""
        return level_of(self.worst_residual_ms)

    def level_at(self, recording_s: float) -> SyncLevel:
        """Return the level at a recording time: by the residuals or by the band there, whichever is worse."""
        return level_of(max(self.worst_residual_ms, self.uncertainty_s(recording_s) * 1000))


def level_of(error_ms: float) -> SyncLevel:
    """Return the level of an error: ok up to 100 ms, a warning above, "confirmed on video" refused above 250 ms."""
    if error_ms > REFUSE_ABOVE_MS:
        return SyncLevel.REFUSE
    return SyncLevel.WARN if error_ms > WARN_ABOVE_MS else SyncLevel.OK


def is_clinical(mark: Annotation) -> bool:
    """Check whether a mark is about the patient.

    Marks that store the place of a video in time, an opinion, a judgement, an answer of a miss audit, a signature or
    the record of a run, what belongs to the study, or evidence for a score, are not: they are never listed, counted or
    exported.
    """
    return is_clinical_term(mark.term_id)


def is_clinical_term(term_id: str) -> bool:
    """Check whether marks of a term are about the patient, see `is_clinical`."""
    return term_id not in _RECORD_TERMS


def is_signed(mark: Annotation) -> bool:
    """Check whether a signature under a layer covers a mark of it: clinical marks, and the evidence for scores."""
    return is_clinical(mark) or mark.term_id in SCORING_TERMS


_RECORD_TERMS = (
    frozenset({SYNC_TERM, OPINION_TERM, SIGNATURE_TERM, JUDGEMENT_TERM, AUDIT_TERM, RUN_TERM})
    | STUDY_TERMS
    | SCORING_TERMS
)


def sync_mark(
    video_fingerprint: str, sync: SyncMap, anchors: Iterable[Anchor] = (), layer: str = "", annotation_id: str = ""
) -> Annotation:
    """Return the mark that stores where a video lies in time.

    video_fingerprint : identity of the video file's content
    layer : the reviewer; empty = of whoever adds it
    annotation_id : id of the mark that this one replaces; empty = a new one
    """
    rows = [[anchor.video_s, anchor.eeg_s, anchor.kind, anchor.note] for anchor in anchors]
    attributes = {
        "video": video_fingerprint,
        "offset_s": repr(float(sync.offset_s)),
        "drift_ppm": repr(float(sync.drift_ppm)),
        "source": sync.source,
        "anchors": json.dumps(rows, ensure_ascii=False, separators=(",", ":"), allow_nan=False),
    }
    return Annotation(
        annotation_id or new_annotation_id(), SYNC_TERM, 0.0, attributes=tuple(sorted(attributes.items())), layer=layer
    )


def sync_of(mark: Annotation) -> tuple[SyncMap, tuple[Anchor, ...]]:
    """Return the map and the anchors stored in a mark that `sync_mark` made.

    Raises
    ------
    LibraryRefused : the mark is not one that `sync_mark` made
    """
    held = dict(mark.attributes)
    try:
        offset_s, drift_ppm = float(held["offset_s"]), float(held["drift_ppm"])
        anchors = tuple(
            Anchor(float(video_s), float(eeg_s), str(kind), str(note))
            for video_s, eeg_s, kind, note in json.loads(held["anchors"])
        )
    except (KeyError, ValueError, TypeError):  # a field is missing, or is no number, or is no JSON of this form
        raise _unreadable() from None
    times_s = [time_s for anchor in anchors for time_s in (anchor.video_s, anchor.eeg_s)]
    if not all(map(math.isfinite, (offset_s, drift_ppm, *times_s))) or abs(drift_ppm) >= 1e6:
        raise _unreadable()
    return SyncMap(offset_s, drift_ppm, held.get("source", "")), anchors


def sync_mark_for(marks: Iterable[Annotation], video_fingerprint: str, layer: str) -> Annotation | None:
    """Return the mark that places a video: the reviewer's own, else another's, the one with most anchors.

    None where no mark places it.

    Raises
    ------
    LibraryRefused : a mark was changed from outside and cannot be read
    """
    found = [m for m in marks if m.term_id == SYNC_TERM and m.attribute("video") == video_fingerprint]
    own = [mark for mark in found if mark.layer == layer]
    return max(own or found, key=lambda m: (len(sync_of(m)[1]), m.layer, m.annotation_id), default=None)


def _unreadable() -> LibraryRefused:
    return LibraryRefused(
        "The stored time of a video cannot be read; it was changed from outside.",
        "Run “eegview history FILE --verify”, or pair the video again.",
    )
