"""The result of a verification of what is stored of one recording."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Verification:
    """What a verification of one recording found.

    problems : a sentence for each sign of tampering
    notes : a sentence for all that could not be checked
    """

    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
