"""Where in a file of a vocabulary a term, a question or a choice stands."""

from pathlib import Path
from typing import Any

from eegview.app.resources import FileFault, read_text, read_toml
from eegview.app.toml_lines import TomlLines
from eegview.app.vocabulary.faults import VOCABULARY_FAULT
from eegview.model.errors import EegViewError


class Places:
    """The places in one file; of a file that is not there yet, or cannot be read, no line is known.

    is_read : False = the file is not looked at, and no line is named
    """

    def __init__(self, path: Path, is_read: bool = True) -> None:
        self.path = path
        self._content: dict[str, Any] = {}
        self._lines: TomlLines | None = None
        if not is_read:
            return
        try:
            self._content, self._lines = read_toml(path), TomlLines(read_text(path))
        except EegViewError:
            return

    def fault(self, what: str, term_id: str = "", question: str = "", field: str = "", value: str = "") -> FileFault:
        """Return a fault at the nearest place that is there.

        what : a sentence without its stop
        term_id : of the term, "" = what holds for all of them
        question : name of the attribute of that term
        field : of the term, the question or, where neither is named, of `[extend]` or `[vocabulary]`
        value : of a choice
        """
        line = self._line(term_id, question, field, value)
        where = f"{self.path}, line {line}" if line else str(self.path)
        return FileFault(VOCABULARY_FAULT, f"{where}: {what}.", self.path, line)

    def _line(self, term_id: str, question: str, field: str, value: str) -> int:
        if self._lines is None:
            return 0
        place: tuple[str | int, ...] = ()
        holder = self._content
        if term_id:
            number = _number_of(holder.get("term"), "id", term_id)
            if number is None:
                return 0
            place, holder = ("term", number), holder["term"][number]
        if question:
            number = _number_of(holder.get("attribute"), "name", question)
            if number is not None:
                place, holder = (*place, "attribute", number), holder["attribute"][number]
        if not place:
            place = (next((name for name in ("extend", "vocabulary") if name in self._content), "term"),)
        if value:
            shared = holder.get("choices")
            at = ("choices", shared) if isinstance(shared, str) else (*place, "choices")
            return self._lines.line_of(*at, holding=f'"{value}"')
        return self._lines.line_of(*place, *([field] if field else []))


def _number_of(rows: Any, name: str, wanted: str) -> int | None:
    if not isinstance(rows, list):
        return None
    return next((n for n, row in enumerate(rows) if isinstance(row, dict) and row.get(name) == wanted), None)
