"""The same time of day in two recordings."""

from datetime import datetime, timedelta

from eegview.model.span import Span

_DAY_S = 86400.0


def same_clock_s(started: datetime, time_s: float, other_started: datetime, other: Span) -> float | None:
    """Return where the other recording has the clock time of a time (s) of the first, None where it was not running.

    Of several days the first is meant.

    started, other_started : clocks at the recordings' starts, without zones
    other : from the other recording's first sample to its last
    """
    moment = started + timedelta(seconds=time_s)
    midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    other_midnight = other_started.replace(hour=0, minute=0, second=0, microsecond=0)
    found_s = (moment - midnight).total_seconds() - (other_started - other_midnight).total_seconds()
    found_s %= _DAY_S
    return found_s if other.start_s <= found_s < other.stop_s else None
