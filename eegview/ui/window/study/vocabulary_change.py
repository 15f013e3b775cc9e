"""Another vocabulary in the open window: it counts once no study is open that was read with the one before."""

from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal

from eegview.app.marks.file_notes import NoteReadings
from eegview.model.display.view import ViewState
from eegview.model.vocabulary import Vocabulary
from eegview.ui.window.study.open_study import OpenStudy
from eegview.ui.window.study.study_controller import StudyController


class VocabularyChange(QObject):
    """Takes a vocabulary over. An open study is opened again where it stands: its parts keep what they were built with.

    Where another study is on its way, the vocabulary counts once that is there.

    changed : another vocabulary is in use, and no study is open; what outlives studies shows its terms
    settled : what was taken over counts, and a study that was open is open again
    """

    changed = Signal()
    settled = Signal()

    def __init__(self, studies: StudyController) -> None:
        super().__init__(studies)
        self._studies = studies
        self._next: Vocabulary | None = None
        self._is_unsettled = self._is_after_opening = False
        self._left: tuple[tuple[str, ...], ViewState] | None = None  # files and view of the study to be opened again
        studies.study_closed.connect(self._use)
        studies.study_opened.connect(self._go_back)
        studies.opening_ended.connect(self._forget_place)

    @property
    def is_waiting(self) -> bool:
        """Whether a vocabulary was taken over that does not count yet, as the open study was not left."""
        return self._next is not None

    def take(self, vocabulary: Vocabulary) -> None:
        """Use a vocabulary from now on."""
        studies = self._studies
        if vocabulary == studies.vocabulary:
            self._next = None
            self.settled.emit()
            return
        self._next, self._is_unsettled = vocabulary, studies.study is not None
        study = studies.study
        if study is None:
            self._use()
            self.settled.emit()
            return
        self._is_after_opening = studies.is_opening
        if not self._is_after_opening:
            self._open_again(study)

    def _open_again(self, study: OpenStudy) -> None:
        self._studies.open(study.paths, encoding=study.encoding)
        self._left = study.paths, study.view

    def _use(self) -> None:
        vocabulary, self._next = self._next, None
        if vocabulary is not None:
            self._studies.vocabulary = vocabulary
            self._studies.note_readings = NoteReadings(vocabulary)
            self.changed.emit()

    def _forget_place(self) -> None:
        self._left = None
        if self._is_after_opening:
            QTimer.singleShot(0, self._after_opening)  # one more may be asked for in this very moment

    def _after_opening(self) -> None:
        """Open the study that stayed again, where the other one did not come."""
        study = self._studies.study
        if self._studies.is_opening or not self._is_after_opening:
            return
        self._is_after_opening = False
        if self._next is not None and study is not None:
            self._open_again(study)

    def _go_back(self, study: OpenStudy) -> None:
        """Show the page and the cursor that the study was left with, where it is the same study."""
        left, self._left = self._left, None
        if left is not None and left[0] == study.paths:
            self._show_place(study, left[1])
        if self._is_unsettled and self._next is None:
            self._is_unsettled = self._is_after_opening = False
            self.settled.emit()

    def _show_place(self, study: OpenStudy, before: ViewState) -> None:
        study.change_view(
            lambda view: replace(
                view,
                start_s=before.start_s,
                page_s=before.page_s,
                montage_id=before.montage_id,
                cursor_s=before.cursor_s,
                selection=before.selection,
            )
        )
