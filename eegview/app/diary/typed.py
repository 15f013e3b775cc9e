"""Events and days as they are typed into the form of a diary."""

from __future__ import annotations

from datetime import date

from eegview.exchange.diary.said_words import number_said
from eegview.exchange.diary.written_times import parsed_duration_s, parsed_time
from eegview.model.errors import UsageError
from eegview.model.infant.diary_event import Certainty, DiaryEvent, WitnessedKind, event_fault
from eegview.model.treatment.diary import Witnessed

_MINUTE_S = 60.0


def typed_event(
    on: date,
    clock: str,
    count: str,
    lasted: str,
    after_waking: bool | None,
    seen_by: str,
    certainty: Certainty,
    note: str,
) -> DiaryEvent:
    """Return the event that was typed.

    Parameters
    ----------
    clock : time of its beginning, `7:40`; "" = not known
    count : spasms; 1 = a single spasm, "" = a cluster that was not counted
    lasted : minutes, or with a unit, `90 s`; "" = not known

    Raises
    ------
    UsageError : one of them cannot be read
    """
    at = parsed_time(clock) or parsed_time(_four_digits(clock)) if clock.strip() else None
    if clock.strip() and at is None:
        raise UsageError("The time cannot be read.", "Use 7:40; leave it empty where it is not known.")
    duration_s = parsed_duration_s(lasted, _MINUTE_S) if lasted.strip() else None
    if lasted.strip() and not duration_s:
        raise UsageError("The duration cannot be read.", "Give minutes, or 90 s; leave it empty where it is not known.")
    n = number_said(count) if count.strip() else None
    if count.strip() and (not isinstance(n, int) or n < 1):
        raise UsageError("The number of spasms cannot be read.", "Use 12; leave it empty where it was not counted.")
    kind = WitnessedKind.SPASM if n == 1 else WitnessedKind.CLUSTER
    event = DiaryEvent(
        "", on, at, kind, n if isinstance(n, int) else None, duration_s, after_waking, seen_by.strip(), certainty,
        note.strip(),
    )  # fmt: skip
    if fault := event_fault(event):
        raise UsageError(fault, "Correct it, then save again.")
    return event


def typed_number(text: str) -> Witnessed | int:
    """Return what is typed of a whole day: a number, `none`, `some`, `?`.

    Raises
    ------
    UsageError : it is none of these
    """
    said = number_said(text)
    if said is None:
        raise UsageError(f"“{text.strip()}” is not a number of spasms.", "Use a number, none, some or ?.")
    return said


def typed_day(number: str, clusters: str) -> tuple[Witnessed | int | None, int | None]:
    """Return what is typed of a whole day: its spasms and its clusters; None = nothing.

    Raises
    ------
    UsageError : one of them cannot be read
    """
    said = typed_number(number) if number.strip() else None
    if not clusters.strip():
        return said, None
    n_clusters = number_said(clusters)
    if n_clusters is Witnessed.NONE:
        n_clusters = 0
    if not isinstance(n_clusters, int):
        raise UsageError(f"“{clusters.strip()}” is not a number of clusters.", "Use 2; leave it empty where unknown.")
    if said is None and not n_clusters:
        raise UsageError("0 clusters say nothing of the day.", "Give its spasms, or “None seen”.")
    return said, n_clusters


def _four_digits(text: str) -> str:
    """Return `740` as `0740`."""
    text = text.strip()
    return f"0{text}" if len(text) == 3 and text.isascii() and text.isdecimal() else text
