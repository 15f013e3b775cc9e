"""The timeline of an infant as objects for JSON."""

from __future__ import annotations

from typing import Any

from eegview.app.infant.log import InfantLog
from eegview.app.infant.timeline import InfantTimeline, LayerCount, StudyScore, TimelineDay, TimelineStudy
from eegview.app.response.response_texts import response_json
from eegview.model.infant.age import SOURCE, AgeOn, gestation_days, is_preterm
from eegview.model.infant.infant import Infant
from eegview.model.infant.milestone import Milestone
from eegview.model.treatment.course import PlacedTreatment, TreatmentCourse

USE = (
    "For research and education; not a cleared medical device. A day without entry in the diary is unknown, never "
    "none. A response is not a diagnosis."
)


def infant_json(infant: Infant) -> dict[str, Any]:
    """Return who an infant is; what is not known is null."""
    return {
        "id": infant.infant_id,
        "pseudonym": infant.pseudonym,
        "born_on": infant.born_on.isoformat() if infant.born_on is not None else None,
        "due_on": infant.due_on.isoformat() if infant.due_on is not None else None,
        "age_days": infant.age_days,
        "age_on": infant.age_on.isoformat() if infant.age_on is not None else None,
        "is_preterm": is_preterm(infant),
        "gestation_days": gestation_days(infant),
        "is_removed": infant.is_removed,
    }


def log_json(log: InfantLog) -> dict[str, Any]:
    """Return an infant and its studies as a line of a list."""
    studies = [{"fingerprint": one.fingerprint, "kind": one.kind} for one in log.members]
    return {**infant_json(log.infant), "studies": studies}


def timeline_json(timeline: InfantTimeline) -> dict[str, Any]:
    """Return a timeline; numbers are plain, NaN does not occur, and no place of a file is in it."""
    return {
        "infant": infant_json(timeline.infant),
        "first_on": timeline.first_on.isoformat() if timeline.first_on is not None else None,
        "last_on": timeline.last_on.isoformat() if timeline.last_on is not None else None,
        "n_days": timeline.n_days,
        "as_of_on": timeline.as_of.on_date.isoformat() if timeline.as_of is not None else None,
        "is_as_of_day_over": timeline.as_of.is_over if timeline.as_of is not None else None,
        "studies": [_study_json(one) for one in timeline.studies],
        "days": [_day_json(one, timeline.age_on(one.on)) for one in timeline.days],
        "treatments": [_treatment_json(one, timeline.course) for lane in timeline.lanes for one in lane.spans],
        "milestones": [milestone_json(one, timeline.age_on(one.on)) for one in timeline.milestones],
        "response": response_json(timeline.response) if timeline.response is not None else None,
        "cluster_rule": timeline.cluster_rule,
        "corrected_age_source": SOURCE,
        "notes": list(timeline.notes),
        "read_utc": timeline.read_utc,
        "disclaimer": USE,
    }


def _study_json(study: TimelineStudy) -> dict[str, Any]:
    return {
        "fingerprint": study.fingerprint,
        "kind": study.kind,
        "label": study.label,
        "name": study.name or None,
        "on": study.on.isoformat() if study.on is not None else None,
        "at": study.at.isoformat() if study.at is not None else None,
        "day_source": study.day_source.value or None,
        "clock_within_s": study.clock.within_s if study.day_source else None,
        "clock": study.clock.text or None,
        "duration_s": study.duration_s,
        "span_s": study.span_s,
        "n_clips": study.n_clips,
        "is_simulated": study.is_simulated,
        "is_known": study.is_known,
        "is_here": bool(study.paths),
        "is_blind": study.is_blind,
        "age": _age_json(study.age),
        "scores": [_score_json(one) for one in study.scores],
        "n_hidden_scores": study.n_hidden_scores,
        "counts": [_count_json(one) for one in study.counts],
    }


def _age_json(age: AgeOn | None) -> dict[str, Any] | None:
    if age is None or (age.days is None and age.corrected_days is None):
        return None
    return {"days": age.days, "is_about": age.is_about, "corrected_days": age.corrected_days, "text": age.full_text}


def _score_json(score: StudyScore) -> dict[str, Any]:
    return {
        "reader": score.reader,
        "scale": score.scale_id,
        "score": score.score,
        "epoch": [score.epoch.start_s, score.epoch.stop_s],
    }


def _count_json(count: LayerCount) -> dict[str, Any]:
    return {
        "layer": count.layer,
        "n_spasms": count.n_spasms,
        "n_clusters": count.n_clusters,
        "n_electrographic_only": count.n_electrographic_only,
        "is_signed": count.is_signed,
        "is_counted": count.is_counted,
    }


def _day_json(day: TimelineDay, age: AgeOn) -> dict[str, Any]:
    return {
        "on": day.on.isoformat(),
        "witnessed": day.witnessed.value,
        "count": day.count,
        "is_least": day.is_least,
        "is_entered": day.is_entered,
        "n_events": len(day.events),
        "text": day.text,
        "age_days": age.days,
        "corrected_days": age.corrected_days,
    }


def _treatment_json(placed: PlacedTreatment, course: TreatmentCourse) -> dict[str, Any]:
    one = placed.treatment
    first = course.date_of(placed.first_day)
    last = course.date_of(placed.last_day) if placed.last_day is not None else None
    return {
        "id": one.treatment_id,
        "drug": one.drug,
        "dose": one.dose,
        "unit": one.unit,
        "first_on": first.isoformat() if first is not None else None,
        "last_on": last.isoformat() if last is not None else None,
        "planned": one.is_planned,
        "for_spasms": not one.is_for_other,
        "note": one.note,
        "author": one.author,
    }


def milestone_json(milestone: Milestone, age: AgeOn) -> dict[str, Any]:
    """Return a milestone with the age on its day."""
    return {
        "id": milestone.milestone_id,
        "on": milestone.on.isoformat(),
        "change": milestone.change.value,
        "text": milestone.text,
        "author": milestone.author,
        "age": _age_json(age),
    }
