"""The forms of one infant: each asks for an act, and closes once the library has kept it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from eegview.app.diary.summary import diary_summary
from eegview.app.infant.acts import milestone_removal, milestone_statement
from eegview.app.infant.keeping import keep_infant, keep_members, say
from eegview.app.infant.of_study import LooseStudies
from eegview.app.infant.timeline import InfantTimeline
from eegview.app.response.rules import usual_names
from eegview.app.study.records import Statement
from eegview.model.errors import EegViewError
from eegview.model.infant.infant import Infant
from eegview.model.infant.member import Member
from eegview.model.infant.milestone import Milestone, MilestoneChange
from eegview.model.text.language import tr
from eegview.ui.diary.dialog import DiaryDialog
from eegview.ui.diary.files import DiaryFiles
from eegview.ui.infant.kept_drafts import KeptDrafts
from eegview.ui.infant.member_form import MemberForm
from eegview.ui.infant.milestone_form import MilestoneForm
from eegview.ui.infant.study_choice import StudyChoice
from eegview.ui.infant.who_form import WhoForm
from eegview.ui.infant.writing import InfantWriting
from eegview.ui.response.lane.dialog import TreatmentDialog
from eegview.ui.widgets.asking_dialog import AskingDialog, close_kept
from eegview.ui.widgets.modeless_dialog import close_dialogs, open_dialog, put_aside, show_dialog
from eegview.ui.window.context import Context

WHO, MILESTONE, STUDIES, TREATMENT = "infant.who", "infant.milestone", "infant.studies", "infant.treatment.dialog"
MEMBER = "infant.member"
DIARY = "infant.diary.dialog"
_KEPT = tr("What is entered here is kept with the infant, with your name and the time, and each step can be undone.")


class InfantForms(QObject):
    """Opens the forms, and hands what they ask for to `InfantWriting`.

    parent : the window beside which they stand
    """

    def __init__(self, context: Context, writing: InfantWriting, today: Callable[[], date]) -> None:
        super().__init__(context.window)
        self._context, self._writing, self._today = context, writing, today
        self.undo = QAction(tr("Undo"), self)
        self.undo.setToolTip(tr("Undo your last change of this infant"))
        self._timeline: InfantTimeline | None = None
        self.drafts = KeptDrafts(context)
        self.files = DiaryFiles(context, writing.read, today)
        self.files.said.connect(self._say_of_diary)
        context.studies.privacy.changed.connect(self._hide_or_show)

    @property
    def _window(self) -> QWidget:
        return self._context.window

    def follow(self, timeline: InfantTimeline | None) -> None:
        """Show in an open form what holds now; forms of another infant are closed."""
        before = self._timeline
        is_same = timeline is not None and before is not None and (
            timeline.infant.infant_id == before.infant.infant_id
        )  # fmt: skip
        if before is not None and not is_same:
            close_kept(self._window, (MILESTONE, STUDIES, MEMBER, TREATMENT, DIARY))
            self.files.close()
        self._timeline = timeline
        self._show_diary()
        dialog = open_dialog(self._window, TREATMENT)
        if isinstance(dialog, TreatmentDialog) and timeline is not None:
            dialog.show_course(timeline.course, self._context.studies.reviewer.name)

    def close(self) -> None:
        """Close all forms."""
        close_kept(self._window, (WHO, MILESTONE, STUDIES, MEMBER, TREATMENT, DIARY))
        self.files.close()

    # who it is

    def show_who(self, infant: Infant) -> None:
        """Open the form of an infant, be it a new one."""
        close_kept(self._window, (WHO,))
        form = WhoForm(self._window, infant, self._today())
        self.drafts.follow(form, infant.infant_id if infant.pseudonym else "", WHO)

        def save(said: Infant, is_confirmed: bool) -> None:
            url, reviewer = self._context.studies.library_url, self._context.studies.reviewer
            work = partial(keep_infant, url, said, reviewer, is_pseudonym_confirmed=is_confirmed)
            self._writing.do(work, lambda: self._kept(form, said.infant_id), form.show_error)

        form.saved.connect(save)
        show_dialog(self._window, WHO, lambda: form)

    def _kept(self, form: AskingDialog, infant_id: str = "") -> None:
        form.close_unasked()
        if infant_id:
            self._writing.choose(infant_id)

    # milestones

    def show_milestone(self, milestone_id: str = "") -> None:
        """Open the form of a milestone, "" = a new one."""
        timeline = self._timeline
        if timeline is None:
            return
        new = Milestone("", timeline.last_on or self._today(), MilestoneChange.GAINED, "")
        held = next((one for one in timeline.milestones if one.milestone_id == milestone_id), new)
        close_kept(self._window, (MILESTONE,))
        form, infant = MilestoneForm(self._window, held), timeline.infant
        self.drafts.follow(form, infant.infant_id, f"{MILESTONE}.{milestone_id}")
        form.saved.connect(lambda one: self._say(form, infant, lambda: [milestone_statement(one)], form.show_error))
        form.removed.connect(lambda one: self._say(form, infant, lambda: [milestone_removal(one)], form.show_error))
        show_dialog(self._window, MILESTONE, lambda: form)

    def _say(
        self,
        form: AskingDialog | None,
        infant: Infant,
        statements: Callable[[], list[Statement]],
        failed: Callable[[EegViewError], None],
    ) -> None:
        """Say something of an infant; `statements` may refuse it."""
        url, reviewer = self._context.studies.library_url, self._context.studies.reviewer
        done = form.close_unasked if form is not None else None
        self._writing.do(lambda: say(url, infant.infant_id, reviewer, statements()), done, failed)

    # treatment and the diary

    def show_treatment(self, treatment_id: str = "") -> None:
        """Open the form of treatments, at one of them or at a new one."""
        dialog, timeline = self._treatment(), self._timeline
        if dialog is None or timeline is None:
            return
        if treatment_id:
            dialog.edit_treatment(treatment_id)
        else:
            dialog.begin_treatment((timeline.last_on or self._today()).toordinal())

    def show_day(self, day: int) -> None:
        """Open the diary at a day (ordinal)."""
        if self._timeline is None:
            return
        infant, is_new = self._timeline.infant, open_dialog(self._window, DIARY) is None
        dialog = show_dialog(self._window, DIARY, lambda: self._build_diary(infant))
        self._show_diary()
        if isinstance(dialog, DiaryDialog):
            dialog.show_day(date.fromordinal(day))
            if is_new:
                self.drafts.follow(dialog, infant.infant_id, DIARY)

    def _show_diary(self) -> None:
        dialog, timeline = open_dialog(self._window, DIARY), self._timeline
        if isinstance(dialog, DiaryDialog) and timeline is not None and timeline.as_of is not None:
            summary = diary_summary(
                timeline.course, timeline.as_of, timeline.spasm_days, timeline.possible_days, timeline.filmed
            )
            dialog.show_diary(summary, self._called(timeline.infant), timeline.known_since)

    def _called(self, infant: Infant) -> str:
        """Return what an infant is called while the patient may be hidden."""
        return tr("Infant") if self._context.studies.privacy.is_hidden else infant.pseudonym

    def _hide_or_show(self) -> None:
        """Name the infant in what is open, or name it no more."""
        self._show_diary()
        if self._timeline is not None:
            self.files.name_infant(self._timeline.infant.pseudonym, self._context.studies.privacy.is_hidden)

    def _ask_for_form(self, infant: Infant) -> None:
        """Ask for the form for families; while the patient is hidden its pseudonym is left to be written by hand."""
        self.files.ask_for_form("" if self._context.studies.privacy.is_hidden else infant.pseudonym)

    def _build_diary(self, infant: Infant) -> DiaryDialog:
        theme = self._context.window.page.theme
        dialog = DiaryDialog(self._window, theme, self.undo, self._today)
        dialog.said.connect(lambda said: self._say(None, infant, lambda: said, self._context.studies.fail))
        dialog.import_asked.connect(lambda: self._of_infant(self.files.import_into))
        dialog.export_asked.connect(self._export_diary)
        dialog.form_asked.connect(lambda: self._of_infant(self._ask_for_form))
        return dialog

    def _of_infant(self, act: Callable[[Infant], None]) -> None:
        if self._timeline is not None:
            act(self._timeline.infant)

    def _say_of_diary(self, said: list[Statement]) -> None:
        self._of_infant(lambda infant: self._say(None, infant, lambda: said, self._context.studies.fail))

    def _export_diary(self) -> None:
        timeline = self._timeline
        if timeline is not None and timeline.as_of is not None:
            summary = diary_summary(
                timeline.course, timeline.as_of, timeline.spasm_days, timeline.possible_days, timeline.filmed
            )
            self.files.export(timeline.infant, summary)

    def use_theme(self) -> None:
        """Draw the diary in the colours of the theme that holds now."""
        dialog = open_dialog(self._window, DIARY)
        if isinstance(dialog, DiaryDialog):
            dialog.use_theme(self._context.window.page.theme)

    def _treatment(self) -> TreatmentDialog | None:
        if self._timeline is None:
            return None
        dialog = show_dialog(self._window, TREATMENT, self._build_treatment)
        return dialog if isinstance(dialog, TreatmentDialog) else None

    def _build_treatment(self) -> TreatmentDialog:
        timeline = self._timeline
        assert timeline is not None
        day, infant = (timeline.last_on or self._today()).toordinal(), timeline.infant
        dialog = TreatmentDialog(self._window, usual_names(), timeline.course.is_dated, self.undo, _KEPT)
        dialog.show_course(timeline.course, self._context.studies.reviewer.name)
        dialog.diary.show_range(day, day)
        dialog.treatments.begin_new(day)
        dialog.said.connect(lambda said: self._say(None, infant, lambda: said, self._context.studies.fail))
        put_aside(dialog, self._window)
        self.drafts.follow(dialog, infant.infant_id, TREATMENT)
        return dialog

    # studies

    def show_member(self, fingerprint: str) -> None:
        """Open the form of a study of the infant."""
        timeline = self._timeline
        study = timeline.study(fingerprint) if timeline is not None else None
        if timeline is None or study is None:
            return
        close_kept(self._window, (MEMBER,))
        form, infant_id = MemberForm(self._window, study, self._today()), timeline.infant.infant_id
        self.drafts.follow(form, infant_id, f"{MEMBER}.{fingerprint}")

        def keep(member: Member) -> None:
            url, reviewer = self._context.studies.library_url, self._context.studies.reviewer
            self._writing.do(
                lambda: keep_members(url, infant_id, [member], reviewer), lambda: self._kept(form), form.show_error
            )

        form.said.connect(keep)
        show_dialog(self._window, MEMBER, lambda: form)

    def choose_studies(self, loose: LooseStudies) -> None:
        """Open the list of studies that can be added."""
        timeline = self._timeline
        if timeline is None:
            return
        close_dialogs(self._window, (STUDIES,))
        study, infant_id = self._context.studies.study, timeline.infant.infant_id
        opened = study.recording.fingerprint if study is not None else ""
        form = StudyChoice(self._window, loose, self._context.studies.privacy.is_hidden, opened)

        def add(members: list) -> None:
            url, reviewer = self._context.studies.library_url, self._context.studies.reviewer
            self._writing.do(
                lambda: keep_members(url, infant_id, members, reviewer), form.close, self._context.studies.fail
            )

        form.chosen.connect(add)
        show_dialog(self._window, STUDIES, lambda: form)
