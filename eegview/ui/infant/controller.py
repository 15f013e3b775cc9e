"""Opens the window of infants, reads it on a lane, and opens what is clicked on the timeline."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject

from eegview.app.course.course_view import course_view
from eegview.app.course.drawing import CLIP, DAY, EEG, MILESTONE, TREATMENT
from eegview.app.infant.acts import removal_of
from eegview.app.infant.keeping import HeldInfants, held_infants, held_timeline, keep_members, say, undo_last
from eegview.app.infant.of_study import loose_studies
from eegview.app.infant.study_reading import CountRules
from eegview.app.infant.timeline import InfantTimeline
from eegview.app.links.recordings import FoundRecording, RecordingState, find_recording
from eegview.app.resources import data_folder
from eegview.model.errors import EegViewError
from eegview.model.infant.age import is_preterm
from eegview.model.infant.infant import Infant, new_infant_id
from eegview.model.infant.member import CLIP as CLIP_KIND
from eegview.model.infant.member import EEG as EEG_KIND
from eegview.model.infant.member import Member
from eegview.model.text.dates import worded_day
from eegview.model.text.language import tr
from eegview.model.text.said import shown
from eegview.model.treatment.as_of import AsOf
from eegview.ui.infant.dialog import NO_INFANT, NONE_CHOSEN, READING, InfantDialog
from eegview.ui.infant.forms import InfantForms
from eegview.ui.infant.owner import InfantOwner
from eegview.ui.widgets.modeless_dialog import open_dialog, show_dialog
from eegview.ui.window.context import Context

NAME = "infant"


@dataclass(frozen=True, slots=True, eq=False)
class _Read:
    """What was read at once: the list, and the timeline of the infant that is shown."""

    held: HeldInfants
    timeline: InfantTimeline | None


class InfantController(QObject):
    """Lives as long as the window, from when it is first used.

    owner : knows whose the open study is, and holds the lane of the infants
    """

    def __init__(self, context: Context, owner: InfantOwner, now: Callable[[], datetime] = datetime.now) -> None:
        super().__init__(context.window)
        self._context, self._studies, self._window, self._now = context, context.studies, context.window, now
        self._writing = owner.writing
        self.forms = InfantForms(context, self._writing, lambda: now().date())
        self.forms.undo.triggered.connect(self.undo)
        self._held: HeldInfants | None = None
        self._timeline: InfantTimeline | None = None
        self._chosen = ""
        self._is_diary_asked = False
        context.actions.connect({"infant.open": self.open, "infant.diary": self.open_diary})
        self._writing.changed.connect(self.refresh)
        self._writing.chosen.connect(self.choose)
        self._studies.study_opened.connect(lambda _study: self._show())
        self._studies.study_closed.connect(self._show)
        self._studies.privacy.changed.connect(self._show)
        self._studies.reviewer_changed.connect(self._drop)

    @property
    def dialog(self) -> InfantDialog | None:
        """Return the window while it is open."""
        found = open_dialog(self._window, NAME)
        return found if isinstance(found, InfantDialog) else None

    @property
    def timeline(self) -> InfantTimeline | None:
        """Return the timeline that is shown."""
        return self._timeline

    def open(self) -> None:
        """Open the window; it shows the infant of the open study, else the one that was shown last."""
        own = self._studies.infant.log
        if self.dialog is None and own is not None:
            self._chosen = own.infant_id
        show_dialog(self._window, NAME, self._build)
        self.read()

    def open_diary(self) -> None:
        """Open the window, and the diary of its infant at today once it is read."""
        self._is_diary_asked = True
        self.open()

    def _build(self) -> InfantDialog:
        dialog, forms = InfantDialog(self._window, self._window.page.theme), self.forms
        dialog.chosen.connect(self.choose)
        dialog.asked.connect(self._open_item)
        dialog.new_asked.connect(lambda: forms.show_who(Infant(new_infant_id())))
        dialog.edit_asked.connect(lambda: forms.show_who(self._timeline.infant) if self._timeline else None)
        dialog.removal_asked.connect(self._remove)
        dialog.undo_asked.connect(self.undo)
        dialog.study_asked.connect(self.add_open_study)
        dialog.studies_asked.connect(self._ask_for_studies)
        dialog.diary_asked.connect(lambda: forms.show_day(self._now().date().toordinal()))
        dialog.treatment_asked.connect(forms.show_treatment)
        dialog.member_asked.connect(forms.show_member)
        dialog.milestone_asked.connect(forms.show_milestone)
        dialog.finished.connect(lambda _result: forms.close())
        return dialog

    # reading

    def refresh(self) -> None:
        """Read anew what is shown."""
        if self.dialog is not None:
            self.read()

    def read(self) -> None:
        """Read the list and the infant that is shown."""
        url, viewer, chosen = self._studies.library_url, self._studies.reviewer.name, self._chosen
        study = self._studies.study
        opened = study.recording.fingerprint if study is not None else ""
        settings, as_of = self._context.settings, AsOf.now(self._now())
        counting = CountRules(settings.cluster_rule, settings.same_event)

        def work() -> _Read:
            held = held_infants(url, viewer)
            own = held.of_study(opened) if opened else None
            infant = held.infant(chosen) or own or (held.infants[0] if held.infants else None)
            if infant is None:
                return _Read(held, None)
            return _Read(held, held_timeline(url, infant.infant_id, viewer, data_folder(), as_of, counting))

        def done(read: _Read) -> None:
            if viewer != self._studies.reviewer.name or chosen != self._chosen:  # another was asked for since
                self.read()
                return
            self._held, self._timeline = read.held, read.timeline
            self._chosen = read.timeline.infant.infant_id if read.timeline is not None else ""
            self.forms.follow(read.timeline)
            self._show()
            if self._is_diary_asked and read.timeline is not None:
                self.forms.show_day(self._now().date().toordinal())
            self._is_diary_asked = False

        self._writing.read(work, done, self._tell)

    def choose(self, infant_id: str) -> None:
        """Show an infant."""
        self._chosen = infant_id
        if self.dialog is not None:
            self.read()

    def _tell(self, error: EegViewError) -> None:
        if self.dialog is not None:
            self.dialog.show_nothing(f"{error.sentence}\n\n{error.advice}")

    def _drop(self) -> None:
        """Keep nothing of what was read: it may be another's to see."""
        self._held = self._timeline = None
        self.forms.close()
        if self.dialog is not None:
            self.dialog.show_nothing(READING)
        self.refresh()

    # what is shown

    def _called(self, infant: Infant) -> str:
        """Return what an infant is called, as it may be shown now."""
        held = self._held
        if self._studies.privacy.is_hidden and held is not None:
            ids = [one.infant_id for one in held.infants]
            return tr("Infant {n}", n=ids.index(infant.infant_id) + 1 if infant.infant_id in ids else "")
        return infant.pseudonym or infant.infant_id[:15]

    def _show(self) -> None:
        dialog, held, timeline = self.dialog, self._held, self._timeline
        if dialog is None or held is None:
            return
        dialog.show_infants([(one.infant_id, self._called(one)) for one in held.infants], self._chosen)
        if timeline is None:
            dialog.show_nothing(NONE_CHOSEN if held.infants else NO_INFANT)
            return
        study = self._studies.study
        opened = study.recording.fingerprint if study is not None else ""
        can_add = bool(opened) and held.of_study(opened) is None
        view = course_view(timeline, opened)
        dialog.show_view(view, self._called(timeline.infant), self._age(timeline), can_add)

    def _age(self, timeline: InfantTimeline) -> str:
        infant, last = timeline.infant, timeline.last_on
        is_hidden = self._studies.privacy.is_hidden
        born = tr("born {day}", day=worded_day(infant.born_on)) if infant.born_on and not is_hidden else ""
        preterm = tr("preterm") if is_preterm(infant) else ""
        age = timeline.age_on(last).full_text if last is not None else ""
        at = tr("{age} on {day}", age=shown(age), day=worded_day(last)) if age and last is not None else ""
        return " · ".join(filter(None, (born, preterm, at))) or tr("age not known")

    def restyle(self) -> None:
        """Draw in the colours of the theme that holds now."""
        self.forms.use_theme()
        if self.dialog is not None:
            self.dialog.use_theme(self._window.page.theme)

    # what is opened

    def _open_item(self, kind: str, key: str) -> None:
        if kind in (EEG, CLIP):
            self._open_study(key)
        elif kind == DAY:
            self.forms.show_day(int(key))
        elif kind == TREATMENT:
            self.forms.show_treatment(key)
        elif kind == MILESTONE:
            self.forms.show_milestone(key)

    def _open_study(self, fingerprint: str) -> None:
        """Open a study of the timeline, once it is seen that its file is still the one."""
        study = self._studies.study
        if study is not None and study.recording.fingerprint == fingerprint:
            self._raise_main()
            return
        shown = self._timeline.study(fingerprint) if self._timeline is not None else None
        paths = [shown.paths] if shown is not None and shown.paths else []

        def found(recording: FoundRecording) -> None:
            if recording.state is RecordingState.UNCHANGED:
                self._studies.open(recording.paths)
                self._raise_main()
            else:
                self._context.say(
                    tr("The file of this study is not found on this computer. Open it with Study → Open.")
                )

        folder: Path = data_folder()
        self._studies.opening_lane.submit(lambda: find_recording(folder, fingerprint, paths), found, self._studies.fail)

    def _raise_main(self) -> None:
        """Bring the main window before this one: what was clicked is to be seen and worked on there."""
        self._window.raise_()
        self._window.activateWindow()

    # what is said

    def add_open_study(self) -> None:
        """Add the study in the window to the infant that is shown."""
        study, timeline = self._studies.study, self._timeline
        if study is None or timeline is None:
            return
        member = Member(study.recording.fingerprint, CLIP_KIND if study.recording.is_film else EEG_KIND)
        url, reviewer, infant_id = self._studies.library_url, self._studies.reviewer, timeline.infant.infant_id
        self._writing.do(lambda: keep_members(url, infant_id, [member], reviewer), None, self._studies.fail)

    def _ask_for_studies(self) -> None:
        url, viewer = self._studies.library_url, self._studies.reviewer.name
        self._writing.read(
            lambda: loose_studies(url, viewer, data_folder()), self.forms.choose_studies, self._studies.fail
        )

    def _remove(self) -> None:
        timeline = self._timeline
        if timeline is None:
            return
        infant, url, reviewer = timeline.infant, self._studies.library_url, self._studies.reviewer
        called = self._called(infant)

        def done() -> None:
            self._chosen = ""
            self._context.say(
                tr("{called} is off the list; its log is kept.", called=called), tr("Undo"),
                lambda: self._undo_of(infant.infant_id),
            )  # fmt: skip

        self._writing.do(lambda: say(url, infant.infant_id, reviewer, [removal_of(infant)]), done, self._studies.fail)

    def undo(self) -> None:
        """Undo the reviewer's last change of the infant that is shown."""
        if self._timeline is not None:
            self._undo_of(self._timeline.infant.infant_id)

    def _undo_of(self, infant_id: str) -> None:
        url, reviewer = self._studies.library_url, self._studies.reviewer
        self._writing.do(
            lambda: undo_last(url, infant_id, reviewer), lambda: self.choose(infant_id), self._studies.fail
        )
