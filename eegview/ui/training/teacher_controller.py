"""The teacher's view: reads a folder of learners' answers, shows who gave consent, and one learner's figures."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from eegview.app.lanes import Lane, Post
from eegview.app.training.cases.case_set import open_case_set
from eegview.app.training.cases.shipped import shipped_path
from eegview.app.training.learner.figures import LearnerStatistics
from eegview.app.training.learner.statistics import learner_statistics
from eegview.app.training.place import answers_folder, clips_folder
from eegview.app.training.teaching.class_answers import ClassAnswers, LearnerAnswers, read_class
from eegview.app.training.teaching.item_misses import ItemMisses, item_misses
from eegview.model.errors import EegViewError, UsageError
from eegview.model.text.language import tr
from eegview.ui.training.learner.window import LearnerWindow
from eegview.ui.training.remembered import RememberedTraining
from eegview.ui.training.teacher.window import TeacherWindow
from eegview.ui.window.context import Context

_FOLDER = "training/class_folder"


class TeacherController(QObject):
    """Shows a class in a window of its own, and one learner at a time in another."""

    def __init__(self, context: Context, lane: Lane, post: Post) -> None:
        super().__init__(context.window)
        self._context, self._lane, self._post = context, lane, post
        self._window: TeacherWindow | None = None
        self._learner: LearnerWindow | None = None
        self._is_closed = False

    @property
    def window(self) -> TeacherWindow:
        """Return the window; the first time it is built."""
        if self._window is None:
            window = self._window = TeacherWindow()
            window.folder_asked.connect(self._ask_folder)
            window.learner_asked.connect(self.show_learner)
        return self._window

    @property
    def learner(self) -> LearnerWindow:
        """Return the window of one learner; the first time it is built."""
        if self._learner is None:
            self._learner = LearnerWindow(self._context.window.page.theme, is_own=False)
        return self._learner

    @property
    def folder(self) -> Path:
        """Return where learners' files are read from."""
        text = self._context.settings.text(_FOLDER)
        return Path(text) if text else answers_folder()

    def show(self) -> None:
        """Open the window, or bring it forward, with the answers there are now."""
        window = self.window
        window.show()
        window.raise_()
        window.activateWindow()
        self.read()

    def read(self) -> None:
        """Read the folder."""
        folder, paths = self.folder, self._set_paths()
        self.window.show_reading()

        def work() -> tuple[ClassAnswers, tuple[ItemMisses, ...]]:
            held = read_class(folder)
            return held, item_misses(held.learners, _titles([*paths, shipped_path()]))

        self._lane.submit(work, lambda told: None if self._is_closed else self.window.show_class(*told), self._fail)

    def _ask_folder(self) -> None:
        text = QFileDialog.getExistingDirectory(self.window, tr("Learners' files of answers"), str(self.folder))
        if text:
            self.use_folder(Path(text))

    def use_folder(self, folder: Path) -> None:
        """Read learners' files from there from now on."""
        self._context.settings.put(_FOLDER, str(folder))
        self.read()

    def show_learner(self, learner: LearnerAnswers) -> None:
        """Show the figures of one learner, on the set that was answered most."""
        window = self.learner
        window.show()
        window.raise_()
        window.show_message(tr("Reading the answers of {pseudonym} …", pseudonym=learner.pseudonym))
        paths = self._set_paths()

        def work() -> LearnerStatistics:
            return _figures_of(learner, [*paths, shipped_path()])

        def show(figures: LearnerStatistics) -> None:
            if not self._is_closed:
                window.show_figures(figures, True)

        self._lane.submit(work, show, lambda error: window.show_empty(error.sentence, error.advice))

    def _set_paths(self) -> list[Path]:
        return [one.path for one in RememberedTraining(self._context.settings).sets]

    def _fail(self, error: EegViewError) -> None:
        if not self._is_closed:
            self.window.note.setText(f"{error.sentence} {error.advice}")
            self.window.note.show()

    def restyle(self) -> None:
        """Follow the theme of the main window."""
        if self._learner is not None:
            self._learner.set_theme(self._context.window.page.theme)

    def close(self) -> None:
        """Close the windows: the program ends."""
        self._is_closed = True
        for window in (self._window, self._learner):
            if window is not None:
                window.close()
                window.deleteLater()


def _titles(paths: list[Path]) -> dict[str, str]:
    """Return the titles of the sets that can be read here, by set_id; call it on a lane."""
    found: dict[str, str] = {}
    for path in dict.fromkeys(paths):
        if path.exists():
            with suppress(EegViewError), open_case_set(path, clips_folder()) as case_set:
                found[case_set.set_id] = case_set.title
    return found


def _figures_of(learner: LearnerAnswers, paths: list[Path]) -> LearnerStatistics:
    """Return the figures of a learner on that set, of those here, which was answered most; call it on a lane.

    A set that cannot be read is told beside the figures.

    Raises
    ------
    UsageError : none of the sets is here
    """
    best: tuple[int, Path] | None = None
    warnings: list[str] = []
    for path in dict.fromkeys(paths):
        if path.exists():
            try:
                with open_case_set(path, clips_folder()) as case_set:
                    n = sum(one.set_id == case_set.set_id for one in learner.answers)
            except EegViewError as error:
                warnings.append(error.sentence)
                continue
            if n and (best is None or n > best[0]):
                best = n, path
    if best is None:
        raise UsageError(
            " ".join(("The case sets of this learner are not on this computer.", *warnings)),
            "Open one of them with Start training.",
        )
    with open_case_set(best[1], clips_folder()) as case_set:
        return learner_statistics(learner.answers, case_set, learner.pseudonym, warnings)
