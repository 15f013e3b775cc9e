"""A file that says what is true of one recording."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePosixPath


class TruthKind(StrEnum):
    """The forms in which an archive says what is true of a recording."""

    TABLE = "table"
    MARKS = "marks of eegview"
    BUNDLE = "bundle"


@dataclass(frozen=True, slots=True)
class TruthFile:
    """A file that says what is true of one recording.

    names : of the recordings it may belong to, without suffix, in small letters
    folder : relative to the folder that was searched
    """

    path: Path
    kind: TruthKind
    names: frozenset[str]
    folder: PurePosixPath
