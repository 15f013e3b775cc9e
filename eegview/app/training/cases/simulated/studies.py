"""Simulated studies as a source of items: their candidates, and the clips that are cut from them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from eegview.app.training.cases.candidate import Candidate
from eegview.app.training.cases.make_settings import MakeSettings
from eegview.app.training.cases.questions import AskedQuestion
from eegview.app.training.cases.simulated.based_truth import based_items
from eegview.app.training.cases.simulated.epoch_truth import hypsarrhythmia_items, stage_items
from eegview.app.training.cases.simulated.held_stretch import HeldStretch
from eegview.app.training.cases.simulated.infant import SimulatedInfant, plan_of
from eegview.app.training.cases.simulated.mimic_truth import mimic_items, negative_items
from eegview.app.training.cases.simulated.spasm_truth import spasm_items
from eegview.exchange.recording.edf import write_edf
from eegview.exchange.recording_part import RecordingPart, segments_within
from eegview.exchange.writing import cannot_write
from eegview.model.patient import PatientFacts
from eegview.model.recording import Progress, SignalSource, no_progress
from eegview.model.span import Span
from eegview.model.training.item import FilmRow

if TYPE_CHECKING:
    from eegview.simulate.plan import StudyPlan
    from eegview.simulate.signals import Simulation

FILM_HZ = Fraction(25, 2)
CLIP_BEFORE_S, CLIP_AFTER_S = 3.0, 6.0
_WITHOUT_VIDEO = frozenset({"stage", "hypsarrhythmia", "based"})


class SimulatedStudies:
    """The simulated infants of a set."""

    def __init__(self, infants: Sequence[SimulatedInfant], based_starts_s: Mapping[str, Sequence[float]] | None = None):
        self._plans: dict[str, StudyPlan] = {infant.key: plan_of(infant) for infant in infants}
        self._simulations: dict[str, Simulation] = {}
        self._based_starts_s = based_starts_s

    def candidates(
        self, settings: MakeSettings, asked: Mapping[str, AskedQuestion], progress: Progress = no_progress
    ) -> Iterator[Candidate]:
        """Yield all candidates for the questions that are asked; film and history go with them where asked for."""
        for number, (study, plan) in enumerate(self._plans.items()):

            def done(share: float, number: int = number) -> None:
                progress((number + share) / len(self._plans))

            done(0.0)
            for one in self._of_study(study, plan, settings, asked, done):
                if settings.asks(one.question_id) and (settings.has_video or not asked[one.question_id].needs_video):
                    yield replace(one, has_video=one.question_id not in _WITHOUT_VIDEO)

    def _of_study(
        self,
        study: str,
        plan: StudyPlan,
        settings: MakeSettings,
        asked: Mapping[str, AskedQuestion],
        progress: Progress,
    ) -> Iterator[Candidate]:
        seed = settings.seed
        around_s = settings.length_s(asked["spasm"])
        yield from spasm_items(plan, study, seed, around_s)
        yield from mimic_items(plan, study, seed, around_s)
        yield from negative_items(plan, study, seed, around_s)
        yield from stage_items(plan, study, seed, settings.length_s(asked["stage"]))
        yield from hypsarrhythmia_items(plan, study, seed, settings.length_s(asked["hypsarrhythmia"]))
        if settings.asks("based") and settings.most_of("based"):
            length_s = settings.length_s(asked["based"])
            if self._based_starts_s is None:
                yield from based_items(self._simulation(study), study, length_s, progress)
            elif starts_s := self._based_starts_s.get(study):
                yield from based_items(self._simulation(study), study, length_s, progress, len(starts_s), starts_s)

    def open_stretch(self, candidate: Candidate) -> tuple[SignalSource, float]:
        """Return a stretch to look at; its 0 s is the stretch's start."""
        return HeldStretch(self._simulation(candidate.study), candidate.span), candidate.span.start_s

    def write_eeg(self, candidate: Candidate, out: Path) -> float:
        """Write the EEG of a stretch; return where in the study its first sample lies."""
        source = HeldStretch(self._simulation(candidate.study), candidate.span)
        channels = tuple(range(len(source.recording.channels)))
        segments = segments_within(source, channels, source.recording.span)
        write_edf(RecordingPart(source, channels, segments, patient=PatientFacts(code=source.patient.code)), out)
        return candidate.span.start_s

    def write_video(self, candidate: Candidate, out: Path) -> float:
        """Write the film of a stretch; return when in the study its first frame is shown."""
        from eegview.simulate.filming.film import write_clip

        span, at_s = candidate.span, candidate.ask_s
        if at_s is not None:  # else all of it: where a clip lies must not tell where the onset is
            near = Span(max(at_s - CLIP_BEFORE_S, 0.0), at_s + CLIP_AFTER_S)
            span = near.intersection(candidate.span) or span
        zero_s = candidate.span.start_s
        try:
            return zero_s + write_clip(out, self._plans[candidate.study], span, zero_s, FILM_HZ)
        except OSError as error:
            raise cannot_write(out.name, error) from None

    def film_picture(self, candidate: Candidate, width_px: int, height_px: int) -> bytes:
        """Raise an error: simulated infants have EEG.

        Raises
        ------
        ValueError : always
        """
        raise ValueError(f"{candidate.study} is not film alone")

    def film_rows(self, candidate: Candidate) -> tuple[FilmRow, ...]:
        """Return nothing: no simulated infant is film alone."""
        return ()

    def _simulation(self, study: str) -> Simulation:
        from eegview.simulate.signals import make_simulation

        if study not in self._simulations:
            self._simulations[study] = make_simulation(self._plans[study])
        return self._simulations[study]
