"""Judgements of one reviewer on detectors' proposals, read from the records beside the marks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import numpy.typing as npt

from eegview.app.suggestions.candidates import Candidates
from eegview.model.annotation import Annotation
from eegview.model.suggestion.detection import DetectorRun
from eegview.model.suggestion.judgement import JUDGEMENT_TERM, Judgement, Verdict, judgement_of

SAME_WITHIN_S = 0.5  # an onset of another run of the same detector, and the same term: the same event proposed again
OPEN, ACCEPTED, REJECTED, UNSURE = range(4)
CODES = {Verdict.ACCEPT: ACCEPTED, Verdict.REJECT: REJECTED, Verdict.UNSURE: UNSURE}

Key = tuple[str, int]  # run_id, number of the detection
Codes = npt.NDArray[np.int8]


class Judgements:
    """The judgements of one reviewer on one recording, as they stand."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[Annotation, Judgement | None]] = {}  # by id of the mark; parsed once each
        self.by_key: dict[Key, Judgement] = {}

    def update(self, records: Iterable[Annotation], author: str) -> bool:
        """Read the records as they are now; return whether any judgement of this reviewer changed."""
        known: dict[str, tuple[Annotation, Judgement | None]] = {}
        for mark in records:
            if mark.term_id != JUDGEMENT_TERM or mark.layer != author:
                continue
            held = self._known.get(mark.annotation_id)
            known[mark.annotation_id] = held if held is not None and held[0] is mark else (mark, judgement_of(mark))
        by_key = {(j.run_id, j.number): j for _mark, j in known.values() if j is not None}
        is_changed = by_key != self.by_key
        self._known, self.by_key = known, by_key
        return is_changed


def judgements_on(run: DetectorRun, candidates: Candidates, by_key: Mapping[Key, Judgement]) -> dict[int, Judgement]:
    """Return the judgement that holds for each detection of a run, by its number.

    A judgement on another run of the same detector holds for the detection of the same term whose onset is nearest,
    at most `SAME_WITHIN_S` away, unless that one was judged itself: nobody is asked the same thing twice.
    """
    found: dict[int, Judgement] = {}
    others: list[Judgement] = []
    for judgement in by_key.values():
        if judgement.run_id == run.run_id:
            if candidates.place_of(judgement.number) is not None:
                found[judgement.number] = judgement
        elif judgement.detector_id == run.detector_id:
            others.append(judgement)
    for judgement in sorted(others, key=lambda j: (j.mark.onset_s, j.mark.annotation_id)):
        term_id = judgement.mark.attribute("term")
        for place in candidates.nearest(judgement.mark.onset_s, SAME_WITHIN_S):
            detection = candidates.detections[place]
            if detection.number not in found and detection.term_id == term_id:
                found[detection.number] = judgement
                break
    return found


def unseen_of(candidates: Candidates, judgements: Mapping[int, Judgement]) -> npt.NDArray[np.bool_]:
    """Return (n,) bool, by place: accepted without having been shown on its own, and not looked at since."""
    found = np.zeros(len(candidates), np.bool_)
    for number, judgement in judgements.items():
        place = candidates.place_of(number)
        if place is not None:
            found[place] = judgement.verdict is Verdict.ACCEPT and not judgement.is_seen
    return found


def codes_of(candidates: Candidates, judgements: Mapping[int, Judgement]) -> Codes:
    """Return (n,) int8, by place: OPEN, ACCEPTED, REJECTED or UNSURE."""
    codes = np.zeros(len(candidates), np.int8)
    for number, judgement in judgements.items():
        place = candidates.place_of(number)
        if place is not None:
            codes[place] = CODES[judgement.verdict]
    return codes
