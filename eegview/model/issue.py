"""An imperfection of the data that the reader can see."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Issue:
    """`code` is stable (`record_count_too_large`); `message` is one plain sentence without identity."""

    code: str
    message: str
