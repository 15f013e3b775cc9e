"""A table of a library that is not made recording by recording, to be written beside those that are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eegview.app.library_tables.columns import Columns
from eegview.app.library_tables.rows import Row


@dataclass(frozen=True, slots=True)
class MoreTable:
    """One table with all its rows.

    name : of its file or member
    descriptions : what each column holds, by name; one that is missing is described with the others
    """

    name: str
    columns: Columns
    rows: Sequence[Row]
    descriptions: Mapping[str, str]
