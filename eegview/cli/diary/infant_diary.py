"""The log of one infant, open for a command on its diary."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from eegview.cli.blind_view import viewers_library
from eegview.cli.output import print_message
from eegview.model.annotation import Annotation
from eegview.model.infant.infant import Infant
from eegview.model.provenance import Provenance
from eegview.model.treatment.as_of import AsOf

if TYPE_CHECKING:
    from eegview.app.blind_reading.sealed_library import SealedLibrary
    from eegview.app.infant.timeline import InfantTimeline
    from eegview.app.study.records import Statement


@dataclass(frozen=True, slots=True)
class InfantDiary:
    """An infant and the library that holds it, for one reviewer."""

    infant: Infant
    library: SealedLibrary
    reviewer: str
    role: str

    def records(self) -> tuple[Annotation, ...]:
        """Return what the infant's log holds, what was taken back among it."""
        from eegview.app.infant.log import infant_log

        return infant_log(self.library, self.infant.infant_id).records

    def timeline(self, as_of: AsOf) -> InfantTimeline:
        """Return the infant's timeline as of a day, as the reviewer may see it."""
        from eegview.app.infant.reading import read_timeline
        from eegview.cli.infant.looked_at import plain_counting

        return read_timeline(self.library, self.infant.infant_id, self.reviewer, as_of, plain_counting())

    def provenance(self) -> Provenance:
        """Return what made what is written of this infant."""
        from eegview.app.provenance import provenance_of

        return provenance_of(self.infant.infant_id, self.library)

    def say(self, statements: Iterable[Statement]) -> None:
        """Say something of the infant as one act, and tell of it."""
        from eegview.app.infant.keeping import say_in
        from eegview.app.library.opening import Reviewer

        edit = say_in(self.library, self.infant.infant_id, Reviewer(self.reviewer, self.role), statements)
        if edit is None:
            print_message("Nothing changed: all of it is so already.")
            return
        n = len(edit.changes)
        print_message(f"Edit {edit.number}: {n} {'change' if n == 1 else 'changes'}.")


@contextmanager
def opened_diary(infant: str, library_url: str | None, reviewer: str, role: str) -> Generator[InfantDiary]:
    """Open the library for a block, and find the infant in it.

    Raises
    ------
    LibraryRefused : it cannot be opened
    UsageError : it has no such infant, or more than one
    """
    from eegview.app.infant.finding import found_infant
    from eegview.app.infant.log import infants_in

    with closing(viewers_library(library_url, reviewer)) as library:
        yield InfantDiary(found_infant(infants_in(library), infant), library, reviewer, role)
