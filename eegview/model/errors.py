"""Failures that are reported to the user: one sentence, one piece of advice, one exit code.

This module must not know how they are shown.
"""

from typing import Any


class EegViewError(Exception):
    """An operation failed for a reason the user can act on.

    Parameters
    ----------
    sentence : str
        What happened, one sentence, free of patient identity.
    advice : str
        What to do next, one sentence.
    """

    exit_code = 2  # of the command line, as the class says; 0, 2, 3, 4, 5 and 130 are all there are

    def __init__(self, sentence: str, advice: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.advice = advice
        if advice:
            self.add_note(advice)  # Python shows it under the sentence, to who works there

    def __reduce__(self) -> tuple[Any, ...]:
        """Have a copy be made of what an error holds: errors of other kinds take other arguments."""
        return _restored, (type(self), self.args, self.__dict__)


def _restored(kind: type[EegViewError], args: tuple[Any, ...], held: dict[str, Any]) -> EegViewError:
    error = kind.__new__(kind, *args)
    error.__dict__.update(held)
    return error


class UsageError(EegViewError):
    """The request itself is impossible (unknown montage, time outside the recording)."""

    exit_code = 2


class UnreadableFile(EegViewError):
    """The file cannot be read: missing, of another kind, or truncated beyond use."""

    exit_code = 3


class DetectorFailed(EegViewError):
    """A detector did not finish its run."""

    exit_code = 4


class LibraryRefused(EegViewError):
    """The study library refused the request or is not available."""

    exit_code = 5


class LibraryAway(LibraryRefused):
    """The study library cannot be reached or written just now; the same act may succeed later."""


class Cancelled(EegViewError):
    """The user stopped the work."""

    exit_code = 130

    def __init__(self) -> None:
        super().__init__("Cancelled.", "Nothing was changed.")
