"""Episodes: spasms with their statistics, other seizures and non-epileptic events, all of the counted layer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from eegview.app.report.making import NOT_APPLICABLE, NOT_ASSESSED, Answer, Computed, Making, given, listed
from eegview.app.report.sections.background import choice_label
from eegview.app.statistics.study_coverage import StudyCoverage
from eegview.clinical.clusters import SPASM_TERM
from eegview.clinical.statistics.estimate import Estimate
from eegview.clinical.statistics.rates import LEAST_UNITS
from eegview.clinical.statistics.spasm_statistics import SpasmStatistics
from eegview.clinical.statistics.states import State as SpasmState
from eegview.model.annotation import FINAL_LAYER, Annotation
from eegview.model.report.document import Block, Line, Run, Table, Value, Words
from eegview.model.report.link import EvidenceLink, Place
from eegview.model.study.resemblance import resemblances_of
from eegview.model.time.clock import elapsed_text

SEIZURE_TERM, MIMIC_TERM, BUTTON_TERM = "seizure", "mimic", "push_button"
_SEMIOLOGY = ("movement", "symmetry", "subtle", "class", "association")
_EVIDENCE = (
    ("electroclinical", "electroclinical"),
    ("clinical_only", "clinical_only"),
    ("electrographic_only", "eeg_only"),
)
_COLUMNS = (
    *("study", "total", "per_hour", "awake", "asleep", "electroclinical", "clinical_only", "eeg_only"),
    *("clusters", "size", "interval", "duration", "after_waking"),
)


def spasms_of(making: Making) -> SpasmStatistics:
    """Return the statistics of the study's spasms."""
    return making.study.statistics.spasms


def coverage_of(making: Making) -> StudyCoverage:
    """Return the coverage of the study."""
    return making.study.statistics.coverage


def layer_basis(making: Making) -> str:
    """Return which layer a number was counted from."""
    return making.labels("basis.layer", layer=layer_name(making))


def layer_name(making: Making) -> str:
    """Return what the counted layer is called."""
    layer = making.study.layer
    return making.labels("layer.final") if layer == FINAL_LAYER else layer


def extent(making: Making) -> str:
    """Return what was reviewed of what was recorded: `37 min reviewed of 40 min recorded`."""
    coverage = coverage_of(making)
    recorded = making.duration(coverage.recorded_s)
    if coverage.reviewed_s is None:
        return making.labels("extent.not_kept", recorded=recorded)
    return making.labels("extent.both", reviewed=making.duration(coverage.reviewed_s), recorded=recorded)


def none_marked(making: Making) -> Line:
    """Return that no spasm is marked, and in what: never that there were none."""
    coverage, link = coverage_of(making), making.evidence.at(Place.COVERAGE)
    recorded = making.seconds(coverage.recorded_s, "spasms.recorded_s", link)
    if coverage.reviewed_s is None:
        return making.sentence("episodes.none_marked_not_kept", recorded=recorded)
    reviewed = making.seconds(coverage.reviewed_s, "spasms.reviewed_s", link)
    return making.sentence("episodes.none_marked", reviewed=reviewed, recorded=recorded)


def total(making: Making) -> Value:
    """Return the number of spasms, linked to them."""
    found = spasms_of(making)
    link = making.evidence.ids(found.marks, SPASM_TERM) if found.n_total else making.evidence.at(Place.COVERAGE)
    return making.count(found.n_total, "spasms.total", link, f"{layer_basis(making)}, {extent(making)}")


def _spasms(making: Making) -> Answer:
    found = spasms_of(making)
    if not found.n_total:
        return given(none_marked(making), *_similarity(making))
    lines = [making.sentence("episodes.spasms", n=total(making), where=extent(making))]
    rate = _rate(found)
    if rate is not None:
        name, key = ("reviewed", "episodes.per_hour_reviewed")
        if rate is not found.per_hour_reviewed:
            name, key = ("recorded", "episodes.per_hour_recorded")
        value = making.estimate(rate, f"spasms.per_hour_{name}", _link(making, rate), layer_basis(making))
        lines.append((*making.sentence(key, rate=value), *making.interval(value)))
    for key, ids in (("doubted", found.doubted), ("unreviewed", found.unreviewed), ("unrecorded", found.unrecorded)):
        if ids:
            n = making.count(len(ids), f"spasms.{key}", making.evidence.ids(ids, SPASM_TERM), layer_basis(making))
            lines.append(making.sentence(f"episodes.{key}", n=n))
    return given(*lines, *_similarity(making))


def _rate(found: SpasmStatistics) -> Estimate | None:
    """Return the rate per hour reviewed; per hour recorded where all that is marked lies in time not reviewed."""
    is_by_reviewed = found.per_hour_reviewed is not None and not found.is_all_unreviewed
    return found.per_hour_reviewed if is_by_reviewed else found.per_hour_recorded


def _link(making: Making, found: Estimate) -> EvidenceLink:
    return making.evidence.ids(found.marks, SPASM_TERM) if found.marks else making.evidence.at(Place.COVERAGE)


def _evidence(making: Making) -> Answer:
    parts: list[tuple[Run, ...]] = []
    found = spasms_of(making)
    for one in found.evidence:
        if one.count:
            label = one.label if one.evidence else making.labels("state.not_said")
            link = making.evidence.ids(one.marks, SPASM_TERM)
            parts.append((Words(f"{label} "), making.count(one.count, f"spasms.{one.evidence or 'not_said'}", link)))
    return given(listed(parts)) if any(one.count for one in found.evidence if one.evidence) else _nothing(making)


def _semiology(making: Making) -> Answer:
    lines = [_answers(making, attribute) for attribute in _SEMIOLOGY]
    held = [line for line in lines if line]
    return given(*held) if held else _nothing(making)


def _nothing(making: Making) -> Answer:
    """Return why nothing is said of spasms: none is marked by somebody who read, or nobody said it."""
    is_read = bool(coverage_of(making).reviewed_s) or bool(making.study.counted)
    return NOT_APPLICABLE if is_read and not spasms_of(making).n_total else NOT_ASSESSED


def _answers(making: Making, attribute: str, is_labelled: bool = True) -> Line:
    """Return how often each answer to a question on spasms was given, in how many it was answered, with shares."""
    rows = [row for row in spasms_of(making).semiology if row.attribute == attribute and row.count]
    parts: list[tuple[Run, ...]] = []
    for row in rows:
        link = making.evidence.ids(row.marks, SPASM_TERM)
        n = making.count(row.count, f"spasms.{attribute}.{row.choice}", link, layer_basis(making))
        part: tuple[Run, ...] = (Words(f"{row.choice_label} "), n)
        if row.share is not None:
            share = making.estimate(row.share, f"spasms.{attribute}.{row.choice}_share", link, layer_basis(making))
            part = (*part, Words(" ("), share, *making.interval(share, ", ", ""), Words(")"))
        parts.append(part)
    if not parts:
        return ()
    answered = making.labels("episodes.answered", n=rows[0].n_answered, of=rows[0].n_asked)
    label = (Words(f"{rows[0].attribute_label}: "),) if is_labelled else ()
    return (*label, *listed(parts), Words(f" · {answered}"))


def _ictal_eeg(making: Making) -> Answer:
    line = _answers(making, "correlates", is_labelled=False)
    return given(line) if line else _nothing(making)


def _other(term_id: str, attribute: str) -> Computed:
    def computed(making: Making) -> Answer:
        marks = making.study.counted_of(term_id)
        if not marks:
            if not making.study.counted:
                return NOT_ASSESSED
            return given(making.line("episodes.none_of_these", where=extent(making)))
        link = making.evidence.marks(marks, term_id, Place.PAGE)
        n = making.count(len(marks), f"episodes.{term_id}", link, layer_basis(making))
        kinds = _kinds(making, term_id, marks, attribute)
        return given((n, Words(": "), *kinds) if kinds else (n,))

    return computed


def _kinds(making: Making, term_id: str, marks: Sequence[Annotation], attribute: str) -> Line:
    found: dict[str, list[Annotation]] = {}
    for mark in marks:
        found.setdefault(mark.attribute(attribute) or "", []).append(mark)
    if set(found) == {""}:
        return ()
    parts: list[tuple[Run, ...]] = []
    for value, held in sorted(found.items(), key=lambda item: (-len(item[1]), item[0])):
        label = choice_label(making, term_id, attribute, value) if value else making.labels("state.not_said")
        link = making.evidence.marks(held, term_id, Place.PAGE)
        parts.append((Words(f"{label} "), making.count(len(held), f"episodes.{term_id}.{value or 'not_said'}", link)))
    return listed(parts)


def _similarity(making: Making) -> list[Line]:
    """Return which recorded events those of a home clip resemble, as each reader saw it; of an EEG the other way."""
    study = making.study
    if not study.recording.is_film:
        return _home_events(making)
    lines: list[Line] = []
    for one in resemblances_of(study.records):
        mark = study.by_id.get(one.mark_id)
        if mark is None:
            continue
        at = Value(making.clock(mark.onset_s), "episodes.event", link=making.evidence.mark(mark))
        how = making.labels(f"episodes.alike_{one.how_alike}")
        key = "episodes.resembles" if one.is_recorded else "episodes.resembles_words"
        lines.append(making.sentence(key, at=at, how=how, label=one.label, study=one.study[:8], reader=one.layer))
    return [*lines, making.quiet("episodes.resembles_note")] if lines else []


def _home_events(making: Making) -> list[Line]:
    lines: list[Line] = []
    for one in making.study.home_events:
        said = one.said
        mark = making.study.by_id.get(said.other_id)
        at = making.clock(said.onset_s if mark is None else mark.onset_s)
        event = Value(at, "episodes.event", link=making.evidence.mark(mark)) if mark is not None else at
        how, home_at = making.labels(f"episodes.alike_{said.how_alike}"), elapsed_text(said.at_s, 0)
        names = {"home_at": home_at, "clip": one.clip[:8], "reader": said.layer}
        lines.append(making.sentence("episodes.resembled", at=event, how=how, label=said.label, **names))
    return [*lines, making.quiet("episodes.resembles_note")] if lines else []


# the table of both studies


def table(making: Making) -> tuple[Block, ...]:
    """Return the spasms of this study and the one before, a row each."""
    rows = [_row(making)]
    before = making.of_previous()
    if before is not None:
        rows.append(_row(before))
    columns = tuple(making.labels(f"episodes.column_{name}") for name in _COLUMNS)
    found = spasms_of(making)
    notes: list[Line] = [
        making.line("episodes.medians"),
        making.line("episodes.rule", n=found.rule.min_spasms, seconds=f"{found.rule.max_interval_s:g}"),
        making.line("episodes.same_event", seconds=f"{found.same_event.within_s:g}", layer=layer_name(making)),
    ]
    if found.n_default_duration:
        notes.append((Words(making.labels.counted("episodes.default_duration", found.n_default_duration)),))
    for key, n_open in (("no_evidence", _n_unsaid(found)), ("no_state", _n_unstaged(found))):
        if 0 < n_open < found.n_total:
            notes.append((Words(making.labels.counted(f"episodes.{key}", n_open)),))
    rates = found.per_hour_reviewed, found.per_hour_recorded
    methods = {_method(making, rate) for rate in rates if rate is not None}
    notes += [making.line("episodes.interval_method", method=method) for method in sorted(methods)]
    others = making.study.statistics.not_counted
    if others:
        named = ", ".join(f"{layer} ({n})" for layer, n in others.items())
        notes.append(making.line("episodes.not_counted", layers=named))
    return (Table("spasms", columns, tuple(rows), making.labels("episodes.caption"), tuple(notes)),)


def _method(making: Making, rate: Estimate) -> str:
    """Return how the interval of a rate was computed, or why there is none."""
    if not rate.has_interval and rate.n and rate.n_runs is not None and rate.n_runs < LEAST_UNITS:
        return making.labels.counted("episodes.few_runs", rate.n_runs, least=LEAST_UNITS)
    return rate.method


def _n_unsaid(found: SpasmStatistics) -> int:
    return sum(one.count for one in found.evidence if not one.evidence)


def _n_unstaged(found: SpasmStatistics) -> int:
    return sum(one.count for one in found.by_state if one.state == SpasmState.NOT_STAGED)


def _row(making: Making) -> tuple[Line, ...]:
    found = spasms_of(making)
    states = [_state_cell(making, state) for state in (SpasmState.AWAKE, SpasmState.ASLEEP)]
    evidence = [_evidence_cell(making, value, name) for value, name in _EVIDENCE]
    ids = tuple(mark.annotation_id for one in found.clusters for mark in one.cluster.spasms)
    clusters = making.count(
        len(found.clusters),
        "spasms.clusters",
        making.evidence.ids(ids, SPASM_TERM, Place.CLUSTERS) if ids else making.evidence.at(Place.CLUSTERS),
        layer_basis(making),
    )
    medians = (
        ("size", found.spasms_per_cluster),
        ("interval", found.interval_s),
        ("duration", found.duration_s),
        ("after_waking", found.minutes_after_waking),
    )
    rate = _rate(found) if found.n_total or found.per_hour_reviewed is not None else None  # unread: no rate of none
    return (
        (Words(making.study_day),),
        (total(making),),
        _estimate_cell(making, rate, "spasms.per_hour", with_interval=True),
        *states,
        *evidence,
        (clusters,),
        *(_estimate_cell(making, median, f"spasms.{name}_median") for name, median in medians),
    )


def _state_cell(making: Making, state: SpasmState) -> Line:
    found = spasms_of(making)
    row = found.state(state)
    is_known = not found.n_total or any(one.count for one in found.by_state if one.state != SpasmState.NOT_STAGED)
    if row is None or not is_known:
        return (Words("–"),)
    link = making.evidence.ids(row.marks, SPASM_TERM) if row.marks else making.evidence.at(Place.COVERAGE)
    return (making.count(row.count, f"spasms.{state.value}", link, layer_basis(making)),)


def _evidence_cell(making: Making, value: str, name: str) -> Line:
    found = spasms_of(making)
    row = next((one for one in found.evidence if one.evidence == value), None)
    is_known = not found.n_total or any(one.count for one in found.evidence if one.evidence)
    if row is None or not is_known:  # nobody answered: no count, not even 0
        return (Words("–"),)
    link = making.evidence.ids(row.marks, SPASM_TERM) if row.marks else making.evidence.at(Place.COVERAGE)
    return (making.count(row.count, f"spasms.{name}", link, layer_basis(making)),)


def _estimate_cell(making: Making, found: Estimate | None, name: str, with_interval: bool = False) -> Line:
    if found is None:
        return (Words("–"),)
    value = making.estimate(found, name, _link(making, found), layer_basis(making))
    return (value, *making.interval(value)) if with_interval else (value,)


COMPUTED: Mapping[str, Computed] = {
    "episodes.spasms": _spasms,
    "episodes.spasm_evidence": _evidence,
    "episodes.spasm_semiology": _semiology,
    "episodes.ictal_eeg": _ictal_eeg,
    "episodes.other_seizures": _other(SEIZURE_TERM, "type"),
    "episodes.non_epileptic": _other(MIMIC_TERM, "kind"),
    "episodes.push_buttons": _other(BUTTON_TERM, "by"),
}
