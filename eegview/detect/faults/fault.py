"""One thing that is wrong with a detector's folder."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, in words for the detector's author.

    what : a sentence; its subject is `place`, or the file where there is no place
    file : name of the file in the folder, "" = the folder as a whole
    line : from 1; None = not known
    place : part of the file, "[input]"
    is_warning : it may run all the same
    """

    what: str
    file: str = ""
    line: int | None = None
    place: str = ""
    is_warning: bool = False

    def __str__(self) -> str:
        where = f"{self.file}, line {self.line}" if self.line is not None else self.file
        begin = ", ".join(filter(None, [where, self.place]))
        return f"{begin}: {self.what}" if begin else self.what

    @property
    def text(self) -> str:
        """The fault without its line: begins with the place, or the file."""
        begin = self.place or self.file
        return f"{begin}: {self.what}" if begin else self.what
