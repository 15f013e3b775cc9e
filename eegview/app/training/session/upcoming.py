"""Which categories come back, and when, in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from statistics import median

from eegview.app.training.session.drawing import Drawing
from eegview.app.training.session.plan import Upcoming
from eegview.model.training.answer import Answer

_USUAL_PACE_S = 18.0  # 200 items an hour
_MOST_ITEMS = 60


def upcoming(drawing: Drawing, now: datetime, given: Sequence[Answer]) -> tuple[Upcoming, ...]:
    """Return all categories of a set: those that were asked by the time they are due, then those that are new.

    given : answers of this sitting; from them the pace is told
    """
    pace_s = median([one.took_s for one in given]) + 3.0 if len(given) >= 5 else _USUAL_PACE_S
    found: list[tuple[datetime | None, Upcoming]] = []
    for category in sorted(set(drawing.categories.values())):
        due = drawing.schedule.due(category)
        text = "new" if due is None else due_text(due - now, pace_s)
        n_unseen = drawing.n_unseen(category)
        told = due.isoformat() if due else None
        found.append((due, Upcoming(category, told, text, drawing.schedule.n_answered(category), n_unseen)))
    found.sort(key=lambda one: (one[0] is None, one[0] or now, one[1].category))
    return tuple(one for _due, one in found)


def due_text(ahead: timedelta, pace_s: float) -> str:
    """Return when something is due: “now”, “in about 4 items”, “in 3 h”, “in 8 d”."""
    seconds = ahead.total_seconds()
    if seconds <= 0:
        return "now"
    n_items = max(round(seconds / max(pace_s, 1.0)), 1)
    if n_items <= _MOST_ITEMS and seconds < 3600:
        return "in about 1 item" if n_items == 1 else f"in about {n_items} items"
    if seconds < 86400:
        return f"in {max(round(seconds / 3600), 1)} h"
    return f"in {round(seconds / 86400)} d"
