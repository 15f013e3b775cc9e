"""What is entered for an infant on days before its birth: told where the infant is shown, and where birth is said."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from eegview.app.infant.log import InfantLog
from eegview.model.infant.age import birth_of
from eegview.model.infant.day_rule import SLACK_DAYS
from eegview.model.infant.infant import Infant


def early_note(
    infant: Infant, diary: Iterable[date], treatments: Iterable[date], milestones: Iterable[date]
) -> list[str]:
    """Return a sentence on what lies before birth, none where nothing does.

    diary, treatments, milestones : days of the diary, first days of doses, days of milestones
    """
    born = birth_of(infant)
    if born is None:
        return []
    slack = 0 if infant.born_on is not None else SLACK_DAYS
    kinds = (("day of the diary", "days of the diary", diary), ("treatment", "treatments", treatments),
             ("milestone", "milestones", milestones))  # fmt: skip
    counted = [(one, many, sum((born - on).days > slack for on in set(days))) for one, many, days in kinds]
    said = [f"{n:,} {one if n == 1 else many}" for one, many, n in counted if n]
    if not said:
        return []
    n_all = sum(n for _one, _many, n in counted)
    lies = "lies" if n_all == 1 else "lie"
    return [f"{' and '.join(said)} {lies} before birth: check the birth date, and the days that were entered."]


def early_in_log(log: InfantLog) -> list[str]:
    """Return the same of what the infant's own log says."""
    diary = {one.day.on for one in log.diary if one.day.on is not None} | {one.on for one in log.events}
    starts = [one.start.on for one in log.treatments if one.start.on is not None]
    return early_note(log.infant, diary, starts, [one.on for one in log.milestones])
