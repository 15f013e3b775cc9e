"""The library of a command on infants, the infant that is meant, and the acts of one reviewer on it."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from eegview.app.infant.finding import found_infant
from eegview.app.infant.keeping import say_in
from eegview.app.infant.log import InfantLog, all_logs, infant_log, infants_in
from eegview.app.library.opening import Reviewer
from eegview.cli.blind_view import viewers_library
from eegview.cli.library.library import there
from eegview.cli.output import print_line, print_message
from eegview.model.edit import Edit
from eegview.model.errors import UsageError
from eegview.model.infant.infant import Infant

if TYPE_CHECKING:
    from eegview.app.blind_reading.sealed_library import SealedLibrary
    from eegview.app.study.records import Statement

InfantArgument = Annotated[str, typer.Argument(metavar="INFANT", help="Its pseudonym, or the start of its id.")]


@dataclass
class InfantWork:
    """An open library, one infant of it, and who acts."""

    library: SealedLibrary
    infant_id: str
    reviewer: Reviewer

    @property
    def log(self) -> InfantLog:
        """Return the log as it stands now."""
        return infant_log(self.library.whole, self.infant_id)

    def say(self, statements: Iterable[Statement]) -> Edit | None:
        """Say something as one act, and tell its number."""
        edit = say_in(self.library, self.infant_id, self.reviewer, statements)
        if edit is None:
            print_message("Nothing changed: all of it is so already.")
        else:
            n = len(edit.changes)
            print_message(f"Edit {edit.number}: {n} {'change' if n == 1 else 'changes'}.")
        return edit


@contextmanager
def infant_work(
    infant: str, library_url: str | None, reviewer: str, role: str = "technologist", with_removed: bool = False
) -> Generator[InfantWork]:
    """Open the library for a block, and find the infant.

    with_removed : also one that was taken from the list, where no other is called so

    Raises
    ------
    LibraryRefused : there is no library, or it cannot be opened
    UsageError : there is no such infant, or more than one
    """
    with closing(there(library_url, reviewer)) as opened:
        found = _found(opened, infant, with_removed)
        yield InfantWork(opened, found.infant_id, Reviewer(reviewer, role))


def _found(library: SealedLibrary, said: str, with_removed: bool) -> Infant:
    listed = infants_in(library.whole)
    if not with_removed:
        return found_infant(listed, said)
    try:
        return found_infant(listed, said)
    except UsageError:
        return found_infant([log.infant for log in all_logs(library.whole)], said)


@contextmanager
def library_made(library_url: str | None, reviewer: str) -> Generator[SealedLibrary]:
    """Open the library for a block, made where there is none."""
    with closing(viewers_library(library_url, reviewer)) as opened:
        for issue in opened.issues:
            print_message(issue.message)
        yield opened


def print_lines(lines: Iterable[str]) -> None:
    """Write lines of results."""
    for line in lines:
        print_line(line)
