"""Treatment and response: drugs and days as entered, and the response by the consensus, no more than the data say."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from eegview.app.report.making import NOT_ASSESSED, Answer, Computed, Making, given, listed
from eegview.clinical.response_state import Response, ResponseState, ResponseStatus
from eegview.model.report.document import Block, Line, Paragraph, Tone, Value, Words
from eegview.model.report.link import EvidenceLink, Place
from eegview.model.treatment.course import TreatmentCourse
from eegview.model.treatment.diary import Witnessed

PARTS: tuple[tuple[str, Callable[[Response], ResponseState]], ...] = (
    ("clinical", lambda response: response.clinical),
    ("electroclinical", lambda response: response.electroclinical),
    ("electrographic", lambda response: response.electrographic),
)


def recording_day(making: Making) -> int | None:
    """Return the day of this recording on the axis of its course of treatment, None where it has no place there."""
    course, started = making.study.course, making.study.recording.started_at
    if course is None:
        return None
    infant = making.study.infant
    member = infant.study(making.study.fingerprint) if infant is not None else None
    if member is not None and member.on is not None and course.is_dated:
        return member.on.toordinal()  # a reader may have said another day than the file
    if not course.is_dated:
        return 0
    return started.toordinal() if started is not None else None


def day_text(making: Making, day: int) -> str:
    """Return a day of the course: `day 9 (12 Mar 2020)`."""
    course = making.study.course
    assert course is not None
    number, on = course.number_of(day), course.date_of(day)
    if number is None:
        return making.day(on) if on is not None else making.labels("treatment.day_from_recording", n=f"{day:+d}")
    if on is None:
        return making.labels("treatment.day", n=number)
    return making.labels("treatment.day_dated", n=number, date=making.day(on))


def _treatment_day(making: Making) -> Answer:
    course, day = making.study.course, recording_day(making)
    if course is None or course.start_day is None or day is None:
        return NOT_ASSESSED
    number = day - course.start_day
    text = making.labels("treatment.day", n=number)
    basis = making.labels("basis.treatment")
    value = Value(text, "personal.treatment_day", float(number), "days", basis=basis, link=_link(making))
    start = making.day(course.date_of(course.start_day))
    return given(making.sentence("treatment.day_since", day=value, start=start) if start else (value,))


def _medication(making: Making) -> Answer:
    """Return the drugs that were given on the day of the recording."""
    course, day = making.study.course, recording_day(making)
    if course is None or day is None:
        return NOT_ASSESSED
    held = [
        one.treatment.text
        for one in course.given
        if one.first_day <= day and (one.last_day is None or day <= one.last_day)
    ]
    return given(*((Words(text),) for text in held))


def _drugs(making: Making) -> Answer:
    course = making.study.course
    if course is None or not course.treatments:
        return NOT_ASSESSED
    lines: list[Line] = []
    for one in course.treatments:
        key = "treatment.from" if one.last_day is None else "treatment.from_to"
        stop = day_text(making, one.last_day) if one.last_day is not None else ""
        days = making.labels(key, start=day_text(making, one.first_day), stop=stop)
        planned = f" ({making.labels('treatment.planned')})" if one.treatment.is_planned else ""
        drug = making.word(one.treatment.text, "treatment.drug", _link(making), making.labels("basis.treatment"))
        lines.append((drug, Words(f", {days}{planned}")))
    return given(*lines)


def _witnessed(making: Making) -> Answer:
    course = making.study.course
    if course is None or not course.diary:
        return NOT_ASSESSED
    seen = [day for day, entry in course.diary.items() if entry.witnessed is Witnessed.SOME]
    n_days = making.count(len(course.diary), "treatment.diary_days", _link(making))
    if not seen:
        return given(making.sentence("treatment.none_witnessed", days=n_days))
    last = making.word(day_text(making, max(seen)), "treatment.last_witnessed", _link(making))
    return given(making.sentence("treatment.last_witnessed", day=last, days=n_days))


def _link(making: Making) -> EvidenceLink:
    return making.evidence.at(Place.HISTORY)


def status_words(making: Making, state: ResponseState) -> Words:
    """Return the status of a part of the response, as a badge where it is known."""
    text = ", ".join(filter(None, (making.labels(f"response.{state.status.value}"), state.relapse_text)))
    return Words(text, Tone.QUIET if state.status is ResponseStatus.NOT_ASSESSED else Tone.BADGE)


def _part(of: Callable[[Response], ResponseState]) -> Computed:
    def computed(making: Making) -> Answer:
        response, course = making.study.response, making.study.course
        if response is None or course is None or not _has_matter(course):
            return NOT_ASSESSED
        state = of(response)
        first = response.clinical
        said = () if state is first else (*first.cautions, first.source)  # said once is enough
        lines: list[Line] = [(status_words(making, state), Words(f" {state.text}"))]
        lines += [(Words(text, Tone.QUIET),) for text in (*state.cautions, state.source) if text and text not in said]
        return given(*lines)

    return computed


def _has_matter(course: TreatmentCourse) -> bool:
    """Whether anything of treatment or diary is entered; without, no part of a response is assessed."""
    return bool(course.treatments or course.diary)


def studies(making: Making) -> tuple[Block, ...]:
    """Return which study is called what in the sentences on the response."""
    course, response = making.study.course, making.study.response
    if course is None or response is None or not _has_matter(course):
        return ()
    if making.study.infant is not None:
        return _studies_of_infant(making)
    compared = making.study.comparison.studies if making.study.comparison is not None else (making.study.facts,)
    parts = [
        making.line(
            "treatment.this_study" if facts.fingerprint == making.study.fingerprint else "treatment.study",
            n=number,
            day=making.day(facts.recorded_on) or making.labels("date.unknown"),
        )
        for number, facts in enumerate(compared, 1)
        if facts is not None
    ]
    return (Paragraph((listed(parts),), Tone.QUIET),)


def _studies_of_infant(making: Making) -> tuple[Block, ...]:
    """Return the EEG studies of the infant by the names that the sentences on the response give them."""
    infant = making.study.infant
    eegs = infant.eegs if infant is not None else ()
    parts = [
        making.line(
            "treatment.named_this" if one.fingerprint == making.study.fingerprint else "treatment.named",
            name=one.label,
            day=making.day(one.on) or making.labels("date.unknown"),
        )
        for one in eegs
    ]
    return (Paragraph((listed(parts),), Tone.QUIET),) if parts else ()


COMPUTED: Mapping[str, Computed] = {
    "personal.treatment_day": _treatment_day,
    "personal.medication": _medication,
    "treatment.drugs": _drugs,
    "treatment.witnessed": _witnessed,
    **{f"treatment.{name}_response": _part(of) for name, of in PARTS},
}
