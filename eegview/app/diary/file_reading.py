"""Read a file for an infant's diary and see what it would add; call it on a lane, it reads a file and a library."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from eegview.app.blind_reading.sealed_library import sealed_library
from eegview.app.diary.importing import DiaryImport, plan_import
from eegview.app.infant.log import infant_log
from eegview.exchange.diary.columns import Field
from eegview.exchange.diary.reading import DiaryFile, UnclearDates, UnclearFile, UnclearSheet, read_diary, reasons_text
from eegview.exchange.diary.reading_choices import ReadingChoices

_NAME_IT = "Say which column has it."


@dataclass(frozen=True, slots=True)
class SeenFile:
    """A file as it was read for a diary.

    titles, columns : of its columns; title of the column by field
    sheets : of a spreadsheet file with several, from which a person chooses
    is_order_unclear : its dates can be read in two ways; then nothing else is known
    problem : why, in a sentence; "" where it could be read
    """

    path: Path
    choices: ReadingChoices
    file: DiaryFile
    plan: DiaryImport
    titles: tuple[str, ...] = ()
    columns: Mapping[Field, str] = field(default_factory=dict[Field, str])
    is_order_unclear: bool = False
    sheets: tuple[str, ...] = ()
    problem: str = ""

    @property
    def lines(self) -> tuple[str, ...]:
        """Return what would be imported, how the file was read, and what was not read, a line each."""
        if self.problem:
            return (self.problem,)
        unread = (f"Not read: {one}." for one in reasons_text(self.plan.unread))
        read_as = (self.file.columns_text,) if self.file.columns else ()
        return (self.plan.text, *read_as, *self.plan.differing_lines, *unread, *self.file.notes)


def seen_file(
    library_url: str | None,
    infant_id: str,
    viewer: str,
    path: Path,
    choices: ReadingChoices,
    is_replacing: bool = False,
) -> SeenFile:
    """Return what the import of a file into the diary of an infant would do.

    Raises
    ------
    UnreadableFile, UsageError : it cannot be read, see `read_diary`
    LibraryRefused : the library cannot be opened or read
    """
    try:
        file = read_diary(path, choices)
    except UnclearFile as error:
        is_order_unclear = isinstance(error, UnclearDates)
        is_plain = is_order_unclear or isinstance(error, UnclearSheet)
        problem = f"{error.sentence} {error.advice}" if is_plain else f"{error.sentence} {_NAME_IT}"
        return SeenFile(
            path,
            choices,
            DiaryFile(),
            DiaryImport(),
            error.titles,
            error.columns,
            is_order_unclear,
            error.sheets,
            problem,
        )
    with closing(sealed_library(library_url, viewer)) as library:
        log = infant_log(library, infant_id)
    plan = plan_import(file, log.records, log.infant, choices.today, is_replacing)
    return SeenFile(path, choices, file, plan, file.titles, file.columns)
