"""Tells where the marks are that clips of a film have as studies of their own, and offers to go there."""

from PySide6.QtCore import QObject

from eegview.app.film.marked_alone import MarkedClip, marked_alone
from eegview.model.issue import Issue
from eegview.model.text.language import tr, tr_n
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy


class MarkedAlone(QObject):
    """Of one open film of several clips; what it says stays among the notices."""

    def __init__(self, context: Context, study: OpenStudy) -> None:
        super().__init__(study.scope)
        self._context, self._studies, self._study = context, context.studies, study
        recording, url, viewer = study.recording, self._studies.library_url, self._studies.reviewer.name
        if len(recording.clips) > 1:
            read = study.scope.while_open(self._tell)
            self._studies.work.submit(lambda: marked_alone(url, viewer, recording), read, lambda _error: None)

    def _tell(self, found: tuple[MarkedClip, ...]) -> None:
        if not found:
            return
        n_clips = len(self._study.recording.clips)
        issues = [Issue("clip_marked_alone", self._sentence(one, n_clips)) for one in found]
        self._studies.add_issues(issues)
        most = max(found, key=lambda one: one.n_marks)
        self._context.say(
            self._sentence(most, n_clips),
            tr("Open {name}", name=self._name(most)),
            lambda: self._studies.open([most.path]),
        )

    def _name(self, one: MarkedClip) -> str:
        return self._studies.privacy.file_name(one.path, tr("clip {number}", number=one.number))

    def _sentence(self, one: MarkedClip, n_clips: int) -> str:
        return tr_n(
            "{n} mark belongs to {name} as a study of its own, and is not in this study of {n_clips} clips. "
            "Open that clip alone to see it.",
            "{n} marks belong to {name} as a study of its own, and are not in this study of {n_clips} clips. "
            "Open that clip alone to see them.",
            one.n_marks,
            name=self._name(one),
            n_clips=n_clips,
        )
