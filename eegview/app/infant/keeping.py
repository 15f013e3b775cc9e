"""Read infants from a library and say something of them; each call opens the library and closes it, on a lane.

What is said is an act of the reviewer in the infant's own log: with author and history, and it can be undone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from eegview.app.blind_reading.sealed_library import SealedLibrary, sealed_library
from eegview.app.infant.acts import infant_statement, member_removal, member_statement
from eegview.app.infant.log import InfantLog, all_logs, infant_log, infants_in, owners_in
from eegview.app.infant.reading import read_timeline
from eegview.app.infant.said_days import check_days
from eegview.app.infant.study_reading import CountRules
from eegview.app.infant.timeline import InfantTimeline
from eegview.app.library.editing import Editor
from eegview.app.library.opening import Reviewer, is_library_there
from eegview.app.links.recordings import all_known_recordings
from eegview.app.study.records import Statement, statement_changes, utc_now
from eegview.model.annotation import Annotation
from eegview.model.edit import Action, Change, Edit
from eegview.model.errors import UsageError
from eegview.model.infant.infant import Infant, infant_of, is_infant_id
from eegview.model.infant.member import Member
from eegview.model.study.records import INFANT_TERM, TREATMENT_TERM, study_record
from eegview.model.treatment.as_of import AsOf
from eegview.model.treatment.treatment import treatment_of, treatments

if TYPE_CHECKING:
    from eegview.store.library_edits import WholeCheck

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class HeldInfants:
    """The infants of a library as they were read.

    logs : who each is and what studies it has, by pseudonym, without those that were removed
    is_there : whether there is a library
    """

    logs: tuple[InfantLog, ...] = ()
    is_there: bool = True

    @property
    def infants(self) -> tuple[Infant, ...]:
        return tuple(log.infant for log in self.logs)

    def infant(self, infant_id: str) -> Infant | None:
        """Return an infant by its id, None where there is none."""
        return next((one for one in self.infants if one.infant_id == infant_id), None)

    def of_study(self, fingerprint: str) -> Infant | None:
        """Return the infant of a study, None where it belongs to none."""
        return next((log.infant for log in self.logs if log.member(fingerprint) is not None), None)


def held_infants(library_url: str | None, viewer: str | None) -> HeldInfants:
    """Return the infants of a library; none is made where there is none.

    Raises
    ------
    LibraryRefused : it cannot be opened or read
    """
    if not is_library_there(library_url):
        return HeldInfants(is_there=False)
    with closing(sealed_library(library_url, viewer)) as library:
        return HeldInfants(tuple(log for log in all_logs(library) if not log.infant.is_removed))


def held_timeline(
    library_url: str | None,
    infant_id: str,
    viewer: str,
    folder: Path,
    as_of: AsOf,
    counting: CountRules,
) -> InfantTimeline:
    """Return the timeline of an infant as a reader may see it, as of a day.

    folder : where it is noted which recordings were opened on this computer, see `links.recordings`

    Raises
    ------
    LibraryRefused : the library cannot be opened or read
    """
    with closing(sealed_library(library_url, viewer)) as library:
        return read_timeline(library, infant_id, viewer, as_of, counting, all_known_recordings(folder))


def say(
    library_url: str | None,
    infant_id: str,
    reviewer: Reviewer,
    statements: Iterable[Statement],
    reason: str = "",
    now: Clock = utc_now,
) -> Edit | None:
    """Say something of an infant as one act; None where all of it is said already.

    Raises
    ------
    UsageError : something is said of a day that cannot be, see `day_fault`
    LibraryRefused : the library cannot be opened or written
    """
    with closing(sealed_library(library_url, reviewer.name)) as library:
        return say_in(library, infant_id, reviewer, statements, reason, now)


def say_in(
    library: SealedLibrary,
    infant_id: str,
    reviewer: Reviewer,
    statements: Iterable[Statement],
    reason: str = "",
    now: Clock = utc_now,
) -> Edit | None:
    """Say something of an infant in an open library; see `say`."""
    editor = Editor(library.whole, infant_id, reviewer.name, reviewer.role)
    records = editor.study_records()
    said = _without_repeated(records, statements)
    check_days(said, infant_of(infant_id, records) or Infant(infant_id), now().astimezone().date())
    changes = statement_changes(records, said, reviewer.name, now())
    return editor.change_together(changes, reason, whole=pseudonym_check(infant_id, changes)) if changes else None


def _without_repeated(records: Iterable[Annotation], statements: Iterable[Statement]) -> tuple[Statement, ...]:
    """Return what is said without treatments that are new by their id alone: all of them is said already."""
    held = treatments(records)
    known, ids = {one.said for one in held}, {one.treatment_id for one in held}
    found: list[Statement] = []
    for statement in statements:
        if statement.term_id == TREATMENT_TERM and statement.about not in ids:
            new = treatment_of(study_record(TREATMENT_TERM, statement.about, "", statement.held, ""))
            if new is not None and new.said in known:
                continue
        found.append(statement)
    return tuple(found)


def pseudonym_check(infant_id: str, changes: Iterable[Change]) -> WholeCheck | None:
    """Return what refuses a pseudonym that another infant has at the moment of writing; None where none is said."""
    from eegview.store.library_edits import WholeCheck

    new = [change.after for change in changes if change.after is not None and change.after.term_id == INFANT_TERM]
    infant = infant_of(infant_id, new)
    if infant is None or infant.is_removed:
        return None
    name = infant.pseudonym.casefold()

    def check(records: Mapping[str, tuple[Annotation, ...]]) -> None:
        for other_id, held in records.items():
            other = infant_of(other_id, held) if is_infant_id(other_id) and other_id != infant_id else None
            if other is not None and not other.is_removed and other.pseudonym.casefold() == name:
                raise UsageError(f"Another infant is called “{infant.pseudonym}”.", "Choose another pseudonym.")

    return WholeCheck("pseudonyms of infants", frozenset({INFANT_TERM}), check)


def keep_infant(
    library_url: str | None,
    infant: Infant,
    reviewer: Reviewer,
    now: Clock = utc_now,
    is_pseudonym_confirmed: bool = False,
) -> Edit | None:
    """Add an infant, or say anew who it is; None where that is said already.

    is_pseudonym_confirmed : a person said that a doubtful pseudonym is neither a name nor a date

    Raises
    ------
    UsageError : see `acts.infant_statement`
    LibraryRefused : the library cannot be opened or written
    """
    with closing(sealed_library(library_url, reviewer.name)) as library:
        today = now().astimezone().date()
        statement = infant_statement(infant, infants_in(library), today, is_pseudonym_confirmed)
        return say_in(library, infant.infant_id, reviewer, [statement], now=now)


def keep_members(
    library_url: str | None, infant_id: str, members: Sequence[Member], reviewer: Reviewer, now: Clock = utc_now
) -> Edit | None:
    """Add studies to an infant as one act, or take those that are marked as removed from it.

    Raises
    ------
    UsageError : one belongs to another infant; one that is removed is not the infant's
    LibraryRefused : the library cannot be opened or written
    """
    with closing(sealed_library(library_url, reviewer.name)) as library:
        log, owners = infant_log(library.whole, infant_id), owners_in(all_logs(library))
        statements = [
            member_removal(log, one.fingerprint)
            if one.is_removed
            else member_statement(one, owners.get(one.fingerprint, ()), infant_id)
            for one in members
        ]
        return say_in(library, infant_id, reviewer, statements, now=now)


def undo_last(library_url: str | None, infant_id: str, reviewer: Reviewer) -> str:
    """Undo the reviewer's last act on an infant, and return what it was: `Undo add milestone of 2 Mar 2020`.

    Raises
    ------
    UsageError : there is nothing to undo, or another infant is called so since
    LibraryRefused : the library cannot be opened or written
    """
    with _editor(library_url, infant_id, reviewer) as editor:
        text, number = editor.undo_text, editor.next_to_undo()
        _reverse(editor, Action.UNDO, number)
        return text


def redo_last(library_url: str | None, infant_id: str, reviewer: Reviewer) -> str:
    """Redo what the reviewer undid last, and return what it was.

    Raises
    ------
    UsageError : there is nothing to redo, or another infant is called so since
    LibraryRefused : the library cannot be opened or written
    """
    with _editor(library_url, infant_id, reviewer) as editor:
        text, number = editor.redo_text, editor.next_to_redo()
        _reverse(editor, Action.REDO, number)
        return text


def _reverse(editor: Editor, action: Action, number: int) -> None:
    changes = editor.reversal_of(number)
    editor.reverse(action, number, changes, whole=pseudonym_check(editor.fingerprint, changes))


@contextmanager
def _editor(library_url: str | None, infant_id: str, reviewer: Reviewer) -> Iterator[Editor]:
    with closing(sealed_library(library_url, reviewer.name)) as library:
        yield Editor(library.whole, infant_id, reviewer.name, reviewer.role)
