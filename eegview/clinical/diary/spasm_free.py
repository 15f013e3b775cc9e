"""Days since the last witnessed spasm, and the gaps: a day without an entry is unknown, never zero."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from eegview.clinical.diary.day_names import days_named
from eegview.model.text.said import joined, tr_kept, tr_kept_n
from eegview.model.treatment.as_of import AsOf
from eegview.model.treatment.course import TreatmentCourse
from eegview.model.treatment.diary import Witnessed


@dataclass(frozen=True, slots=True)
class SpasmFreeDays:
    """What is known since the last witnessed spasm.

    last_day : of the axis, on which a spasm was witnessed last; None = none is entered
    as_of : the day until which it is counted, which may not be over
    n_days : days from the last witnessed spasm to that day; None where none is entered
    n_none : days after it of which the diary says that none were seen
    unknown_days : days after it of which it is not known; a day that is not over is not among them
    n_in_a_row : days right after it that are known to be without, up to the first that is not
    text : the same in one or two sentences
    """

    last_day: int | None
    as_of: int
    n_days: int | None
    n_none: int
    unknown_days: tuple[int, ...]
    n_in_a_row: int
    text: str

    @property
    def is_whole(self) -> bool:
        """Whether every day since then is known."""
        return not self.unknown_days


def spasm_free_days(
    course: TreatmentCourse, as_of: AsOf, recorded_days: Iterable[int] = (), possible_days: Iterable[int] = ()
) -> SpasmFreeDays | None:
    """Return the days since the last witnessed spasm; None where nothing is entered.

    Parameters
    ----------
    as_of : the day until which it is counted, see `AsOf`; later entries are left out, and “none” of a day that is not
        over does not count yet
    recorded_days : days of the axis on which a recording shows spasms that are seen as spasms
    possible_days : days on which one may show a spasm, by a clock that does not say the day: they are not known
    """
    recorded = set(recorded_days)
    as_of = course.as_of(as_of, recorded)
    until, whole = as_of.day, as_of.last_whole_day
    diary = {at: entry for at, entry in course.diary.items() if at <= until}
    recorded = {at for at in recorded if at <= until}
    if not diary and not recorded:
        return None
    some = {at for at, entry in diary.items() if entry.witnessed is Witnessed.SOME} | recorded
    none = {at for at, entry in diary.items() if entry.witnessed is Witnessed.NONE and at <= whole} - recorded
    open_days = none & set(possible_days)
    none -= open_days
    last = max(some, default=None)
    first = last + 1 if last is not None else min(diary)
    known = [at for at in range(first, whole + 1) if at in none]
    unknown = tuple(at for at in range(first, whole + 1) if at not in none)
    in_a_row = next((n for n, at in enumerate(range(first, whole + 1)) if at not in none), max(whole + 1 - first, 0))
    is_by_diary = not any(at >= first for at in open_days)
    text = _text(course, last, until, len(known), unknown, not as_of.is_over, is_by_diary)
    return SpasmFreeDays(last, until, until - last if last is not None else None, len(known), unknown, in_a_row, text)


def _text(
    course: TreatmentCourse,
    last: int | None,
    until: int,
    n_none: int,
    unknown: tuple[int, ...],
    is_open: bool,
    is_by_diary: bool,
) -> str:
    """Return it in sentences.

    is_by_diary : all that the diary says counts; else a clip leaves days open of which it says “none”
    """
    counted_to = course.day_text(until)
    if last is None:
        begin = tr_kept("No witnessed spasm is entered up to {day}.", day=counted_to)
        of_what: str = tr_kept_n("{n} day", "{n} days", n_none)
    elif last == until:
        return tr_kept("The last witnessed spasm was on {day}.", day=course.day_text(last))
    else:
        begin = tr_kept_n(
            "{n} day since the last witnessed spasm on {day}, counted to {until}.",
            "{n} days since the last witnessed spasm on {day}, counted to {until}.",
            until - last,
            day=course.day_text(last),
            until=counted_to,
        )
        of_what = tr_kept("{n_none} of {n}", n_none=n_none, n=until - last)
    said: str = tr_kept("The diary says “none” for {days}", days=of_what)
    if not is_by_diary:
        said = tr_kept("By diary and film, without a spasm: {days}", days=of_what)
    parts: list[str] = [said]
    if is_open:
        parts.append(tr_kept("{day} is not over", day=counted_to))
    if unknown:
        parts.append(
            tr_kept_n(
                "{days} is not known, so the last spasm may be later",
                "{days} are not known, so the last spasm may be later",
                len(unknown),
                days=days_named(course, unknown),
            )
        )
    return joined((begin, tr_kept("{sentence}.", sentence=joined(parts, "; "))))
