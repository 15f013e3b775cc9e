"""Texts without what names the patient of the open study: file names, ID and name."""

from collections.abc import Iterable, Sequence

from eegview.detect.process.hidden_names import INSTEAD, HiddenNames
from eegview.exchange.name_pattern import NamePattern

SOMEBODY = "…"  # stands for an ID or a name


class HiddenPatient:
    """What is to be seen nowhere while the patient is hidden.

    Parameters
    ----------
    paths : files of the study
    words : ID and name, as they are written
    """

    def __init__(self, paths: Sequence[str] = (), words: Iterable[str] = ()) -> None:
        self._paths, self._words = tuple(paths), tuple(word for word in words if word.strip())
        self._files, self._names = HiddenNames(self._paths), NamePattern(self._words)

    def of_files(self, paths: Iterable[str]) -> "HiddenPatient":
        """Return the same, with these files hidden too."""
        more = [path for path in paths if path not in self._paths]
        return HiddenPatient((*self._paths, *more), self._words) if more else self

    def hide(self, text: str) -> str:
        """Return the text without files' names, ID and name; all else stays."""
        return self._names.subn(SOMEBODY, self._files.hide(text))[0]


NOBODY = HiddenPatient()
__all__ = ["INSTEAD", "NOBODY", "SOMEBODY", "HiddenPatient"]
