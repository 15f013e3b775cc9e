"""Lines of a file that say something of the same whole day: equal ones are one, of others none is chosen."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from eegview.model.infant.diary_event import DiaryEvent
from eegview.model.treatment.diary import DiaryDay


def said_twice(lines: Iterable[tuple[int, DiaryEvent | DiaryDay]]) -> dict[int, str]:
    """Return the lines that are not to be taken, by number, with the reason.

    Of equal lines the first is taken. Where they differ, none is: which of them holds is not for a program to say.
    """
    by_day: dict[date | None, list[tuple[int, DiaryEvent | DiaryDay]]] = {}
    for number, said in lines:
        on = said.on if isinstance(said, DiaryEvent) else said.day.on
        by_day.setdefault(on, []).append((number, said))
    found: dict[int, str] = {}
    for held in by_day.values():
        first, *others = held
        if all(said == first[1] for _number, said in others):
            found |= {number: "the same day stands in the file before" for number, _said in others}
        else:
            words = tuple(dict.fromkeys(_word(said) for _number, said in held))
            named = " and ".join(words) if len(words) > 1 else "different remarks"
            how_often = "twice" if len(held) == 2 else f"{len(held)} times"
            found |= {number: f"its day stands {how_often}, with {named}" for number, _said in held}
    return found


def _word(said: DiaryEvent | DiaryDay) -> str:
    if said.count is not None:
        return str(said.count)
    return "some" if isinstance(said, DiaryEvent) else said.witnessed.value
