"""BASED of five minutes from the simulator's truth: its spikes are known, the amplitude is measured in the signals.

Only five minutes whose score does not hang on a doubtful criterion are asked. Grouped multifocal spikes and paroxysmal
voltage attenuation are no events of the simulator: where something could count as one of them, the score must be the
same with and without it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from eegview.app.scoring.amplitude_request import request_of
from eegview.app.scoring.amplitudes import measure_amplitudes
from eegview.app.scoring.scales import scale_parameters
from eegview.app.scoring.sheet import rule_of
from eegview.app.training.cases.candidate import Candidate, Role
from eegview.app.training.cases.simulated.held_stretch import HeldStretch
from eegview.app.training.cases.simulated.stretch_choice import history_of
from eegview.clinical.based import based_score
from eegview.clinical.based_evidence import BasedEvidence
from eegview.model.recording import Progress, no_progress
from eegview.model.span import Span
from eegview.model.training.item import EASY, HARD, MEDIUM, Category
from eegview.model.training.key import Reason, Vote

if TYPE_CHECKING:
    from eegview.simulate.graphoelements import Spike
    from eegview.simulate.plan import StudyPlan
    from eegview.simulate.signals import Simulation

LEAST_SPIKE_UV = 60.0
_SURE_PAGES, _DOUBT_PAGES = 12, 7  # of 20; between them the burden is not asked about
_CLEAR_SHARE = 0.12  # of the limit, which an amplitude keeps clear of
_STEP_S = 150.0
_GROUP_S, _GROUP_FOCI = 1.0, 3
_DEEP = 0.5


@dataclass(frozen=True, slots=True)
class BasedTruth:
    """What is known of five minutes.

    evidence : all questions answered
    highest_uv : median of the row that is highest against its limit, peak to peak in windows of 2 s
    limit_uv : of that row
    row : its label
    """

    evidence: BasedEvidence
    highest_uv: float
    limit_uv: float
    row: str


def based_items(
    simulation: Simulation,
    study: str,
    length_s: float,
    progress: Progress = no_progress,
    most: int = 3,
    starts_s: Sequence[float] = (),
) -> Iterator[Candidate]:
    """Yield at most `most` items of one infant, whose score is plain.

    starts_s : where to look; () = throughout the study
    """
    plan = simulation.plan
    found: list[Candidate] = []
    starts_s = starts_s or tuple(np.arange(5.0, plan.duration_s - length_s - 5, _STEP_S))
    for number, start_s in enumerate(starts_s):
        progress(number / len(starts_s))
        span = Span(float(start_s), float(start_s) + length_s)
        if any(Span(one.onset_s - 2, one.span.stop_s + 5).overlaps(span) for one in plan.spasms):
            continue
        if any(one.span.overlaps(span) for one in found):
            continue
        candidate = _item(simulation, study, span)
        if candidate is not None and all(one.answer != candidate.answer for one in found):
            found.append(candidate)
            yield candidate
        if len(found) >= most:
            return


def truth_within(simulation: Simulation, span: Span) -> BasedTruth | None:
    """Return the truth of five minutes, None where a criterion is doubtful."""
    plan, parameters = simulation.plan, scale_parameters()
    rule = rule_of(parameters)
    spikes = _visible(plan, span)
    bins = np.zeros(rule.n_pages * rule.n_bins, np.bool_)
    for spike in spikes:
        for peak_s in spike.peaks_s:
            place = int(peak_s - span.start_s)
            if 0 <= place < len(bins):
                bins[place] = True
    per_page = tuple(int(n) for n in bins.reshape(rule.n_pages, rule.n_bins).sum(axis=1))
    pages = sum(n >= rule.bins_of_page for n in per_page)
    counts = _focus_counts(spikes)
    n_sure = sum(n >= 2 for n in counts.values())
    if _DOUBT_PAGES < pages < _SURE_PAGES or (len(counts) >= rule.n_foci > n_sure):
        return None
    source = HeldStretch(simulation, span)
    measured = measure_amplitudes(source, request_of(parameters, Span(0.0, span.duration_s)))
    rows = [
        (row.median_uv / row.limit_uv, row)
        for row in measured.rows
        if row.is_counted and row.median_uv and row.limit_uv
    ]
    share, highest = max(rows, key=lambda pair: pair[0])
    if abs(share - 1) < _CLEAR_SHARE:
        return None
    high = tuple(row.label for _share, row in rows if row.is_high)
    evidence = BasedEvidence(
        per_page, len(counts), len(counts), high_amplitude=bool(high), gmfs=False, pva=False,
        spike_focus=bool(counts), nonepileptiform=False, foci=tuple(sorted(counts)), high_rows=high,
    )  # fmt: skip
    score = based_score(evidence, rule).score
    if _may_be_grouped(spikes) or _may_be_attenuated(plan, span):
        with_it = based_score(replace(evidence, gmfs=True), rule).score
        if with_it != score:
            return None
    return BasedTruth(evidence, highest.median_uv or 0.0, highest.limit_uv or 0.0, highest.label)


def _item(simulation: Simulation, study: str, span: Span) -> Candidate | None:
    truth = truth_within(simulation, span)
    if truth is None:
        return None
    rule = rule_of(scale_parameters())
    result = based_score(truth.evidence, rule)
    if result.score is None:
        return None
    answer, evidence = str(result.score), truth.evidence
    n_full = sum(n >= rule.bins_of_page for n in evidence.spike_bins)
    foci = f": {', '.join(evidence.foci[:6])}" if evidence.foci else ""
    reasons = (
        Reason(
            f"{n_full} of {rule.n_pages} pages have ≥ {rule.bins_of_page} bins with a spike; {rule.pages} are needed"
        ),
        Reason(f"spike foci: {evidence.n_foci}{foci}"),
        Reason(f"highest row {truth.row}: {truth.highest_uv:.0f} µV, limit {truth.limit_uv:.0f} µV", rows=(truth.row,)),
        Reason("judged on these five minutes alone"),
    )
    middle_s = (span.start_s + span.stop_s) / 2
    return Candidate(
        Category(
            "based", f"based {answer}", EASY if answer in ("0", "5") else HARD if answer in ("3", "4") else MEDIUM
        ),
        Role.POSITIVE,
        answer,
        (Vote(answer, 1),),
        study,
        study,
        span,
        None,
        f"based {span.start_s:g}",
        is_simulated=True,
        reasons=reasons,
        history=history_of(simulation.plan, middle_s, with_state=False),
    )


def _visible(plan: StudyPlan, span: Span) -> tuple[Spike, ...]:
    from eegview.simulate.graphoelements import spikes_within

    return tuple(one for one in spikes_within(plan, span) if -min(one.sizes_uv) >= LEAST_SPIKE_UV)


def _focus_counts(spikes: tuple[Spike, ...]) -> dict[str, int]:
    from eegview.simulate.head import ELECTRODES, POSITIONS

    counts: dict[str, int] = {}
    for spike in spikes:
        name = ELECTRODES[int(np.argmax(POSITIONS[:19] @ spike.focus))]
        counts[name] = counts.get(name, 0) + 1
    return counts


def _may_be_grouped(spikes: tuple[Spike, ...]) -> bool:
    from eegview.simulate.head import POSITIONS

    times_s = np.array([one.onset_s for one in spikes])
    places = np.array([int(np.argmax(POSITIONS[:19] @ one.focus)) for one in spikes])
    return any(len(set(places[(times_s >= at_s) & (times_s < at_s + _GROUP_S)])) >= _GROUP_FOCI for at_s in times_s)


def _may_be_attenuated(plan: StudyPlan, span: Span) -> bool:
    if any(one.span.overlaps(span) for one in plan.decrements):
        return True
    return any(
        one.attenuation_span is not None and one.attenuation_depth >= _DEEP and one.attenuation_span.overlaps(span)
        for one in plan.sleep_events
    )
