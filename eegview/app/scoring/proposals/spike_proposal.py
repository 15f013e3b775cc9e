"""What the spike detector proposes for the bins of an epoch; it counts for nothing until it is accepted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from eegview.app.detectors.run_texts import run_title, run_warning
from eegview.app.suggestions.shown_run import DEFAULT_THRESHOLD
from eegview.model.span import Span
from eegview.model.suggestion.detection import Detection, DetectorRun, RunEnd
from eegview.model.time.clock import elapsed_text

if TYPE_CHECKING:
    from eegview.store.library import Library

SPIKE_DETECTOR, SPIKE_TERM = "spikes", "spike_focus"
ALL_OF_THEM = {"every_minutes": 0.0}  # the detector's setting that keeps every spike, not the clearest ones only
_FETCHED_AT_ONCE = 25_000
_EDGE_S = 1e-6


@dataclass(frozen=True, slots=True)
class ProposedBin:
    """A bin in which the detector found something sharp.

    number : of the bin in the epoch, from 0
    foci : electrodes, the one with the highest score first
    score : 0-1, the highest of its detections
    detections : numbers of these detections in the run, the highest score first
    """

    number: int
    foci: tuple[str, ...]
    score: float
    detections: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SpikeRun:
    """A run of the spike detector over an epoch, with its detections there.

    epoch : the span they were fetched for
    """

    run: DetectorRun
    epoch: Span
    detections: tuple[Detection, ...]

    @property
    def searched(self) -> Span | None:
        """Return the part of the epoch that the run has searched, None for none."""
        return searched_part(self.run, self.epoch)

    def bins(self, bin_s: float, threshold: float = DEFAULT_THRESHOLD) -> Mapping[int, ProposedBin]:
        """Return the bins with a detection of at least this score, by number."""
        found: dict[int, list[Detection]] = {}
        for detection in self.detections:
            if detection.score >= threshold and _is_in(detection, self.epoch):
                number = int((detection.onset_s - self.epoch.start_s + _EDGE_S) / bin_s)
                found.setdefault(number, []).append(detection)
        return {number: _proposed(number, some) for number, some in sorted(found.items())}

    def notes(self, threshold: float = DEFAULT_THRESHOLD) -> tuple[str, ...]:
        """Return what limits the proposal, a sentence each; none where nothing does."""
        run, said = self.run, []
        settings = dict(run.parameters)
        every_minutes, least_score = _number(settings.get("every_minutes")), _number(settings.get("minimum_score"))
        if every_minutes:
            said.append(
                f"This run kept only the clearest spikes of each electrode in every {every_minutes:g} min: "
                "most bins with a spike are not proposed. Run it on this epoch for all of them."
            )
        if least_score > threshold:
            said.append(f"This run kept scores from {least_score:.2f} only.")
        searched = self.searched
        if searched is None or searched.duration_s < self.epoch.duration_s - _EDGE_S:
            reached = elapsed_text(searched.stop_s, 0) if searched is not None else "nowhere"
            said.append(f"It did not search the whole epoch (up to {reached}): beyond that nothing is known.")
        if warning := run_warning(replace(run, end=RunEnd.DONE)):  # that it is partial was just said
            said.append(warning)
        return tuple(said)

    @property
    def title(self) -> str:
        """Return the detector, its version and when it ran."""
        return run_title(self.run)


def searched_part(run: DetectorRun, epoch: Span) -> Span | None:
    """Return the part of an epoch that a run has searched, None for none."""
    stop_s = run.span.stop_s if run.end is RunEnd.DONE else min(run.reached_s, run.span.stop_s)
    if stop_s <= run.span.start_s:
        return None
    part = Span(run.span.start_s, stop_s).intersection(epoch)
    return part if part is not None and part.duration_s > 0 else None


def is_spike_run(run: DetectorRun) -> bool:
    """Whether a run is one of the spike detector that came with the program."""
    return run.detector_id == SPIKE_DETECTOR


def fittest_spike_run(runs: Iterable[DetectorRun], epoch: Span) -> DetectorRun | None:
    """Return the run that proposes the most for an epoch, None where none has searched any of it.

    One that searched more of the epoch comes first, then one that kept every spike, then the newest.

    runs : oldest first
    """
    best: tuple[tuple[float, bool, int], DetectorRun] | None = None
    for number, run in enumerate(runs):
        part = searched_part(run, epoch) if is_spike_run(run) and run.end is not RunEnd.RUNNING else None
        if part is not None:
            keeps_all = not _number(dict(run.parameters).get("every_minutes"))
            rank = round(part.duration_s, 3), keeps_all, number
            best = max(best, (rank, run), key=lambda one: one[0]) if best is not None else (rank, run)
    return best[1] if best is not None else None


def spike_run_for(library: Library, fingerprint: str, epoch: Span) -> SpikeRun | None:
    """Return the fittest run with its detections in an epoch, None for none; call it on the store lane."""
    run = fittest_spike_run(library.runs(fingerprint), epoch)
    if run is None:
        return None
    found: list[Detection] = []
    first = 0
    while some := library.detections(run.run_id, first, _FETCHED_AT_ONCE):
        found += (one for one in some if one.term_id == SPIKE_TERM and _is_in(one, epoch))
        first = max(one.number for one in some) + 1
        if len(some) < _FETCHED_AT_ONCE:
            break
    return SpikeRun(run, epoch, tuple(found))


def _is_in(detection: Detection, epoch: Span) -> bool:
    return epoch.start_s - _EDGE_S <= detection.onset_s < epoch.stop_s - _EDGE_S


def _proposed(number: int, detections: Iterable[Detection]) -> ProposedBin:
    in_order = sorted(detections, key=lambda one: (-one.score, one.number))
    foci = dict.fromkeys(channel for one in in_order for channel in one.channels)
    return ProposedBin(number, tuple(foci), in_order[0].score, tuple(one.number for one in in_order))


def _number(text: str | None) -> float:
    try:
        return float(text or "0")
    except ValueError:
        return 0.0
