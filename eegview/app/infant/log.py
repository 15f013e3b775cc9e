"""What the log of an infant says, and which infants a library holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from eegview.model.annotation import Annotation
from eegview.model.infant.diary_event import DiaryEvent, diary_events_of
from eegview.model.infant.infant import Infant, infant_of, is_infant_id
from eegview.model.infant.member import Member, members_of
from eegview.model.infant.milestone import Milestone, milestones_of
from eegview.model.study.records import INFANT_TERM, MEMBER_TERM, STUDY_TERMS
from eegview.model.treatment.diary import DiaryDay, diary_days
from eegview.model.treatment.treatment import Treatment, treatments

if TYPE_CHECKING:
    from eegview.store.library import Library


@dataclass(frozen=True, slots=True)
class InfantLog:
    """All that is said of an infant in its own log; what its studies' logs say is not here.

    infant : without pseudonym where the log does not say who it is
    records : as they stand, everybody's
    """

    infant: Infant
    records: tuple[Annotation, ...] = ()

    @property
    def infant_id(self) -> str:
        return self.infant.infant_id

    @property
    def members(self) -> tuple[Member, ...]:
        return members_of(self.records)

    @property
    def milestones(self) -> tuple[Milestone, ...]:
        return milestones_of(self.records)

    @property
    def treatments(self) -> tuple[Treatment, ...]:
        return treatments(self.records)

    @property
    def diary(self) -> tuple[DiaryDay, ...]:
        return diary_days(self.records)

    @property
    def events(self) -> tuple[DiaryEvent, ...]:
        return diary_events_of(self.records)

    def member(self, fingerprint: str) -> Member | None:
        """Return the entry of a study, None where the infant does not have it."""
        return next((one for one in self.members if one.fingerprint == fingerprint), None)


def log_of(infant_id: str, records: Iterable[Annotation]) -> InfantLog:
    """Return the log of an infant from the records that it holds."""
    held = tuple(record for record in records if record.term_id in STUDY_TERMS)
    return InfantLog(infant_of(infant_id, held) or Infant(infant_id), held)


def infant_log(library: Library, infant_id: str) -> InfantLog:
    """Return the log of an infant as a library holds it, as its reader may see it."""
    return log_of(infant_id, library.annotations(infant_id))


def all_logs(library: Library) -> tuple[InfantLog, ...]:
    """Return who each infant of a library is and what studies it has, by pseudonym; removed ones are among them.

    Only these records are read, of all infants at once.
    """
    found = library.records_everywhere({INFANT_TERM, MEMBER_TERM})
    logs = (log_of(name, records) for name, records in found.items() if is_infant_id(name))
    return tuple(sorted(logs, key=lambda log: (log.infant.pseudonym.casefold(), log.infant_id)))


def infants_in(library: Library) -> tuple[Infant, ...]:
    """Return the infants of a library by pseudonym, without those that were removed."""
    return tuple(log.infant for log in all_logs(library) if not log.infant.is_removed)


def owners_in(logs: Iterable[InfantLog]) -> dict[str, tuple[Infant, ...]]:
    """Return the infants that each study belongs to, by fingerprint: one, more only after libraries were joined.

    logs : see `all_logs`, which asks for those of all infants at once: once for all studies of an act
    """
    found: dict[str, tuple[Infant, ...]] = {}
    for log in logs:
        for member in log.members if not log.infant.is_removed else ():
            found[member.fingerprint] = (*found.get(member.fingerprint, ()), log.infant)
    return found
