"""The timeline of an infant as lines of text."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from eegview.app.infant.timeline import InfantTimeline, LayerCount, TimelineDay, TimelineStudy
from eegview.app.infant.timeline_json import USE
from eegview.app.marks.layers import layer_text
from eegview.app.response.response_texts import response_lines
from eegview.model.infant.age import birth_of, gestation_days, is_preterm, weeks_text
from eegview.model.infant.infant import Infant
from eegview.model.text.dates import iso_day, iso_time, worded_day
from eegview.model.time.clock import elapsed_text
from eegview.model.treatment.diary import Witnessed


def timeline_lines(timeline: InfantTimeline) -> list[str]:
    """Return a timeline as lines, each matter under its title."""
    lines = [infant_text(timeline.infant)]
    if timeline.first_on is not None and timeline.last_on is not None:
        lines.append(
            f"{worded_day(timeline.first_on)} to {worded_day(timeline.last_on)} ({_counted(timeline.n_days, 'day')})"
        )
    if timeline.as_of is not None:
        is_over = "" if timeline.as_of.is_over else ", a day that is not over"
        lines.append(f"As of {worded_day(timeline.as_of.on_date)}{is_over}")
    lines += _titled("Studies", map(study_text, timeline.studies))
    lines += _titled("Treatment", (timeline.course.placed_text(one) for lane in timeline.lanes for one in lane.spans))
    lines += _titled("Diary of witnessed spasms", diary_lines(timeline.days))
    milestones = (
        f"{worded_day(one.on)}  {one.change.value}: {one.text}  {timeline.age_on(one.on).full_text}".rstrip()
        for one in timeline.milestones
    )
    lines += _titled("Milestones", milestones)
    if timeline.response is not None:
        lines += ["", *response_lines(timeline.response)]
    return [*lines, "", *timeline.notes, f"Clusters: {timeline.cluster_rule}.", USE]


def infant_text(infant: Infant) -> str:
    """Return `K07, born 6 Jan 2020, due 2 Mar 2020 (32 weeks of pregnancy, preterm)`."""
    parts = [infant.pseudonym or infant.infant_id]
    if infant.born_on is not None:
        parts.append(f"born {worded_day(infant.born_on)}")
    elif infant.age_days is not None and infant.age_on is not None:
        parts.append(f"about {weeks_text(infant.age_days)} old on {worded_day(infant.age_on)}")
    if infant.due_on is not None:
        parts.append(f"due {worded_day(infant.due_on)}")
    text, weeks = ", ".join(parts), gestation_days(infant)
    if weeks is None or birth_of(infant) is None:
        return text
    about = "" if infant.born_on is not None else "about "
    return f"{text} ({about}{weeks_text(weeks)} of pregnancy{', preterm' if is_preterm(infant) else ''})"


def study_text(study: TimelineStudy) -> str:
    """Return a study as one line: label, day, age, length, scores, what is marked."""
    when = f"{iso_day(study.on)}" if study.on is not None else "day not known"
    if study.at is not None:
        when += f" {iso_time(study.at)}"
    if study.clock.text:
        when += f" ({study.clock.text})"
    parts = [
        study.label,
        when,
        study.age.full_text if study.age is not None else "",
        length_text(study),
        "SIMULATED" if study.is_simulated else "",
        *(f"{one.scale} {one.score} ({one.reader})" for one in study.scores),
        *map(count_text, study.counts),
        "" if study.counts else "nothing marked that you may see" if study.is_blind else "no spasm marked",
        study.name or f"{study.fingerprint[:12]}…",
        "" if study.is_known else "not opened since it was added",
    ]
    return "  ".join(part for part in parts if part)


def length_text(study: TimelineStudy) -> str:
    """Return how long was recorded or filmed, and over what time where it is several clips: `7 s in 2 clips`."""
    if study.duration_s is None:
        return ""
    if study.n_clips < 2:
        return elapsed_text(study.duration_s)
    over = f", over {elapsed_text(study.span_s, 0)}" if study.span_s is not None else ""
    return f"{elapsed_text(study.duration_s)} in {study.n_clips} clips{over}"


def count_text(count: LayerCount) -> str:
    """Return `ada: 4 spasms, 1 cluster, signed`; a signed layer without any says `no spasms`."""
    spasms = _counted(count.n_spasms, "spasm") if count.n_spasms else "no spasms"
    clusters = f", {_counted(count.n_clusters, 'cluster')}" if count.n_clusters else ""
    hidden = f", {count.n_electrographic_only} of them electrographic only" if count.n_electrographic_only else ""
    signed = ", signed" if count.is_signed else ""
    return f"{layer_text(count.layer, '')}: {spasms}{hidden}{clusters}{signed}"


def diary_lines(days: Iterable[TimelineDay]) -> list[str]:
    """Return the diary, days in a row of which the same is said in one line; what is before and after is left out."""
    days = list(days)
    entered = [number for number, day in enumerate(days) if day.is_entered]
    if not entered:
        return []
    lines: list[str] = []
    for (said, is_entered), run in groupby(days[entered[0] : entered[-1] + 1], key=_said):
        held = list(run)
        span = worded_day(held[0].on) + (f" to {worded_day(held[-1].on)}" if len(held) > 1 else "")
        n_days = f" ({_counted(len(held), 'day')})" if len(held) > 1 else ""
        each = "each day " if len(held) > 1 and held[0].witnessed is Witnessed.SOME else ""
        lines.append(f"{span}{n_days}: {each}{said if is_entered else 'no entry, not known'}")
    return lines


def _said(day: TimelineDay) -> tuple[str, bool]:
    text = day.text
    if day.witnessed is Witnessed.SOME and day.events:
        text += f" ({_counted(len(day.events), 'event')})"
    return text, day.is_entered


def _titled(title: str, lines: Iterable[str]) -> list[str]:
    found = [f"   {line}" for line in lines]
    return ["", title, *found] if found else []


def _counted(n: int, noun: str) -> str:
    return f"{n:,} {noun}" if n == 1 else f"{n:,} {noun}s"
