"""The infant of a study in its bundle: its file with its chain of hashes, checked and taken over on another machine.

What stands in a library already is never changed by a bundle: what differs is told, and one more command brings it in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eegview.app.infant.log import all_logs, infants_in, owners_in
from eegview.app.infant.transfer import InfantDifference, bring_in, infant_difference
from eegview.app.library.opening import Reviewer
from eegview.app.provenance import Clock, provenance_of, utc_now
from eegview.exchange.infant_file import InfantFile, infant_file_text, read_infant_file
from eegview.model.errors import UnreadableFile, UsageError
from eegview.model.infant.infant import Infant, infant_of
from eegview.model.infant.member import members_of
from eegview.model.study.records import (
    DIARY_EVENT_TERM,
    DIARY_TERM,
    INFANT_TERM,
    MEMBER_TERM,
    MILESTONE_TERM,
    TREATMENT_TERM,
)
from eegview.model.text.language import tr_later

if TYPE_CHECKING:
    from eegview.app.blind_reading.sealed_library import SealedLibrary
    from eegview.exchange.bundle import Manifest

ABOUT = "infants"  # in the manifest
WHAT_IS_ADDED = tr_later(
    "Adds who the infant is (pseudonym, birth or age), its diary, treatments with doses, milestones and notes, and "
    "which studies it has, each with author and time. Dates can identify an infant."
)
_ADVICE = "Nothing was imported. Ask for the bundle again from where it was made."
_KINDS = {
    INFANT_TERM: ("statement on who it is", "statements on who it is"),
    MEMBER_TERM: ("study", "studies"),
    DIARY_TERM: ("day of the diary", "days of the diary"),
    DIARY_EVENT_TERM: ("event of the diary", "events of the diary"),
    TREATMENT_TERM: ("treatment", "treatments"),
    MILESTONE_TERM: ("milestone", "milestones"),
}


class InfantState(Enum):
    """What became of the infant of a bundle."""

    ADDED = "added"
    ALREADY_HERE = "already_here"
    DIFFERS = "differs"
    NOT_ADDED = "not_added"


@dataclass(frozen=True, slots=True)
class TakenInfant:
    """What became of one infant of a bundle, and what is to be told.

    edit : number of the act that added it, None where nothing was
    told : sentences
    """

    infant_id: str
    pseudonym: str
    state: InfantState
    told: tuple[str, ...]
    edit: int | None = None

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON."""
        return {
            "infant": self.infant_id,
            "pseudonym": self.pseudonym,
            "state": self.state.value,
            "edit": self.edit,
            "told": list(self.told),
        }


def infants_of_study(library: SealedLibrary, fingerprint: str) -> tuple[Infant, ...]:
    """Return the infants that a study belongs to: one, more only after libraries were joined."""
    return owners_in(all_logs(library)).get(fingerprint, ())


@dataclass(frozen=True, slots=True)
class InfantToBundle:
    """The file of an infant as text, and where its log ends."""

    infant_id: str
    text: str
    n_edits: int
    last_edit_hash: str


def infants_to_bundle(library: SealedLibrary, fingerprint: str, now: Clock = utc_now) -> tuple[InfantToBundle, ...]:
    """Return the infant of a study with its whole log.

    Raises
    ------
    UsageError : the study belongs to none, or to several: whose log may go along was asked of one only
    LibraryRefused : the library cannot be read
    """
    found = infants_of_study(library, fingerprint)
    if not found:
        raise UsageError(
            "This study belongs to no infant of the library.",
            "Leave --infant out, or add the study with “eegview infant add PSEUDONYM FILE”.",
        )
    if len(found) > 1:
        named = ", ".join(sorted(one.pseudonym for one in found))
        raise UsageError(
            f"This study is entered for {len(found)} infants: {named}.",
            "Remove it from all but its own on the timelines of these infants, or leave the infant out.",
        )
    made = []
    for name in (infant.infant_id for infant in found):
        edits = library.whole.edits(name)
        text = infant_file_text(name, edits, provenance_of(name, library, now=now))
        made.append(InfantToBundle(name, text, len(edits), edits[-1].hash))
    return tuple(made)


def infants_about(infants: Iterable[InfantToBundle]) -> list[dict[str, Any]]:
    """Return what the manifest says of each infant: its id, and where its log ends."""
    return [{"id": one.infant_id, "n_edits": one.n_edits, "last_edit_hash": one.last_edit_hash} for one in infants]


def read_infants(folder: Path, manifest: Manifest, fingerprint: str) -> tuple[InfantFile, ...]:
    """Return the infants of an unpacked bundle, each with its chain unbroken and the bundle's study among its studies.

    Raises
    ------
    UnreadableFile : one cannot be read, or is not what the manifest says
    """
    from eegview.exchange.bundle import INFANT

    found = tuple(read_infant_file(folder / name) for name in manifest.names(INFANT))
    ends = {one.infant_id: one.edits[-1].hash for one in found}
    try:
        said = {one["id"]: one["last_edit_hash"] for one in manifest.about.get(ABOUT, ())}
    except (TypeError, KeyError):
        said = {}
    if ends != said or len(ends) < len(found):
        raise UnreadableFile("The infant in the bundle is not the one that its manifest names.", _ADVICE)
    for one in found:
        if fingerprint not in {member.fingerprint for member in members_of(_records(one)) if not member.is_removed}:
            raise UnreadableFile("The infant in the bundle does not have the bundle's study.", _ADVICE)
    return found


def _records(held: InfantFile) -> Sequence[Any]:
    from eegview.store.checks.verification import replay

    return tuple(replay(held.edits).values())


def take_infants(
    infants: Iterable[InfantFile], files: Mapping[str, str], library: SealedLibrary, reviewer: Reviewer
) -> tuple[TakenInfant, ...]:
    """Add the infants of a bundle that are not here; of those that are, say what differs.

    files : the file of each infant as it is to be named in advice, by the infant's id

    Raises
    ------
    LibraryRefused : the library cannot be read or written
    """
    return tuple(_taken(one, files.get(one.infant_id, "FILE.json"), library, reviewer) for one in infants)


def _taken(held: InfantFile, file: str, library: SealedLibrary, reviewer: Reviewer) -> TakenInfant:
    infant = infant_of(held.infant_id, _records(held)) or Infant(held.infant_id)
    called = infant.pseudonym or held.infant_id[:15]
    here = {one.infant_id for one in infants_in(library.whole)}
    if library.whole.edits(held.infant_id):
        difference = infant_difference(library, held)
        if held.infant_id not in here:
            told = (f"The infant {called} of the bundle was removed here, and stays so.",)
            return TakenInfant(held.infant_id, called, InfantState.NOT_ADDED, told)
        if not difference.is_any:
            told = (f"The infant {called} of the bundle is here already.",)
            return TakenInfant(held.infant_id, called, InfantState.ALREADY_HERE, told)
        told = _difference_told(called, difference, file)
        return TakenInfant(held.infant_id, called, InfantState.DIFFERS, told)
    try:
        found = bring_in(library, held, reviewer)
    except UsageError as error:  # the marks of the study come in nevertheless
        advice = f"Bring it in with “eegview infant import {file}”: {error.advice}"
        told = (f"The infant {called} of the bundle was not added. {error.sentence} {advice}",)
        return TakenInfant(held.infant_id, called, InfantState.NOT_ADDED, told)
    told = (f"Added the infant {called} with {_counted(found.kinds)}.", *found.notes)
    return TakenInfant(held.infant_id, called, InfantState.ADDED, told, found.edit.number if found.edit else None)


def _difference_told(called: str, difference: InfantDifference, file: str) -> tuple[str, ...]:
    parts = [f"The infant {called} is here already, and was not changed."]
    for kinds, what in (
        (difference.only_there, "In the bundle and not here"),
        (difference.newer_there, "Changed later in the bundle"),
        (difference.only_here, "Here and not in the bundle"),
        (difference.newer_here, "Changed later here"),
        (difference.taken_back_here, "In the bundle, and undone or removed here, where it stays so"),
    ):
        if kinds:
            parts.append(f"{what}: {_counted(kinds)}.")
    parts += difference.notes
    if difference.only_there or difference.newer_there:
        parts.append(f"“eegview infant import {file}” brings in what is new there.")
    return tuple(parts)


def _counted(kinds: Mapping[str, int]) -> str:
    """Return numbers of records as text, by kind."""
    counts = Counter(kinds)
    named = [
        f"{n} {_KINDS[term][n != 1]}" if term in _KINDS else f"{n} other {'record' if n == 1 else 'records'}"
        for term, n in sorted(counts.items(), key=lambda one: list(_KINDS).index(one[0]) if one[0] in _KINDS else 99)
    ]
    return ", ".join(named) or "no records"
