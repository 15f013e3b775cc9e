"""On which days something can be said of an infant. One rule for diary, milestones, treatments and imports."""

from __future__ import annotations

from datetime import date, timedelta

from eegview.model.infant.age import birth_of
from eegview.model.infant.infant import Infant

MOST_YEARS_BACK = 50  # where neither birth nor due date is known; dates of recordings may be shifted
MOST_EARLY_DAYS = 20 * 7  # of a birth before the due date
SLACK_DAYS = 31  # an age in months is known to a month
MOST_PLANNED_DAYS = 366  # that a treatment is planned ahead
NOBODY = Infant("")  # for what is said where no infant is known


def day_fault(on: date, infant: Infant, today: date, is_planned: bool = False) -> str:
    """Return in one sentence why nothing can be said of an infant on a day, "" where it can.

    Without birth and due date only what lies decades back is refused: a year of another century, or one cut short.

    Parameters
    ----------
    today : nothing is known later
    is_planned : what is said is meant to happen, as the end of a treatment, and may lie a year ahead
    """
    ahead = (on - today).days
    if ahead > 0 and not is_planned:
        return "The day lies in the future."
    if ahead > MOST_PLANNED_DAYS:
        return "The day lies more than a year ahead."
    if infant.born_on is not None:
        return "The day lies before birth." if on < infant.born_on else ""
    born = birth_of(infant)
    if born is not None:
        return "The day lies before birth." if (born - on).days > SLACK_DAYS else ""
    if infant.due_on is not None:
        is_early = (infant.due_on - on).days > MOST_EARLY_DAYS
        return f"The day lies more than {MOST_EARLY_DAYS // 7} weeks before the due date." if is_early else ""
    is_long_ago = on < today - timedelta(days=MOST_YEARS_BACK * 365)
    return f"The day lies more than {MOST_YEARS_BACK} years back." if is_long_ago else ""
