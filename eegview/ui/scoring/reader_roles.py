"""What each reader of a study is (neurologist, resident), as the log of changes says."""

from collections.abc import Mapping

from PySide6.QtCore import SignalInstance

from eegview.model.edit import Edit
from eegview.ui.window.study.open_study import OpenStudy


class ReaderRoles:
    """Knows the role with which each reader acted last.

    came : emits once the log said something new
    """

    def __init__(self, study: OpenStudy, came: SignalInstance) -> None:
        self._review, self._came = study.review, came
        self._roles: dict[str, str] = {}
        self._number = 0

    def by_reader(self) -> Mapping[str, str]:
        """Return the role of each reader who is known, of the one at the window the role chosen now."""
        return {**self._roles, self._review.author: self._review.role}

    def ask(self) -> None:
        """Read what the log holds since it was read last."""
        self._review.edits_since(self._number, self._read)

    def _read(self, edits: tuple[Edit, ...]) -> None:
        if edits:
            self._number = edits[-1].number
            self._roles.update((edit.author, edit.role) for edit in edits)
            self._came.emit()
