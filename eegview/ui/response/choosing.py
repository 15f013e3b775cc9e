"""Fills the list to choose a study from; which ones are of the same infant is asked of the files meanwhile."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from eegview.app.lanes import Task
from eegview.app.study.recent import RecentStudy
from eegview.ui.response.choice.same_patient import patient_states
from eegview.ui.response.compared_studies import ComparedStudies
from eegview.ui.response.parts import ResponseParts
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy


class StudyChoosing(QObject):
    """Serves the list while one study is open."""

    chosen = Signal(list)  # paths
    file_asked = Signal()
    back_asked = Signal()

    def __init__(self, context: Context, study: OpenStudy, parts: ResponseParts, studies: ComparedStudies) -> None:
        super().__init__(study.scope)
        self._studies, self._settings, self._study = context.studies, context.settings, study
        self._parts, self._compared, self._states = parts, studies, dict[str, str]()
        self._task: Task | None = None
        chooser = parts.chooser
        chooser.chosen.connect(self.chosen)
        chooser.file_asked.connect(self.file_asked)
        chooser.back_asked.connect(self.back_asked)
        study.scope.ended.connect(self._end)

    @property
    def candidates(self) -> tuple[RecentStudy, ...]:
        """Return the recent studies that are not compared yet."""
        held = {path for one in (self._compared.opened, *self._compared.others) for path in one.paths[:1]}
        return tuple(one for one in self._settings.recent_studies if not any(_is_same(one.path, p) for p in held))

    def refresh(self) -> None:
        """Show the list as it is now, and find out whose studies they are."""
        chooser = self._parts.chooser
        chooser.show_problem("")
        chooser.back.setVisible(self._compared.shown is not None)
        self._fill()
        self._ask()
        (chooser.table if self.candidates else chooser.file).setFocus()

    def show_problem(self, sentence: str) -> None:
        self._parts.chooser.show_problem(sentence)

    def _fill(self) -> None:
        is_hidden, studies = self._studies.privacy.is_hidden, self.candidates
        numbers = {one.path: number for number, one in enumerate(studies, 1)}
        self._parts.chooser.show_studies(
            studies, self._states, lambda one: f"Study {numbers[one.path]}" if is_hidden else one.name
        )

    def _ask(self) -> None:
        """Look into the files, on a lane; what is known of one stays known."""
        self._stop()
        unknown = tuple(one for one in self.candidates if one.path not in self._states)
        if not unknown:
            return
        task = self._task = Task(lambda _share: None, self._studies.bridge.post)
        patient_id, library = self._compared.opened.patient.patient_id, self._studies.library_url
        members = self._studies.infant.fingerprints

        def done(found: dict[str, str]) -> None:
            if self._task is task:
                self._task = None
                self._states |= found
                self._fill()

        self._studies.work.submit(
            lambda: patient_states(unknown, patient_id, library, task.progress, members), done, lambda _error: None
        )

    def _stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def _end(self) -> None:
        self._stop()


def _is_same(one: str, other: str) -> bool:
    return Path(one).absolute() == Path(other).absolute()
