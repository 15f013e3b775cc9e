"""Keeps the treatment lane true, and stores what is entered in its form with the open study."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from PySide6.QtCore import QObject, Signal

from eegview.app.blind_reading.blindness import blindness_of
from eegview.app.course.lane_view import LaneView, lane_view
from eegview.app.response.infant_course import studies_course
from eegview.app.response.rules import load_rules, usual_names
from eegview.app.response.study_facts import ELECTROGRAPHIC_ONLY
from eegview.app.study.records import Statement
from eegview.clinical.response_state import RecordedDay
from eegview.clinical.witnessed_response import clinical_response
from eegview.model.issue import Issue
from eegview.model.treatment.as_of import AsOf
from eegview.model.treatment.course import StudyDays, TreatmentCourse
from eegview.ui.response.compared_studies import ComparedStudies
from eegview.ui.response.compared_study import ComparedStudy
from eegview.ui.response.lane.dialog import TreatmentDialog
from eegview.ui.response.lane.lane import TreatmentLane
from eegview.ui.widgets.asking_dialog import close_kept
from eegview.ui.widgets.modeless_dialog import open_dialog, put_aside, show_dialog
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy

DIALOG = "treatment.dialog"
_EVIDENCE = "clinical"  # attribute of a spasm


class TreatmentLaneController(QObject):
    """The lane of one open study, and its form.

    changed : the lane shows something else
    """

    changed = Signal()

    def __init__(
        self,
        context: Context,
        study: OpenStudy,
        studies: ComparedStudies,
        now: Callable[[], datetime] = datetime.now,
    ) -> None:
        super().__init__(study.scope)
        self._now = now
        self._context, self._study, self._studies = context, study, studies
        self._lane: TreatmentLane | None = None
        issues: list[Issue] = []
        self._rule, self._names = load_rules(issues).consensus, usual_names(issues)
        self.view: LaneView | None = None
        study.kept.changed.connect(study.scope.while_open(lambda _none: self.refresh()))
        context.studies.infant.changed.connect(self.refresh)
        study.scope.ended.connect(self._end)

    def use_lane(self, lane: TreatmentLane) -> None:
        """Show the course in this lane; what is chosen in it opens."""
        self._lane = lane
        lane.treatment_asked.connect(self.edit_treatment)
        lane.day_asked.connect(self.edit_day)
        self.refresh()

    # what is shown

    def course(self) -> TreatmentCourse:
        """Return the course of all logs, with what is on its way to the disk."""
        days = [StudyDays(one.day, self._records(one)) for one in self._studies.by_time]
        return studies_course(days, self._context.studies.infant.records)

    def _is_blind(self, one: ComparedStudy) -> bool:
        return blindness_of(one.review.records, self._study.review.author).is_blind

    def _records(self, one: ComparedStudy) -> tuple:
        return self._study.kept.all() if one.is_open_study else tuple(one.review.records)

    def refresh(self) -> None:
        """Show everything as it is now."""
        dialog = open_dialog(self._context.window, DIALOG)
        if self._lane is None and dialog is None:
            return
        by_time, course = self._studies.by_time, self.course()
        recorded = [
            RecordedDay(
                day,
                f"study {number}",
                _spasm_days(one, day),
                is_blind=self._is_blind(one),
                last_day=_last_day(one, day),
            )
            for number, (one, day) in enumerate(zip(by_time, course.studies, strict=True), 1)
        ]
        as_of = AsOf.now(self._now())
        recorded += self._context.studies.infant.filmed if course.is_dated else ()
        clinical = clinical_response(course, recorded, as_of, self._rule)
        studies = [(one.fingerprint, _weeks(one), one.is_open_study) for one in by_time]
        self.view = lane_view(course.until(as_of), studies, clinical, self._rule)
        if self._lane is not None:
            self._lane.show_view(self.view)
        if isinstance(dialog, TreatmentDialog):
            if dialog.is_dated != course.is_dated:
                dialog.close_unasked()
            else:
                dialog.show_course(course, self._study.review.author)
        self.changed.emit()

    # the form

    def show_form(self) -> None:
        """Open the form; where nothing is entered yet, with an empty treatment."""
        dialog = self._form()
        if not self.course().treatments:
            dialog.begin_treatment(self._day())

    def add_treatment(self) -> None:
        """Open the form for a new treatment."""
        self._form().begin_treatment(self._day())

    def edit_treatment(self, treatment_id: str) -> None:
        """Open the form with a treatment."""
        self._form().edit_treatment(treatment_id)

    def edit_day(self, day: int) -> None:
        """Open the form at a day of the diary."""
        self._form().edit_day(day)

    def show_diary(self) -> None:
        """Open the form at the diary, on the day after its last one."""
        diary = self.course().diary
        self.edit_day(max(diary) + 1 if diary else self._day())

    def _day(self) -> int:
        """Return the day of the open study on the axis."""
        course = self.course()
        number = next(n for n, one in enumerate(self._studies.by_time) if one.is_open_study)
        day = course.studies[number]
        return day if day is not None else next((d for d in course.studies if d is not None), 0)

    def _form(self) -> TreatmentDialog:
        dialog = show_dialog(self._context.window, DIALOG, self._build)
        assert isinstance(dialog, TreatmentDialog)
        return dialog

    def _build(self) -> TreatmentDialog:
        course, day = self.course(), self._day()
        undo = self._context.actions["edit.undo"]
        dialog = TreatmentDialog(self._context.window, self._names, course.is_dated, undo)
        dialog.show_course(course, self._study.review.author)
        dialog.diary.show_range(day, day)
        dialog.treatments.begin_new(day)
        dialog.said.connect(self._said)
        dialog.ends_with_study = True
        put_aside(dialog, self._context.window)
        return dialog

    def _said(self, statements: list[Statement]) -> None:
        self._study.kept.say(statements)
        self.refresh()

    def _end(self) -> None:
        close_kept(self._context.window, (DIALOG,))


def _weeks(one: ComparedStudy) -> int | None:
    days = one.age_days
    return int(days // 7) if days is not None else None


def _last_day(one: ComparedStudy, day: int | None) -> int | None:
    started = one.started_at
    if day is None or started is None:
        return day
    return day + ((started + timedelta(seconds=one.recording.duration_s)).date() - started.date()).days


def _spasm_days(one: ComparedStudy, day: int | None) -> tuple[int, ...]:
    """Return the days of the axis on which spasms were recorded that can be witnessed."""
    if day is None:
        return ()
    onsets = [spasm.onset_s for spasm in one.spasms if spasm.attribute(_EVIDENCE) != ELECTROGRAPHIC_ONLY]
    started = one.started_at
    if started is None:
        return (day,) if onsets else ()
    first = started.date()
    return tuple(sorted({day + ((started + timedelta(seconds=s)).date() - first).days for s in onsets}))
