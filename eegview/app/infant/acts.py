"""Say who an infant is, which studies it has, what milestones it gained or lost: statements for its log."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from eegview.app.infant.log import InfantLog
from eegview.app.study.records import Statement
from eegview.model.annotation import new_annotation_id
from eegview.model.errors import UsageError
from eegview.model.infant.age import birth_of
from eegview.model.infant.day_rule import MOST_EARLY_DAYS, SLACK_DAYS
from eegview.model.infant.infant import Infant, held_infant, infant_subject
from eegview.model.infant.member import CLIP, EEG, Member, held_member
from eegview.model.infant.milestone import Milestone, held_milestone
from eegview.model.infant.pseudonym import pseudonym_doubt, rule_text, use_anyway_text
from eegview.model.patient import OLDEST_DAYS
from eegview.model.study.records import INFANT_TERM, MEMBER_TERM, MILESTONE_TERM

MOST_LATE_DAYS = 5 * 7
LONGEST_NOTE = 500


class DoubtfulPseudonym(UsageError):
    """A pseudonym may be a name or a date, and a person may say that it is neither."""


def infant_statement(
    infant: Infant, others: Iterable[Infant], today: date, is_pseudonym_confirmed: bool = False
) -> Statement:
    """Return what says who an infant is, for the infant's log.

    others : infants of the library; no two that are not removed have one pseudonym
    today : nobody is born later
    is_pseudonym_confirmed : a person said that a doubtful pseudonym is neither a name nor a date

    Raises
    ------
    DoubtfulPseudonym : it may be one, and nobody said so yet
    UsageError : the pseudonym cannot be used, or the days cannot be right
    """
    infant = replace(infant, pseudonym=infant.pseudonym.strip())
    others = tuple(others)
    doubt = pseudonym_doubt(infant.pseudonym)
    if doubt is not None and doubt.is_sure:
        raise UsageError(doubt.sentence, rule_text())
    is_held = any(one.infant_id == infant.infant_id and one.pseudonym == infant.pseudonym for one in others)
    if doubt is not None and not (is_pseudonym_confirmed or is_held):
        raise DoubtfulPseudonym(doubt.sentence, use_anyway_text())
    taken = (one for one in others if one.infant_id != infant.infant_id and not one.is_removed)
    if any(one.pseudonym.casefold() == infant.pseudonym.casefold() for one in taken):
        raise UsageError(f"Another infant is called “{infant.pseudonym}”.", "Choose another pseudonym.")
    if fault := days_fault(infant, today):
        raise UsageError(fault, "Correct the days, or leave out what is not known.")
    return Statement(INFANT_TERM, infant_subject(), held_infant(infant))


def removal_of(infant: Infant) -> Statement:
    """Return what takes an infant from the list; its log stays, and undo brings it back."""
    return Statement(INFANT_TERM, infant_subject(), held_infant(replace(infant, is_removed=True)))


def days_fault(infant: Infant, today: date) -> str:
    """Return in one sentence why birth, age and due date cannot be right, "" where they can."""
    if infant.born_on is not None and infant.age_days is not None:
        return "Give the birth date or an age, not both."
    if (infant.age_days is None) != (infant.age_on is None):
        return "An age needs the day on which it holds."
    if infant.age_days is not None and not 0 <= infant.age_days <= OLDEST_DAYS:
        return "The age is beyond what is read here."
    born = birth_of(infant)
    if born is not None and born > today:
        return "The birth date lies in the future."
    if born is not None and (today - born).days > OLDEST_DAYS:
        return "The birth date lies too far in the past."
    if born is None or infant.due_on is None:
        return ""
    early = (infant.due_on - born).days
    about = infant.born_on is None and infant.age_days is not None
    slack = SLACK_DAYS if about else 0
    if early > MOST_EARLY_DAYS + slack:
        return f"The due date lies more than {MOST_EARLY_DAYS // 7} weeks after birth."
    if early < -MOST_LATE_DAYS - slack:
        return f"The due date lies more than {MOST_LATE_DAYS // 7} weeks before birth."
    return ""


def member_statement(member: Member, owners: Iterable[Infant], infant_id: str) -> Statement:
    """Return what adds a study to an infant, or says its day.

    owners : infants that have the study already, see `log.owners_in`

    Raises
    ------
    UsageError : the study belongs to another infant, or the day is none
    """
    other = next((one for one in owners if one.infant_id != infant_id), None)
    if other is not None and not member.is_removed:
        raise UsageError(
            f"This study belongs to the infant {other.pseudonym or other.infant_id}.",
            "Remove it there first, if it is another infant's.",
        )
    if member.kind not in (EEG, CLIP):
        raise UsageError(f"There is no kind of study “{member.kind}”.", f"Use {EEG} or {CLIP}.")
    if member.recorded_on:
        _checked_day(member.recorded_on)
    return Statement(MEMBER_TERM, member.fingerprint, held_member(member))


def member_removal(log: InfantLog, fingerprint: str) -> Statement:
    """Return what removes a study from an infant; the study and all that is said in its own log stay.

    Raises
    ------
    UsageError : the infant does not have it
    """
    member = log.member(fingerprint)
    if member is None:
        raise UsageError("This study does not belong to the infant.", "See its studies with “eegview infant show”.")
    return Statement(MEMBER_TERM, fingerprint, held_member(replace(member, is_removed=True)))


def milestone_statement(milestone: Milestone) -> Statement:
    """Return what says a milestone; one without id is a new one. Its day is checked where it is said.

    Raises
    ------
    UsageError : it has no text, or too long a one
    """
    text = milestone.text.strip()
    if not text:
        raise UsageError("The milestone has no text.", "Say in a few words what was gained or lost.")
    if len(text) > LONGEST_NOTE:
        raise UsageError(f"The note is longer than {LONGEST_NOTE} characters.", "Shorten it.")
    about = milestone.milestone_id or new_annotation_id()
    return Statement(MILESTONE_TERM, about, held_milestone(replace(milestone, text=text)))


def milestone_removal(milestone_id: str) -> Statement:
    """Return what takes a milestone back, whoever said it."""
    return Statement(MILESTONE_TERM, milestone_id, held_milestone(None))


def aged_infant(infant: Infant, age_days: int, on: date) -> Infant:
    """Return the infant with an age that holds on a day in place of a birth date."""
    return replace(infant, born_on=None, age_days=age_days, age_on=on)


def _checked_day(text: str) -> None:
    try:
        date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"“{text}” is not a day.", "Use a date such as 2020-03-02.") from error
