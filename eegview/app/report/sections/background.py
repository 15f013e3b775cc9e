"""Modulators, background activity and sleep: what marks and trends say of them; the rest is the reader's."""

from __future__ import annotations

from collections.abc import Mapping

from eegview.app.report.making import NOT_APPLICABLE, NOT_ASSESSED, Answer, Computed, Making, given, listed
from eegview.app.report.sections.personal import age_days
from eegview.app.response.markers import TREND_MARKERS
from eegview.app.response.measures import trend_value
from eegview.clinical.stages import NOT_SCORABLE, WAKE
from eegview.model.annotation import Annotation
from eegview.model.patient import DAYS_A_MONTH
from eegview.model.report.document import Run, Value, Words
from eegview.model.report.link import Place
from eegview.model.span import Span

HYPERVENTILATION_FROM_MONTHS = 36.0  # no younger child breathes deeply when asked to
_MOST_TIMES = 6  # clock times named one by one


def _hyperventilation(making: Making) -> Answer:
    days = age_days(making)
    if days is not None and days / DAYS_A_MONTH < HYPERVENTILATION_FROM_MONTHS:
        return NOT_APPLICABLE
    return NOT_ASSESSED


def _care(making: Making) -> Answer:
    found = making.study.counted_of("care")
    by_kind: dict[str, list[Annotation]] = {}
    for mark in found:
        by_kind.setdefault(mark.attribute("kind") or "other", []).append(mark)
    lines = []
    for kind, marks in by_kind.items():
        label = choice_label(making, "care", "kind", kind)
        times = [making.word(making.clock(m.onset_s), "modulators.care", making.evidence.mark(m)) for m in marks]
        more = [(Words(making.labels("list.more", n=len(times) - _MOST_TIMES)),)] if len(times) > _MOST_TIMES else []
        shown: list[tuple[Run, ...]] = [(time,) for time in times[:_MOST_TIMES]]
        lines.append((Words(f"{label}: "), *listed([*shown, *more], ", ")))
    return given(*lines)


def _given_drugs(making: Making) -> Answer:
    found = making.study.counted_of("medication")
    parts = []
    for mark in found:
        drug = mark.attribute("drug") or mark.text or making.labels("modulators.a_drug")
        time = making.word(making.clock(mark.onset_s), "modulators.drug", making.evidence.mark(mark))
        parts.append((Words(f"{drug} "), time))
    return given(listed(parts, ", "))


def choice_label(making: Making, term_id: str, attribute: str, value: str) -> str:
    """Return what an answer to a question of a term is called, in the words of the vocabulary."""
    term = making.study.vocabulary.term(term_id)
    for question in term.attributes if term is not None else ():
        if question.name == attribute:
            return dict(question.choices).get(value, value)
    return value


def _stages(making: Making) -> Answer:
    coverage = making.study.statistics.coverage
    if not coverage.stages:
        return NOT_ASSESSED
    basis = making.labels("basis.stages", layer=coverage.stages_layer)
    parts: list[tuple[Run, ...]] = []
    for stage in coverage.stages:
        name = "unscorable" if stage.stage == NOT_SCORABLE else stage.stage
        longest = max(stage.spans, key=lambda span: span.duration_s)
        value = making.seconds(stage.seconds, f"sleep.{name}_s", making.evidence.page(longest), basis)
        parts.append((Words(f"{making.labels(f'stage.{name}')} "), value))
    if coverage.not_staged_s >= 0.5:
        value = making.seconds(coverage.not_staged_s, "sleep.not_staged_s", making.evidence.at(Place.COVERAGE), basis)
        parts.append((Words(f"{making.labels('stage.none')} "), value))
    return given(listed(parts))


def _awakenings(making: Making) -> Answer:
    coverage = making.study.statistics.coverage
    if not coverage.staged_s:
        return NOT_ASSESSED
    times = coverage.awakenings_s
    basis = making.labels("basis.stages", layer=coverage.stages_layer)
    link = making.evidence.page(Span(times[0], times[0])) if times else making.evidence.at(Place.COVERAGE)
    n = making.count(len(times), "sleep.awakenings", link, basis)
    if not times:
        return given(making.sentence("sleep.awakenings_none", n=n))
    shown = [(making.word(making.clock(t), "sleep.awakening", making.evidence.page(Span(t, t))),) for t in times]
    more = [(Words(making.labels("list.more", n=len(shown) - _MOST_TIMES)),)] if len(shown) > _MOST_TIMES else []
    return given((n, Words(": "), *listed([*shown[:_MOST_TIMES], *more], ", ")))


def _amplitude(making: Making) -> Answer:
    """Return the median range EEG of wakefulness by region, where the trends were computed and wake is staged."""
    facts = making.study.facts
    if facts is None or facts.trends is None:
        return NOT_ASSESSED
    parts: list[tuple[Run, ...]] = []
    for region in ("anterior", "posterior"):
        marker = next(one for one in TREND_MARKERS if one.marker_id == f"reeg_{region}")
        found, _measured = trend_value(facts, marker, WAKE)
        if not found.is_missing:
            name = f"background.reeg_{region}"
            value = Value(
                *(found.text, name, found.value, marker.unit, found.low, found.high),
                *(found.interval_method, found.basis, found.link),
            )
            parts.append((Words(f"{making.labels(f'region.{region}')} "), value, *making.interval(value)))
    return given((Words(making.labels("background.amplitude")), *listed(parts, ", "))) if parts else NOT_ASSESSED


def _spindles(making: Making) -> Answer:
    marks = making.study.counted_of("spindles")
    by_answer: dict[str, list[Annotation]] = {}
    for mark in marks:
        by_answer.setdefault(mark.attribute("presence") or "present", []).append(mark)
    parts = []
    for answer, found in by_answer.items():
        n = making.count(len(found), f"sleep.spindles_{answer}", making.evidence.marks(found, "spindles", Place.PAGE))
        parts.append((Words(f"{choice_label(making, 'spindles', 'presence', answer)}: "), n))
    return given(listed(parts))


COMPUTED: Mapping[str, Computed] = {
    "modulators.hyperventilation": _hyperventilation,
    "modulators.care": _care,
    "modulators.given_drugs": _given_drugs,
    "background.amplitude": _amplitude,
    "sleep.stages": _stages,
    "sleep.awakenings": _awakenings,
    "sleep.spindles": _spindles,
}
