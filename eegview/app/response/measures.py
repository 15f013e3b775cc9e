"""The value of each marker in one study."""

from __future__ import annotations

import re

import numpy as np

from eegview.app.response.markers import Marker, MarkerValue, missing_value
from eegview.app.response.scored_epochs import ScoredEpoch
from eegview.app.response.state_epochs import EPOCH_S, WHOLE, epoch_span, epoch_values, state_label
from eegview.app.response.study_facts import StudyFacts
from eegview.clinical.repeatability import FEWEST_EPOCHS, METHOD, Measured, measured_mean, measured_median
from eegview.clinical.statistics.estimate import Estimate
from eegview.clinical.statistics.rates import rate_of_units
from eegview.model.report.link import EvidenceLink, Place
from eegview.model.span import Span
from eegview.model.study.bad_channels import bad_channels

SPINDLES_TERM = "spindles"
_MARKED_BAD = re.compile(r" (?P<names>\S+(?: and \S+)*) (?:is|are) marked bad\.$")
_ABSENT = "absent"
NO_TRENDS = "The trends of this study were not computed."
INTERVAL_METHOD = "batch means over consecutive parts of the study's epochs, Student's t"
_FEWEST_SPINDLE_S = 60.0
_MOST_READ = 0.9  # share of a recording that was reviewed, from which none marked means none seen [own choice]


def spasm_rate(facts: StudyFacts, by_reviewed: bool) -> tuple[MarkerValue, Estimate | None]:
    """Return the rate of spasms, per hour reviewed where that is known of all studies, else per hour recorded."""
    spasms = facts.spasms
    estimate = spasms.per_hour_reviewed if by_reviewed else spasms.per_hour_recorded
    if estimate is None:
        return missing_value("Nothing was recorded."), None
    if why := _why_unread(facts, by_reviewed):
        return missing_value(why), None
    hours = "reviewed" if by_reviewed else "recorded"
    where = f"{estimate.n} in {_hours(facts, by_reviewed)} {hours}, layer {facts.layer_text}"
    return _rate_value(facts, estimate, where, Place.SPASMS), estimate


def cluster_rate(facts: StudyFacts, by_reviewed: bool) -> tuple[MarkerValue, Estimate | None]:
    """Return the rate of clusters; a cluster is one event of its own."""
    if why := _why_unread(facts, by_reviewed):
        return missing_value(why), None
    spasms = facts.spasms
    seconds = spasms.reviewed_s if by_reviewed else spasms.recorded_s
    ids = tuple(mark.annotation_id for one in spasms.clusters for mark in one.cluster.spasms)
    estimate = rate_of_units(len(spasms.clusters), (seconds or 0.0) / 3600, ids)
    if estimate is None:
        return missing_value("Nothing was recorded."), None
    basis = f"{len(spasms.clusters)} clusters: {spasms.rule.text}"
    return _rate_value(facts, estimate, basis, Place.CLUSTERS), estimate


def longest_free(facts: StudyFacts) -> MarkerValue:
    """Return the longest recorded time without a spasm, min."""
    span = facts.spasms.longest_free
    if why := _why_unread(facts, by_reviewed=False):
        return missing_value(why)
    if span is None:
        return missing_value("Nothing was recorded.")
    minutes = span.duration_s / 60
    text = f"{minutes:.0f} min" if minutes < 120 else f"{minutes / 60:.1f} h"
    return MarkerValue(
        minutes, text, repeat_method="one longest time in each study: no repeat error",
        interval_method="one longest time in each study: no interval",
        n=1, basis=f"layer {facts.layer_text}", link=_link(facts, span),
    )  # fmt: skip


def sleep_captured(facts: StudyFacts) -> MarkerValue:
    """Return how much sleep was captured, min."""
    coverage = facts.coverage
    if not facts.stages_layer:
        return missing_value("Sleep is not staged.")
    minutes = coverage.sleep_s / 60
    stages = ", ".join(stage.label for stage in coverage.stages)
    return MarkerValue(
        minutes, f"{minutes:.0f} min", interval_method="the staged time itself, not a sample of it",
        repeat_method="describes the recording, not the infant", n=len(coverage.stages),
        basis=f"stages: {stages}" if stages else "no stage", link=_link(facts, facts.recording.span, Place.COVERAGE),
    )  # fmt: skip


def awakenings(facts: StudyFacts) -> MarkerValue:
    """Return how many awakenings were captured."""
    if not facts.stages_layer:
        return missing_value("Sleep is not staged.")
    times_s = facts.coverage.awakenings_s
    span = Span(max(times_s[0] - 10.0, 0.0), times_s[0] + 10.0) if times_s else facts.recording.span
    return MarkerValue(
        float(len(times_s)), f"{len(times_s)}", interval_method="the staged time itself, not a sample of it",
        repeat_method="describes the recording, not the infant", n=len(times_s), basis="wake directly after sleep",
        link=_link(facts, span, Place.PAGE if times_s else Place.COVERAGE),
    )  # fmt: skip


def spindle_rate(facts: StudyFacts, state: str) -> MarkerValue:
    """Return marked spindles per minute of a state."""
    marks = [mark for mark in facts.marks if mark.term_id == SPINDLES_TERM]
    if not marks:
        return missing_value("Sleep spindles are not assessed.")
    minutes = _state_seconds(facts, state) / 60
    if minutes * 60 < _FEWEST_SPINDLE_S:
        return missing_value(f"There is less than a minute of {state_label(state)}.")
    there = [
        mark
        for mark in marks
        if mark.attribute("presence") != _ABSENT and (state == WHOLE or facts.hypnogram.stage_at(mark.onset_s) == state)
    ]
    per_min = len(there) / minutes
    span = there[0].span.widened(2.0) if there else facts.recording.span
    return MarkerValue(
        per_min, f"{per_min:.1f} / min", None, None, "no interval: spindles come in trains",
        None, "not measured: spindles come in trains", len(there),
        f"{len(there)} in {minutes:.0f} min of {state_label(state)}, layer {facts.layer_text}", _link(facts, span),
    )  # fmt: skip


def trend_value(facts: StudyFacts, marker: Marker, state: str) -> tuple[MarkerValue, Measured | None]:
    """Return a marker that is made of a trend, in one state."""
    table = facts.trends
    if table is None:
        return missing_value(NO_TRENDS), None
    if table.column(marker.column_id) is None:
        return missing_value(_why_missing(facts, table.why_missing(marker.column_id))), None
    numbers = facts.epochs.numbers(state)
    label = state_label(state)
    if not numbers:
        return missing_value(f"There is no epoch of {label} without a spasm and mostly without artifact."), None
    values = epoch_values(table, marker.column_id, numbers)
    is_there = np.isfinite(values)
    known, at = values[is_there], np.asarray(numbers)[is_there]
    measured = measured_mean(known.tolist()) if marker.unit == "%" else measured_median(known.tolist())
    if measured is None:
        return missing_value(f"It is not measured in any epoch of {label}."), None
    interval, repeat = _possible(measured.interval, marker.unit), measured.repeat_error
    few = f"not measured: {measured.n} epochs, at least {FEWEST_EPOCHS} are needed"
    typical = int(at[np.argmin(np.abs(known - measured.value))])
    value = MarkerValue(
        measured.value, number_text(measured.value, marker.unit),
        *(interval or (None, None)), INTERVAL_METHOD if interval else few,
        repeat, METHOD if repeat is not None else few,
        measured.n, f"{measured.n} epochs of {EPOCH_S:g} s, {label}",
        _link(facts, epoch_span(typical), Place.TRENDS),
    )  # fmt: skip
    return value, measured


def score_value(facts: StudyFacts, reader: str) -> MarkerValue:
    """Return one reader's committed score."""
    chosen = worst_sheet(facts, reader)
    if chosen is None:
        return missing_value(_no_score(facts, reader))
    sheet = chosen.sheet
    blind = "" if sheet.is_blind else ", not blind"
    changed = ", evidence changed since" if sheet.is_changed else ""
    return MarkerValue(
        float(chosen.score), f"{chosen.score}", interval_method="a score has no interval", n=1,
        basis=f"{sheet.parameters_id}, committed{blind}{changed}", link=_score_link(facts, chosen),
    )  # fmt: skip


def foci_value(facts: StudyFacts, reader: str) -> MarkerValue:
    """Return how many spike foci one reader named in the scored epoch."""
    chosen = worst_sheet(facts, reader)
    if chosen is None:
        return missing_value(_no_score(facts, reader))
    foci = tuple(chosen.sheet.foci)
    return MarkerValue(
        float(len(foci)), f"{len(foci)}", interval_method="a count by one reader has no interval", n=len(foci),
        basis=", ".join(foci) or "none named", link=_score_link(facts, chosen),
    )  # fmt: skip


def spike_bins_value(facts: StudyFacts, reader: str) -> tuple[MarkerValue, Measured | None]:
    """Return the share of bins with a spike, by one reader, %; its error from how the pages differ."""
    chosen = worst_sheet(facts, reader)
    if chosen is None:
        return missing_value(_no_score(facts, reader)), None
    sheet = chosen.sheet
    measured = measured_mean([100 * n / sheet.n_bins for n in sheet.spike_bins])
    assert measured is not None
    interval = _possible(measured.interval, "%")
    value = MarkerValue(
        measured.value, number_text(measured.value, "%"), *(interval or (None, None)),
        f"spread of parts of the {sheet.n_pages} pages of the epoch, Student's t", measured.repeat_error,
        "from the spread of the pages of the epoch; another five minutes or another reader may differ more",
        sum(sheet.spike_bins), f"{sum(sheet.spike_bins)} of {sheet.n_pages * sheet.n_bins} bins",
        _score_link(facts, chosen),
    )  # fmt: skip
    return value, measured


def form_value(facts: StudyFacts, state: str) -> MarkerValue:
    """Return what readers answered about hypsarrhythmia in one state."""
    forms = [form for form in facts.forms if form.state == state]
    if not forms:
        return missing_value("Hypsarrhythmia is not assessed in this state.")
    answers = list(dict.fromkeys(form.presence for form in forms))
    if len(answers) == 1:
        text = answers[0]
    else:
        text = ", ".join(f"{form.presence} ({form.reader})" for form in forms)
    patterns = [form.pattern.replace("_", " ") for form in forms if form.pattern]
    by = ", ".join(dict.fromkeys(form.reader for form in forms))
    return MarkerValue(
        None, text, interval_method="a judgement has no interval", n=len(forms),
        repeat_method="" if len(forms) > 1 else "not measured: one reader",
        basis=f"by {by}" + (f"; {', '.join(dict.fromkeys(patterns))}" if patterns else ""),
        link=_link(facts, forms[0].mark.span),
    )  # fmt: skip


def worst_sheet(facts: StudyFacts, reader: str) -> ScoredEpoch | None:
    """Return the sheet of a reader that counts: the highest score, of equal ones the one with most spike bins."""
    own = [one for one in facts.scores if one.reader == reader]
    return max(own, key=lambda one: (one.score, one.spike_share, -one.sheet.key.start_s), default=None)


def number_text(value: float, unit: str, is_change: bool = False) -> str:
    """Return a number with its unit, as precise as it is worth: `251 µV`, `6.0 Hz`, `0.38`, `56 %`."""
    sign = "+" if is_change and value > 0 else ""
    size = abs(value)
    digits = {"µV": 0 if size >= 10 else 1, "%": 0 if size >= 10 or not size else 1, "Hz": 1, "min": 0}.get(unit)
    if digits is None:
        digits = 2 if size >= 0.1 else 3
    if unit in ("per_hour", "per_min"):
        digits = 1
    shown = f"{value:{sign}.{digits}f}".replace("-", "−")
    shown = shown[1:] if shown.startswith("−") and not shown.strip("−0.") else shown
    named = {"per_hour": "/ h", "per_min": "/ min"}.get(unit, unit)
    return f"{shown} {named}".rstrip()


def _possible(interval: tuple[float, float] | None, unit: str) -> tuple[float, float] | None:
    """Return an interval without what a value in this unit cannot be: below 0, or above 100 %."""
    if interval is None or not unit:
        return interval
    return max(interval[0], 0.0), min(interval[1], 100.0) if unit == "%" else interval[1]


def _rate_value(facts: StudyFacts, estimate: Estimate, basis: str, place: Place) -> MarkerValue:
    link = EvidenceLink(facts.fingerprint, facts.recording.span, place, marks=estimate.marks)
    return MarkerValue(
        estimate.value, number_text(estimate.value, "per_hour"), estimate.low, estimate.high, estimate.method,
        None, "", estimate.n, basis, link,
    )  # fmt: skip


def _why_unread(facts: StudyFacts, by_reviewed: bool) -> str:
    """Return why none marked does not mean none there, a sentence; "" where spasms are marked, or it was read."""
    spasms = facts.spasms
    if not facts.is_read:
        return "No spasm is marked, and nothing says that the recording was read."
    reviewed_s = spasms.reviewed_s or 0.0
    if by_reviewed or spasms.n_total or facts.is_signed or reviewed_s >= _MOST_READ * spasms.recorded_s:
        return ""
    minutes = f"{reviewed_s / 60:.0f}" if reviewed_s >= 60 else "less than 1"
    return f"No spasm is marked, and only {minutes} of {spasms.recorded_s / 60:.0f} min were reviewed."


def _hours(facts: StudyFacts, by_reviewed: bool) -> str:
    seconds = (facts.spasms.reviewed_s if by_reviewed else facts.spasms.recorded_s) or 0.0
    return f"{seconds / 3600:.1f} h" if seconds >= 3600 else f"{seconds / 60:.0f} min"


def _state_seconds(facts: StudyFacts, state: str) -> float:
    if state == WHOLE:
        return facts.spasms.recorded_s
    return facts.hypnogram.seconds(state)


def _why_missing(facts: StudyFacts, why: str) -> str:
    """Return why a trend is missing; channels that are left out for the sake of another study are not bad here."""
    why = why.replace("this recording gives", "of the electrodes that all these studies have it gives")
    found = _MARKED_BAD.search(why)
    if found is None or set(found["names"].split(" and ")) <= set(bad_channels(facts.records)):
        return why or "This recording does not give it."
    return f"{why[: found.start()]} Another of these studies lacks {found['names']}."


def _no_score(facts: StudyFacts, reader: str) -> str:
    hidden = " Sheets that are not committed, or hidden from a reader who scores, are not shown."
    return f"No committed score of {reader} in this study.{hidden if facts.n_hidden_scores else ''}"


def _link(facts: StudyFacts, span: Span, place: Place = Place.PAGE) -> EvidenceLink:
    return EvidenceLink(facts.fingerprint, span, place)


def _score_link(facts: StudyFacts, one: ScoredEpoch) -> EvidenceLink:
    return _link(facts, one.sheet.span, Place.SCORE)
