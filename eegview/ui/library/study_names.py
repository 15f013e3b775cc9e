"""What a study of the library is called in the window."""

from collections.abc import Mapping
from pathlib import Path

from eegview.app.library_tables.study_list import StudyLine
from eegview.model.text.language import tr

_LETTERS = 8  # of a fingerprint, where there is no name


class StudyNames:
    """The name that the library keeps, else that of the file on this computer, else the fingerprint.

    files : where recordings lie on this computer, by fingerprint
    is_hidden : the patient is hidden: no name is shown
    """

    def __init__(self, files: Mapping[str, tuple[str, ...]], is_hidden: bool) -> None:
        self._files, self._is_hidden = files, is_hidden

    def name_of(self, line: StudyLine) -> str:
        """Return what a study is called."""
        name = "" if self._is_hidden else line.known.name or self._local_name(line)
        shown = name or f"{line.fingerprint[:_LETTERS]}…"
        return f"SIMULATED · {shown}" if line.known.is_simulated else shown

    def tip_of(self, line: StudyLine) -> str:
        """Return where the name comes from."""
        if self._is_hidden or not (line.known.name or self._local_name(line)):
            return tr("Fingerprint {fingerprint}", fingerprint=line.fingerprint)
        if line.known.name:
            return line.known.name
        return tr(
            "{local_name}\nThe name is known on this computer; the library does not keep it.",
            local_name=self._local_name(line),
        )

    def is_here(self, line: StudyLine) -> bool:
        """Whether the recording lies where it was opened on this computer."""
        return line.fingerprint in self._files

    def _local_name(self, line: StudyLine) -> str:
        paths = self._files.get(line.fingerprint, ())
        return Path(paths[0]).name if paths else ""
