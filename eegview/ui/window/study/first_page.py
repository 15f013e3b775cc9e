"""What the first page does not need waits until it stands."""

import threading

from PySide6.QtCore import QObject

from eegview.ui.window.study.open_study import OpenStudy
from eegview.ui.window.study.study_controller import StudyController

LONGEST_S = 5.0  # a page that takes longer is waited for no more


class FirstPage(QObject):
    """The first page of a window that was started with a recording: libraries and compiled code are loaded after it."""

    def __init__(self, studies: StudyController) -> None:
        super().__init__(studies)
        self._stands = threading.Event()
        studies.study_opened.connect(self._opened)
        studies.failed.connect(self._come)  # there will be none

    def wait(self) -> None:
        """Block this thread, which is not the GUI's, until the page stands."""
        self._stands.wait(LONGEST_S)

    def _opened(self, study: OpenStudy) -> None:
        study.presenter.page_shown.connect(self._come)

    def _come(self, _what: object) -> None:
        self._stands.set()
