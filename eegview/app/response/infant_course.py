"""The course of treatment of compared studies, with what the log of their infant says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from eegview.model.annotation import Annotation
from eegview.model.treatment.course import StudyDays, TreatmentCourse, course_of


def studies_course(studies: Sequence[StudyDays], infant_records: Sequence[Annotation] = ()) -> TreatmentCourse:
    """Return the course that studies and the log of their infant say together; its `studies` are those given.

    infant_records : of the infant that the studies belong to, none where they belong to none
    """
    if not infant_records:
        return course_of(studies)
    course = course_of([*studies, StudyDays(None, tuple(infant_records), is_dated=True)])
    return replace(course, studies=course.studies[: len(studies)])
