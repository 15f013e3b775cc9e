"""What a score means: of the suggestions with such a score in a detector's own tests, how many were true.

A score orders suggestions. What it is worth is counted by an evaluation and stands in the detector's manifest
(`[[calibration]]`); it holds for that version, on recordings like those of the tests, and depends on how common the
events are there.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from eegview.clinical.intervals import wilson_interval
from eegview.detect.manifest import CalibrationBin, Manifest, Need
from eegview.detect.manifest_parameters import value_text
from eegview.model.channel import ChannelKind
from eegview.model.recording import Recording
from eegview.model.suggestion.detection import Detection, DetectorRun

NOT_CALIBRATED = "Its scores have not been calibrated: they order suggestions, no more."
NOT_INSTALLED = "The detector is not installed here, so what its scores meant in its tests is not known."
DEPENDS = (
    "The share depends on how common the events were in the tests. In a recording without such events no suggestion "
    "is true, whatever its score."
)
_WITH_EMG = re.compile(r"\bEMG\b")
_WITHOUT_EMG = re.compile(r"\b(no|without)( limb)? EMG\b", re.IGNORECASE)
_TEN_TWENTY = frozenset(
    ["Fp1", "Fp2", "F7", "F3", "Fz", "F4", "F8", "T7", "C3", "Cz", "C4", "T8", "P7", "P3", "Pz", "P4", "P8", "O1", "O2"]
)
_FEW_ELECTRODES = 16  # of the 19; with fewer the montage is a reduced one
_FILTERS_ONLY = frozenset({"minimum_score"})  # settings that leave out suggestions, and change no score


@dataclass(frozen=True, slots=True)
class ScoreMeaning:
    """What is known of one score.

    short : the share of true ones alone; "" where nothing is counted
    text : in full, with interval and data
    doubts : sentences that say why it may not hold in this recording; none where nothing is known to speak against it
    """

    short: str
    text: str
    doubts: tuple[str, ...] = ()

    @property
    def whole(self) -> str:
        """Return text and doubts as one."""
        return " ".join(filter(None, (self.text, doubt_text(self.doubts))))

    @property
    def line(self) -> str:
        """Return the shortest form that still says whether it holds here."""
        if not self.short:
            return self.text if self.text != NOT_CALIBRATED else "Score not calibrated"
        return f"{self.short}{'; may not hold here' if self.doubts else ''}"


@dataclass(frozen=True, slots=True)
class RecordedHere:
    """What a recording has of what the tests' recordings had.

    n_electrodes : how many of the 19 electrodes of the 10–20 system were recorded, also in recorded differences
    """

    has_emg: bool
    n_electrodes: int


def recorded_in(recording: Recording) -> RecordedHere:
    """Return what a recording has."""
    eeg = [channel.name for channel in recording.channels if channel.kind is ChannelKind.EEG]
    electrodes = {part for name in eeg for part in name.split("-")} & _TEN_TWENTY
    return RecordedHere(any(c.kind is ChannelKind.EMG for c in recording.channels), len(electrodes))


class ScoreMeanings:
    """Explains scores by the detectors that are installed and the recording that is open.

    manifests : by detector_id; None while the detectors are being looked for
    here : what the recording has, None = not known
    """

    def __init__(self, manifests: Mapping[str, Manifest] | None = None, here: RecordedHere | None = None) -> None:
        self._manifests, self._here = manifests, here

    def of(self, run: DetectorRun, detection: Detection) -> ScoreMeaning:
        """Return what the score of one suggestion means; nothing while it is not known which detectors there are."""
        if self._manifests is None:
            return ScoreMeaning("", "")
        return meaning_of(run, detection, self._manifests.get(run.detector_id), self._here)


def meaning_of(
    run: DetectorRun, detection: Detection, manifest: Manifest | None, here: RecordedHere | None = None
) -> ScoreMeaning:
    """Return what a score means.

    manifest : of the run's detector as it is installed, None where it is not
    here : what the recording has, None = not known
    """
    if manifest is None:
        return ScoreMeaning("", NOT_INSTALLED)
    calibration = calibration_of(manifest, detection.term_id)
    if not calibration:
        return ScoreMeaning("", NOT_CALIBRATED)
    if run.version != manifest.version:
        return ScoreMeaning(
            "",
            f"The scores of version {run.version} have not been calibrated, only those of {manifest.version}: "
            "they order suggestions, no more.",
        )
    lacks_emg = _lacks_emg(manifest, detection, here)
    found = [one for one in _fitting(calibration, lacks_emg) if holds(one, detection.score)]
    score = f"Score {detection.score:.2f}"
    counted = [one for one in found if one.n]
    if not counted:
        nothing = f"{score}: no suggestion of the tests had such a score, so what it means is not known."
        return ScoreMeaning("", nothing)
    text = " ".join((f"{score}: {_lowered(counted_text(counted[0]))}", *(counted_text(one) for one in counted[1:])))
    return ScoreMeaning(_short(counted[0]), text, (*run.outside, *_doubts(run, manifest, counted[0], lacks_emg, here)))


def calibration_of(manifest: Manifest, term_id: str) -> tuple[CalibrationBin, ...]:
    """Return the rows that tell of suggestions of a term: an evaluation counts the first term of a detector."""
    return manifest.calibration if manifest.terms[:1] == (term_id,) else ()


def holds(one: CalibrationBin, score: float) -> bool:
    """Whether a range holds a score; its end belongs to it only where that is 1."""
    return one.score_from <= score < one.score_to or (score == one.score_to == 1.0)


def counted_text(one: CalibrationBin) -> str:
    """Return `Of 48 suggestions scored 0.65–0.75 in tests, 31 were true (65 %, 51–77 %; the data).`."""
    scored = f"scored {range_text(one)} in tests"
    if not one.n:
        return f"No suggestion {scored} ({one.data})."
    suggestions = "1 suggestion" if one.n == 1 else f"{one.n} suggestions"
    verb = "was" if one.n_true == 1 else "were"
    return f"Of {suggestions} {scored}, {one.n_true or 'none'} {verb} true ({share_text(one)}; {one.data})."


def range_text(one: CalibrationBin) -> str:
    """Return `0.65–0.75`, with as many digits as both ends need."""
    digits = next((n for n in (1, 2, 3) if all(round(x, n) == x for x in (one.score_from, one.score_to))), 3)
    digits = max(digits, 2)
    return f"{one.score_from:.{digits}f}–{one.score_to:.{digits}f}"


def share_text(one: CalibrationBin) -> str:
    """Return `65 %, 51–77 %`: the share of true ones with its 95 % interval (Wilson); "" for none."""
    interval = wilson_interval(one.n_true, one.n)
    if interval is None:
        return ""
    low, high = (round(100 * limit) for limit in interval)
    return f"{100 * one.n_true / one.n:.0f} %, {low}–{high} %"


def doubt_text(doubts: Collection[str]) -> str:
    """Return doubts as one sentence or more, "" for none."""
    return f"It may not hold here: {' '.join(doubts)}" if doubts else ""


def _short(one: CalibrationBin) -> str:
    share, interval = share_text(one).split(", ")
    return f"True in tests: {share} ({interval})".replace(" %", "\u00a0%")


def _doubts(
    run: DetectorRun, manifest: Manifest, one: CalibrationBin, lacks_emg: bool, here: RecordedHere | None
) -> Iterator[str]:
    if here is not None and here.n_electrodes < _FEW_ELECTRODES:
        yield f"Only {here.n_electrodes} of the {len(_TEN_TWENTY)} electrodes of the 10–20 system were recorded."
    if lacks_emg and _WITH_EMG.search(one.data) and not _is_without(one):
        yield "There is no limb EMG; the recordings of the tests had it."
    if not lacks_emg and _is_without(one) and _uses_emg(manifest):
        yield "There is limb EMG; the recordings of the tests had none."
    others = _set_otherwise(run, manifest)
    if others:
        yield f"Not at its default: {', '.join(others)}."


def _set_otherwise(run: DetectorRun, manifest: Manifest) -> tuple[str, ...]:
    """Return the labels of settings that differ from the defaults and may change scores."""
    held = dict(run.parameters)
    return tuple(
        f"“{parameter.label}”"
        for parameter in manifest.parameters
        if parameter.name not in _FILTERS_ONLY
        and held.get(parameter.name, value_text(parameter.default)) != value_text(parameter.default)
    )


def _fitting(rows: Sequence[CalibrationBin], lacks_emg: bool) -> Sequence[CalibrationBin]:
    """Return the rows of recordings without EMG where this one has none, else the others; all where none fits."""
    return [one for one in rows if _is_without(one) == lacks_emg] or rows


def _lacks_emg(manifest: Manifest, detection: Detection, here: RecordedHere | None) -> bool:
    """Whether a detector that looks at EMG had none: there is no channel, or it says so itself in its reasons."""
    if not _uses_emg(manifest):
        return False
    says_so = any(_WITHOUT_EMG.search(term.name) for term in detection.terms)
    return says_so or (here is not None and not here.has_emg)


def _uses_emg(manifest: Manifest) -> bool:
    return dict(manifest.input.kinds).get(ChannelKind.EMG, Need.NO) is not Need.NO


def _is_without(one: CalibrationBin) -> bool:
    return bool(_WITHOUT_EMG.search(one.data))


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]
