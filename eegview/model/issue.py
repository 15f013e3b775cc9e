"""Imperfections of the data, as the reader sees them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Issue:
    """An imperfection of a recording, a video or a library.

    code : stable name for programs (`record_count_too_large`)
    message : one plain sentence that names no patient
    """

    code: str
    message: str
