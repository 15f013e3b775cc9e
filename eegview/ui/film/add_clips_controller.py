"""Clips that come later: chosen for the open film, which is opened with them, its marks taken along."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from eegview.app.film.taking_over import refuse_blind_study, refuse_final, taken_over
from eegview.model.annotation import Annotation
from eegview.model.errors import EegViewError
from eegview.model.recording import Recording
from eegview.model.sync import is_clinical
from eegview.model.text.language import tr
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy

_VIDEOS = "*.mp4 *.m4v *.mov *.3gp *.mkv *.webm *.avi *.wmv *.mts *.m2ts *.mpg"


@dataclass(frozen=True, slots=True)
class _Before:
    """A film as it was before clips were added.

    paths : of all clips together
    """

    recording: Recording
    paths: tuple[str, ...]


class AddClipsController(QObject):
    """Adds clips to the open film; it outlives the study, whose marks it carries into the next."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.window)
        self._context, self._studies = context, context.studies
        self._before: _Before | None = None
        context.actions.connect({"film.add_clips": self.ask})
        self._studies.study_opened.connect(self._opened)
        self._studies.opening_ended.connect(self._forget)

    def _forget(self) -> None:
        self._before = None

    def ask(self) -> None:
        """Ask for the clips that are to be added."""
        study = self._studies.study
        if study is not None and study.recording.is_film:
            title, kinds = tr("Add clips to this study"), tr("Videos ({kinds});;All files (*)", kinds=_VIDEOS)
            folder = str(Path(study.paths[0]).parent)
            paths, _ = QFileDialog.getOpenFileNames(self._context.window, title, folder, kinds)
            if paths:
                self.add(paths)

    def add(self, paths: list[str]) -> None:
        """Open the film with these clips as well, its marks taken along."""
        study = self._studies.study
        if study is None or not study.recording.is_film:
            return
        try:
            refuse_blind_study(study.review.blindness)
            refuse_final(study.review.marks, study.review.role)
        except EegViewError as error:
            self._studies.fail(error)
            return
        together = tuple(dict.fromkeys((*study.paths, *(str(Path(path).absolute()) for path in paths))))
        before = _Before(study.recording, together)
        self._studies.open(together)
        self._before = before  # not earlier: an opening that this one stops has ended now

    def _opened(self, study: OpenStudy) -> None:
        before, self._before = self._before, None
        if before is None or study.paths != before.paths or study.recording.fingerprint == before.recording.fingerprint:
            return
        carried: list[bool] = []

        def carry() -> None:
            if study.review.is_open and not carried:
                carried.append(True)
                self._carry(before, study)

        study.review.marks_changed.connect(study.scope.while_open(lambda _edit: carry()))
        carry()

    def _carry(self, before: _Before, study: OpenStudy) -> None:
        """Take over what was said of the clips, once the marks of the study of all of them are known."""
        if any(is_clinical(mark) for mark in study.review.marks):
            self._context.say(tr("These clips together have marks already; nothing was imported."))
            return
        fingerprint = before.recording.fingerprint

        def known(held: tuple[tuple[Annotation, ...], tuple[int, str]]) -> None:
            try:
                found = taken_over(before.recording, *held, study.recording)
            except EegViewError as error:
                self._studies.fail(error)
                return
            if found is not None:
                said = found.text
                study.review.acts.import_all(found.marks, lambda: self._context.say(said), found.reason)

        # As they are now, with the edit that they are of: the question may have been asked a while ago.
        study.review.ask_library(
            lambda library: (library.annotations(fingerprint), library.head(fingerprint)), study.scope.while_open(known)
        )
