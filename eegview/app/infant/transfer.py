"""Take an infant from one library to another: write its log into a file, and bring such a file's records in.

Of what was said about the same subject here and there, what was said last counts, as everywhere. Bringing the same file
in twice adds nothing the second time, and what was taken back here stays so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from eegview.app.infant.keeping import pseudonym_check
from eegview.app.infant.log import all_logs, infants_in, log_of
from eegview.app.library.editing import Editor
from eegview.app.library.opening import Reviewer
from eegview.app.provenance import Clock, provenance_of, utc_now
from eegview.exchange.infant_file import InfantFile, infant_file_text
from eegview.exchange.writing import write_whole
from eegview.model.annotation import FILE_LAYER, FINAL_LAYER, Annotation
from eegview.model.edit import Change, Edit
from eegview.model.errors import UsageError
from eegview.model.infant.infant import infant_of
from eegview.model.infant.pseudonym import pseudonym_fault, rule_text
from eegview.model.study.records import (
    DIARY_EVENT_TERM,
    DIARY_TERM,
    INFANT_TERM,
    MEMBER_TERM,
    MILESTONE_TERM,
    TREATMENT_TERM,
    about_of,
    said_at,
)

if TYPE_CHECKING:
    from eegview.app.blind_reading.sealed_library import SealedLibrary
    from eegview.store.library import Library

TAKEN_TERMS = frozenset({INFANT_TERM, MEMBER_TERM, MILESTONE_TERM, TREATMENT_TERM, DIARY_TERM, DIARY_EVENT_TERM})


@dataclass(frozen=True, slots=True)
class BroughtIn:
    """What became of the records of a file.

    edit : the one act that brought them in, None where nothing was new
    n_added, n_changed : records that are new, and newer than what stood here
    n_already_here : that stand here already, or were said here later
    n_taken_back : that were taken back here before
    notes : sentences on what was left out
    kinds : how many records of each term are new
    """

    infant_id: str
    edit: Edit | None
    n_added: int = 0
    n_changed: int = 0
    n_already_here: int = 0
    n_taken_back: int = 0
    notes: tuple[str, ...] = ()
    kinds: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class InfantDifference:
    """In what an infant of a file differs from the one that is here: how many records, by term.

    newer_there, newer_here : of what stands in both, said differently and later there or here
    taken_back_here : of what stands there; it stood here once, and an import leaves it out
    notes : sentences on what an import leaves out for another reason
    """

    only_there: Mapping[str, int]
    newer_there: Mapping[str, int]
    only_here: Mapping[str, int]
    newer_here: Mapping[str, int]
    taken_back_here: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @property
    def is_any(self) -> bool:
        kinds = (self.only_there, self.newer_there, self.only_here, self.newer_here, self.taken_back_here, self.notes)
        return any(kinds)


def write_infant(library: SealedLibrary, infant_id: str, out: Path, now: Clock = utc_now) -> int:
    """Write the log of an infant into a new file, and return how many edits it holds.

    Raises
    ------
    CannotWrite : the place cannot be written; nothing is left behind
    LibraryRefused : the library cannot be read
    """
    edits = library.whole.edits(infant_id)
    text = infant_file_text(infant_id, edits, provenance_of(infant_id, library, now=now))
    write_whole(out, text.encode())
    return len(edits)


def bring_in(library: SealedLibrary, held: InfantFile, reviewer: Reviewer, into: str = "") -> BroughtIn:
    """Bring the records of a file in as one act of the reviewer, each in the layer of who said it.

    into : id of an infant that is here, which they are to be of; "" = the same infant as there

    Raises
    ------
    UsageError : another infant here has the pseudonym, or it may be a name
    LibraryRefused : the library cannot be read or written
    """
    from eegview.store.checks.verification import replay

    infant_id = into or held.infant_id
    incoming = [record for record in replay(held.edits).values() if record.term_id in TAKEN_TERMS]
    n_other = len(replay(held.edits)) - len(incoming)
    if into:
        incoming = [record for record in incoming if record.term_id != INFANT_TERM]
    else:
        _check_pseudonym(library, held.infant_id, incoming)
    notes = [f"{n_other} records of another kind were left out."] if n_other else []
    incoming, more = _without_foreign(library.whole, infant_id, incoming)
    editor = Editor(library.whole, infant_id, reviewer.name, reviewer.role)
    found = _sorted_out(incoming, library.whole.annotations(infant_id), _gone(library.whole, infant_id))
    edit = None
    if found.added or found.changed:
        check = pseudonym_check(infant_id, (*(Change(None, one) for one in found.added), *found.changed))
        edit = editor.import_all(found.added, _reason(held), changed=found.changed, whole=check)
    return BroughtIn(
        infant_id,
        edit,
        len(found.added),
        len(found.changed),
        found.n_already_here,
        found.n_taken_back,
        (*notes, *more),
        Counter(record.term_id for record in found.added),
    )


def infant_difference(library: SealedLibrary, held: InfantFile) -> InfantDifference:
    """Return in what a file differs from what stands here of the same infant; nothing is changed.

    What was taken back there is not there. What `bring_in` would leave out is told as that, not as what is only there.

    Raises
    ------
    LibraryRefused : the library cannot be read
    """
    from eegview.store.checks.verification import replay

    incoming = [one for one in replay(held.edits).values() if one.term_id in TAKEN_TERMS]
    taken, notes = _without_foreign(library.whole, held.infant_id, incoming)
    there, stand_there = ({one.annotation_id: one for one in some} for some in (taken, incoming))
    here = {one.annotation_id: one for one in library.whole.annotations(held.infant_id) if one.term_id in TAKEN_TERMS}
    changed = [name for name in there.keys() & here.keys() if there[name] != here[name]]
    gone = _gone(library.whole, held.infant_id)
    only_there = there.keys() - here.keys()
    newer = {name for name in changed if said_at(there[name]) > said_at(here[name])}
    return InfantDifference(
        Counter(there[name].term_id for name in only_there - gone),
        Counter(there[name].term_id for name in newer),
        Counter(here[name].term_id for name in here.keys() - stand_there.keys()),
        Counter(there[name].term_id for name in changed if name not in newer),
        Counter(there[name].term_id for name in only_there & gone),
        tuple(notes),
    )


def _reason(held: InfantFile) -> str:
    return f"from the file of an infant; {len(held.edits)} edits there, the last {held.edits[-1].hash[:16]}"


@dataclass(frozen=True, slots=True)
class _SortedOut:
    added: tuple[Annotation, ...]
    changed: tuple[Change, ...]
    n_already_here: int
    n_taken_back: int


def _sorted_out(incoming: Iterable[Annotation], present: Iterable[Annotation], gone: frozenset[str]) -> _SortedOut:
    here = {record.annotation_id: record for record in present}
    added: list[Annotation] = []
    changed: list[Change] = []
    n_already = n_gone = 0
    for record in incoming:
        stands = here.get(record.annotation_id)
        if stands is None and record.annotation_id in gone:
            n_gone += 1
        elif stands is None:
            added.append(record)
        elif stands.layer == record.layer and said_at(record) > said_at(stands):
            changed.append(Change(stands, record))
        else:
            n_already += 1
    return _SortedOut(tuple(added), tuple(changed), n_already, n_gone)


def _gone(library: Library, infant_id: str) -> frozenset[str]:
    """Return the ids of the records that stood here once and were taken back."""
    edits = library.edits(infant_id)
    return frozenset(change.annotation_id for edit in edits for change in edit.changes if change.after is None)


def _check_pseudonym(library: SealedLibrary, infant_id: str, incoming: Sequence[Annotation]) -> None:
    infant = infant_of(infant_id, incoming)
    if infant is None:
        return
    if fault := pseudonym_fault(infant.pseudonym):
        raise UsageError(fault, f"Rename the infant where it comes from, or give --into. {rule_text()}")
    name = infant.pseudonym.casefold()
    if any(one.infant_id != infant_id and one.pseudonym.casefold() == name for one in infants_in(library.whole)):
        raise UsageError(
            f"Another infant here is called “{infant.pseudonym}”.",
            f"Give --into {infant.pseudonym} if it is the same infant; else rename the one here first.",
        )


def _without_foreign(
    library: Library, infant_id: str, incoming: Sequence[Annotation]
) -> tuple[list[Annotation], list[str]]:
    """Return the records that may come in, and sentences on those that may not."""
    others = [log for log in all_logs(library) if log.infant_id != infant_id and not log.infant.is_removed]
    owner = {member.fingerprint: log.infant.pseudonym for log in others for member in log.members}
    wanted = {one.fingerprint for one in log_of(infant_id, incoming).members}
    kept: list[Annotation] = []
    notes: list[str] = []
    for record in incoming:
        about = about_of(record)
        if record.layer in (FILE_LAYER, FINAL_LAYER, ""):
            notes.append("A record without author was left out.")
        elif record.term_id == MEMBER_TERM and about in owner and about in wanted:
            notes.append(f"The study {about[:12]}… belongs to the infant {owner[about]} here and was left out.")
        else:
            kept.append(record)
    return kept, list(dict.fromkeys(notes))
