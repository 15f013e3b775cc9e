"""The course of the infant: studies, clips, diary and treatment, with how far the response is known."""

from __future__ import annotations

from collections.abc import Mapping

from eegview.app.course.course_view import score_text, spasms_text
from eegview.app.course.draw_axis import short_weeks
from eegview.app.infant.timeline import StudyScore, TimelineStudy
from eegview.app.report.making import NOT_ASSESSED, Answer, Computed, Making, given
from eegview.app.report.sections.treatment import status_words
from eegview.model.report.document import Block, Line, Paragraph, Run, Table, Tone, Value, Words
from eegview.model.report.link import EvidenceLink, Place
from eegview.model.span import Span
from eegview.model.treatment.diary import Witnessed

FIRST_S = 10.0  # of a study that a number of the whole of it opens


def _infant(making: Making) -> Answer:
    timeline = making.study.infant
    if timeline is None:
        return NOT_ASSESSED
    member = timeline.study(making.study.fingerprint)
    name = making.word(timeline.infant.pseudonym or timeline.infant.infant_id[:15], "course.infant")
    age = member.age.full_text if member is not None and member.age is not None else ""
    return given((name, Words(f", {making.labels('course.age', age=age)}")) if age else (name,))


def _state(making: Making) -> Answer:
    timeline = making.study.infant
    if timeline is None or timeline.response is None:
        return NOT_ASSESSED
    state = timeline.response.clinical
    return given((status_words(making, state), Words(f" {state.text}")), making.line("course.recording_alone"))


def _diary(making: Making) -> Answer:
    """Return how many days were entered, and how many between the first and the last were not: those are not known."""
    timeline = making.study.infant
    entered = [day for day in timeline.days if day.is_entered] if timeline is not None else []
    if timeline is None or not entered:
        return NOT_ASSESSED
    first, last = entered[0].on, entered[-1].on
    within = [day for day in timeline.days if first <= day.on <= last]
    counts = {kind: sum(day.witnessed is kind for day in within) for kind in Witnessed}
    link = making.evidence.at(Place.HISTORY)
    values = {
        "days": making.count(len(within), "course.diary_days", link),
        "some": making.count(counts[Witnessed.SOME], "course.diary_some", link),
        "none": making.count(counts[Witnessed.NONE], "course.diary_none", link),
        "unknown": making.count(counts[Witnessed.UNKNOWN], "course.diary_unknown", link),
    }
    return given(making.sentence("course.diary", start=making.day(first), stop=making.day(last), **values))


def table(making: Making) -> tuple[Block, ...]:
    """Return the studies and clips of the infant, one a line, and what the figures above them show."""
    timeline = making.study.infant
    if timeline is None:
        return ()
    columns = tuple(
        making.labels(f"course.column_{name}") for name in ("study", "day", "age", "length", "spasms", "score")
    )
    rows = tuple(_row(making, one) for one in timeline.studies)
    notes: list[Line] = [making.quiet("course.counted", rule=timeline.cluster_rule or "–")]
    notes += [(Words(text, Tone.QUIET),) for text in timeline.notes]
    blocks: list[Block] = []
    if rows:
        blocks.append(Table("course.studies", columns, rows, making.labels("course.caption")))
    blocks.append(Paragraph(tuple(notes), Tone.QUIET))
    return tuple(blocks)


def _row(making: Making, one: TimelineStudy) -> tuple[Line, ...]:
    this = f" {making.labels('course.this')}" if one.fingerprint == making.study.fingerprint else ""
    length = making.duration(one.duration_s) if one.duration_s is not None else "–"
    if one.n_clips > 1 and one.duration_s is not None:
        length = making.labels("course.clips", n=one.n_clips, length=length)
    day = making.day(one.on) or making.labels("date.unknown")
    if one.clock.text:
        day = making.labels("course.day_within", day=day, within=one.clock.text)
    return (
        (Words(f"{one.label}{this}"),),
        (Words(day),),
        (Words(_age(one) or "–"),),
        (Words(length),),
        _counted(making, one),
        _scores(making, one),
    )


def _age(one: TimelineStudy) -> str:
    """Return the age as it has room in a table: `26 wk 1 d, corrected 19 wk 1 d`."""
    age = one.age
    if age is None or age.days is None or age.days < 0:
        return age.full_text if age is not None else ""
    corrected = age.corrected_days
    more = f", corrected {short_weeks(corrected)}" if corrected is not None and corrected >= 0 else ""
    return f"{short_weeks(age.days)}{more}"


def _counted(making: Making, one: TimelineStudy) -> Line:
    """Return what is counted in a study, each number with the way back to it."""
    counted = one.counted
    if counted is None or one.is_blind:
        return (Words(spasms_text(one), Tone.QUIET),)
    link = EvidenceLink(one.fingerprint, Span(0.0, min(one.duration_s or FIRST_S, FIRST_S)), Place.PAGE)
    spasms = making.count(counted.n_spasms, f"course.{one.label}.spasms", link, counted.layer)
    clusters = making.count(counted.n_clusters, f"course.{one.label}.clusters", link, counted.layer)
    return making.sentence("course.counts", spasms=spasms, clusters=clusters, layer=counted.layer)


def _scores(making: Making, one: TimelineStudy) -> Line:
    """Return the highest score of each reader, which opens its epoch."""
    best: dict[str, StudyScore] = {}
    for score in one.scores:
        if score.reader not in best or score.score > best[score.reader].score:
            best[score.reader] = score
    line: list[Run] = []
    for reader, score in sorted(best.items()):
        link = EvidenceLink(one.fingerprint, score.epoch, Place.PAGE)
        name = f"course.{one.label}.score.{reader}"
        line += [Words(", " if line else ""), Words(f"{score.scale} ({reader}): ")]
        line.append(Value(str(score.score), name, float(score.score), "score", basis=score.scale, link=link))
    return tuple(line) if line else (Words(score_text(one), Tone.QUIET),)


COMPUTED: Mapping[str, Computed] = {"course.infant": _infant, "course.state": _state, "course.diary": _diary}
