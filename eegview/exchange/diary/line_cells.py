"""The cells of one line of a diary's table, by field: what each of them says, or why that cannot be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from eegview.exchange.diary.columns import Field
from eegview.exchange.diary.said_words import certainty_said, is_readable_answer, kind_said, number_said, yes_or_no
from eegview.model.infant.diary_event import Certainty, WitnessedKind
from eegview.model.treatment.diary import Witnessed


class LineNotRead(Exception):
    """A line says nothing that can be stored; its argument is the reason.

    kind : text of its kind, where that is why
    """

    def __init__(self, reason: str, kind: str = "") -> None:
        super().__init__(reason)
        self.kind = kind


@dataclass(frozen=True, slots=True)
class LineCells:
    """The cells of a line; what they say is asked for by field, and raises `LineNotRead` where it cannot be read.

    columns : title by field
    row : text by title
    """

    columns: Mapping[Field, str]
    row: Mapping[str, str]

    def text(self, of: Field) -> str:
        """Return the text of a field, "" where the table has no such column."""
        title = self.columns.get(of)
        return self.row.get(title, "").strip() if title is not None else ""

    def has_any(self, *fields: Field) -> bool:
        """Whether one of these fields says something."""
        return any(map(self.text, fields))

    def count(self) -> int | Witnessed | None:
        """Return how many spasms a line says, by its number and by its kind where that is “none”."""
        text = self.text(Field.COUNT)
        count = number_said(text) if text else None
        if text and count is None:
            raise LineNotRead("the number of spasms cannot be read")
        if number_said(self.text(Field.KIND)) is not Witnessed.NONE:
            return count
        if count not in (None, 0, Witnessed.NONE):
            raise LineNotRead("its kind says “none”, and its number says otherwise")
        return Witnessed.NONE

    def kind(self, kinds: Mapping[str, str]) -> WitnessedKind | str | None:
        """Return what was seen, None where the line does not say it.

        kinds : kind by a text without case, as a person says
        """
        text = self.text(Field.KIND)
        if not text:
            return None
        said = kind_said(kinds.get(text.casefold(), "")) or kind_said(text)
        if said is None and number_said(text) is Witnessed.NONE:
            return None  # of the whole day, where no time stands beside it
        if said is None:
            raise LineNotRead(f"its kind “{text[:40]}” is neither a spasm nor a cluster", text)
        return said

    def said_of_day(self) -> int | Witnessed | None:
        """Return what a line of the form for families says of the whole day, None where it says nothing of it."""
        none, unwatched = (self.is_ticked(of) for of in (Field.NONE, Field.UNWATCHED))
        text = self.text(Field.TOTAL)
        total = number_said(text) if text else None
        if text and total is None:
            raise LineNotRead("the number of all spasms of the day cannot be read")
        said = [Witnessed.NONE] if none else []
        said += [Witnessed.UNKNOWN] if unwatched else []
        said += [total] if total is not None and not (none and total in (0, Witnessed.NONE)) else []
        if len(said) > 1:
            raise LineNotRead("it says of its day two things that do not agree")
        return said[0] if said else None

    def is_ticked(self, of: Field) -> bool:
        """Whether a box is ticked."""
        text = self.text(of)
        if not is_readable_answer(text):
            raise LineNotRead("a box that is ticked or not cannot be read; use x, yes or no")
        return yes_or_no(text) is True

    def n_clusters(self, count: int | Witnessed | None) -> int | None:
        """Return in how many clusters the spasms of a day came, None where that is not said."""
        text = self.text(Field.CLUSTERS)
        said = number_said(text) if text else None
        if text and said is None:
            raise LineNotRead("the number of clusters cannot be read")
        n = 0 if said is Witnessed.NONE else said if isinstance(said, int) else None
        if n and count in (0, Witnessed.NONE, Witnessed.UNKNOWN):
            raise LineNotRead(
                "it says a number of clusters, and of the spasms of its day something that does not agree"
            )
        return n

    def certainty(self) -> Certainty:
        """Return how sure it was."""
        certainty = certainty_said(self.text(Field.CERTAINTY))
        if certainty is None:
            raise LineNotRead("how sure it was cannot be read; use sure, probable or unsure")
        return certainty

    def is_after_waking(self) -> bool | None:
        """Return whether it was after waking, None where that is not said."""
        text = self.text(Field.WAKING)
        if not is_readable_answer(text):
            raise LineNotRead("whether it was after waking cannot be read; use yes or no")
        return yes_or_no(text)
