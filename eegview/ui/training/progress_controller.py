"""My progress: reads the learner's answers, has their figures worked out, keeps consent, writes exports."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject

from eegview.app.lanes import Lane, Post
from eegview.app.training.cases.case_set import open_case_set
from eegview.app.training.cases.shipped import shipped_path
from eegview.app.training.learner.answers_file import AnswersFile
from eegview.app.training.learner.figures import LearnerStatistics
from eegview.app.training.learner.statistics import learner_statistics
from eegview.app.training.place import clips_folder
from eegview.app.training.session.clock import Clock
from eegview.model.errors import EegViewError, UnreadableFile, UsageError
from eegview.model.text.language import tr
from eegview.model.training.answer import Answer
from eegview.ui.training.learner.pseudonym_dialog import PseudonymDialog
from eegview.ui.training.learner.window import LearnerWindow
from eegview.ui.training.remembered import KnownSet, RememberedTraining
from eegview.ui.widgets.modeless_dialog import show_dialog
from eegview.ui.widgets.save_dialog import ask_where_to_save
from eegview.ui.window.context import Context

NO_ANSWERS = tr("No answers yet")
_NO_ANSWERS_TEXT = tr("Answer the items of a case set; what they show stands here: skill, threshold, calibration.")
_READING = tr("Reading your answers …")


@dataclass(frozen=True, slots=True)
class Progress:
    """What was read of one learner and one set; figures None where nothing was answered."""

    figures: LearnerStatistics | None
    sets: tuple[KnownSet, ...] = ()
    path: Path | None = None
    set_id: str = ""
    title: str = ""
    has_consent: bool = False
    answers: tuple[Answer, ...] = ()  # to this set


def read_progress(answers_path: Path, known: tuple[KnownSet, ...], wanted: Path | None) -> Progress:
    """Read the answers and work out the figures of one set; call it on a lane.

    known : sets used before, the last one first
    wanted : the set whose figures are shown; None, or where it is not among those answered = the first that is

    A set that cannot be read is told beside the figures of the others, and so is a file of answers that was altered.

    Raises
    ------
    EegViewError : the answers cannot be read, or none of the sets
    """
    if not answers_path.exists():
        return Progress(None)
    shipped = shipped_path()
    paths = dict.fromkeys([*(one.path for one in known), shipped])
    sets: list[KnownSet] = []
    with AnswersFile(answers_path, may_write=False) as file:
        answers = list(file.answers())
        warnings = [issue.message for issue in (*file.verify().issues, *file.issues)]
        pseudonym, has_consent = file.pseudonym, file.has_consent
    answered = {one.set_id for one in answers}
    for path in paths:
        if path.exists():
            try:
                with open_case_set(path, clips_folder()) as case_set:
                    if case_set.set_id in answered:
                        sets.append(KnownSet(path, case_set.title))
            except EegViewError as error:
                warnings.append(error.sentence)
    if not answers and warnings:
        raise UnreadableFile(" ".join(warnings), "Keep the file, and take an older copy of it.")
    if not answers:
        return Progress(None)
    if not sets:
        raise UsageError(
            " ".join(("The case sets that you answered are not where they were.", *warnings)),
            "Open one of them with Start training.",
        )
    path = wanted if wanted in {one.path for one in sets} else sets[0].path
    assert path is not None
    with open_case_set(path, clips_folder()) as case_set:
        figures = learner_statistics(answers, case_set, pseudonym, warnings)
        mine = tuple(one for one in answers if one.set_id == case_set.set_id)
        return Progress(figures, tuple(sets), path, case_set.set_id, case_set.title, has_consent, mine)


class ProgressController(QObject):
    """Shows one learner's figures in a window of its own.

    answers_path : gives the file of whoever reads now
    """

    def __init__(
        self,
        context: Context,
        lane: Lane,
        post: Post,
        answers_path: Callable[[], Path],
        remembered: RememberedTraining,
        clock: Clock,
    ) -> None:
        super().__init__(context.window)
        self._context, self._lane, self._post = context, lane, post
        self._answers_path, self._remembered, self._clock = answers_path, remembered, clock
        self._progress = Progress(None)
        self._reader: Path | None = None  # whose answers are shown
        self._window: LearnerWindow | None = None
        self._is_closed = False
        self.keep_consent: Callable[[bool], bool] = lambda _is_given: False
        self.keep_pseudonym: Callable[[str], bool] = lambda _text: False

    @property
    def window(self) -> LearnerWindow:
        """Return the window; the first time it is built."""
        if self._window is None:
            window = self._window = LearnerWindow(self._context.window.page.theme)
            window.set_chosen.connect(self.read)
            window.consent_changed.connect(self._keep_consent)
            window.pseudonym_asked.connect(self._ask_pseudonym)
            window.answers_asked.connect(self._export_answers)
            window.pdf_asked.connect(lambda: self._export(".pdf", "PDF (*.pdf)"))
            window.csv_asked.connect(lambda: self._export(".csv", "CSV (*.csv)"))
            window.start_asked.connect(lambda: self._context.actions["training.start"].trigger())
        return self._window

    def show(self) -> None:
        """Open the window, or bring it forward, with the answers there are now."""
        window = self.window
        window.show()
        window.raise_()
        window.activateWindow()
        self.read(window.path)

    def read(self, wanted: Path | None = None) -> None:
        """Read the answers and have their figures shown."""
        window, answers_path, known = self.window, self._answers_path(), self._remembered.sets
        if answers_path != self._reader:  # another person reads now: nothing of the one before stays in sight
            self._reader, wanted = answers_path, None
            self._progress, window.figures_shown = Progress(None), None
            window.who.setText("")
        if window.figures_shown is None:
            window.show_message(_READING)

        def show(progress: Progress) -> None:
            if answers_path == self._reader:
                self._show(progress)

        self._lane.submit(lambda: read_progress(answers_path, known, wanted), show, self._fail)

    def _show(self, progress: Progress) -> None:
        if self._is_closed:
            return
        self._progress = progress
        if progress.figures is None:
            self.window.show_empty(NO_ANSWERS, _NO_ANSWERS_TEXT)
        else:
            self.window.show_sets(progress.sets, progress.path)
            self.window.show_figures(progress.figures, progress.has_consent)

    def _fail(self, error: EegViewError) -> None:
        if not self._is_closed:
            self.window.show_empty(error.sentence, error.advice)

    def _keep_consent(self, is_given: bool) -> None:
        """Keep what the learner wants; the box shows what is on the disk."""
        if self.keep_consent(is_given):  # a session is open, and writes the file
            return
        answers_path = self._answers_path()

        def work() -> bool:
            with AnswersFile(answers_path) as file:
                file.set_consent(is_given)
                return file.has_consent

        def failed(error: EegViewError) -> None:
            if not self._is_closed:
                self.window.consent.setChecked(not is_given)
                self.window.show_warning(f"{error.sentence} {error.advice}")

        self._lane.submit(work, lambda has: None if self._is_closed else self.window.consent.setChecked(has), failed)

    def _ask_pseudonym(self) -> None:
        """Ask for another pseudonym."""
        figures = self._progress.figures
        if figures is None:
            return

        def build() -> PseudonymDialog:
            dialog = PseudonymDialog(self.window, figures.pseudonym)
            dialog.chosen.connect(self._keep_pseudonym)
            return dialog

        show_dialog(self.window, "training.pseudonym.dialog", build)

    def _keep_pseudonym(self, text: str) -> None:
        """Keep the pseudonym, then show what is on the disk."""
        answers_path, now = self._answers_path(), self._clock.utc
        wanted = self.window.path
        if self.keep_pseudonym(text):  # a session is open, and writes the file in its own order
            return

        def work() -> None:
            with AnswersFile(answers_path, now=now) as file:
                file.choose_pseudonym(text)

        self._lane.submit(work, lambda _none: None if self._is_closed else self.read(wanted), self._refused)

    def _export(self, suffix: str, kind: str) -> None:
        """Ask where the figures go, and write them there."""
        from eegview.app.training.learner.exports.writing import write_figures

        progress, now = self._progress, self._clock.utc()
        figures = progress.figures
        if figures is not None:
            self._write(
                f"training progress{suffix}",
                kind,
                lambda path: write_figures(figures, progress.set_id, progress.title, path, now),
            )

    def _export_answers(self) -> None:
        """Ask where the answers to this set go, and write them there."""
        from eegview.app.training.learner.exports.writing import write_answers

        progress = self._progress
        if progress.figures is not None:
            self._write("training answers.csv", "CSV (*.csv)", lambda path: write_answers(progress.answers, path))

    def _write(self, name: str, kind: str, write: Callable[[Path], None]) -> None:
        window, settings = self.window, self._context.settings
        suggested = settings.save_folder() / name
        path, _kind = ask_where_to_save(window, tr("Save my progress"), suggested, kind, (suggested.suffix,))
        if path is None:
            return
        settings.saved_in(path.parent)
        self._lane.submit(
            lambda: write(path), lambda _none: window.say(tr("Saved {name}.", name=path.name)), self._refused
        )

    def _refused(self, error: EegViewError) -> None:
        if not self._is_closed:
            self.window.show_warning(f"{error.sentence} {error.advice}")

    def restyle(self) -> None:
        """Follow the theme of the main window."""
        if self._window is not None:
            self._window.set_theme(self._context.window.page.theme)

    def close(self) -> None:
        """Close the window: the program ends."""
        self._is_closed = True
        if self._window is not None:
            self._window.close()
            self._window.deleteLater()
