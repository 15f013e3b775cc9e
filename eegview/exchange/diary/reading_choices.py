"""What a person says of a diary's file that it does not say itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from eegview.exchange.diary.written_dates import DateOrder


@dataclass(frozen=True, slots=True)
class ReadingChoices:
    """What a person says of a file that does not say it itself.

    columns : title by the name of a field, see `Field`
    kinds : kind by the text of the column of kinds: spasm, cluster or day; other texts are not read
    order : of day and month; None = as the dates themselves say
    zone : time zone of the home, as IANA names it, for times in UTC
    today : later days are not read
    sheet : of a spreadsheet file with several
    """

    columns: Mapping[str, str] = field(default_factory=dict[str, str])
    kinds: Mapping[str, str] = field(default_factory=dict[str, str])
    order: DateOrder | None = None
    zone: str = ""
    today: date = date.max
    sheet: str = ""
