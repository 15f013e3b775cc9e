"""The faults of a vocabulary's file, each with its line."""

from pathlib import Path

from eegview.app.resources import FileFault
from eegview.app.toml_lines import TomlLines

VOCABULARY_FAULT = "vocabulary_file"


class FaultList:
    """All faults found in one file of TOML."""

    def __init__(self, path: Path, text: str) -> None:
        self.path = path
        self.found: list[FileFault] = []
        self._lines = TomlLines(text)

    def add(self, what: str, *place: str | int, holding: str = "") -> None:
        """Add a fault.

        what : a sentence without its stop
        place : of the table or key with the fault, see `TomlLines.line_of`; none = the file as a whole
        """
        if not place and not holding:
            self.found.append(FileFault(VOCABULARY_FAULT, f"{self.path}: {what}.", self.path))
            return
        line = self._lines.line_of(*place, holding=holding)
        self.found.append(FileFault(VOCABULARY_FAULT, f"{self.path}, line {line}: {what}.", self.path, line))
