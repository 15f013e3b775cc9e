"""Marks sorted by onset, in blocks, so that a change copies one block and shares the others."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from itertools import chain

from eegview.model.annotation import Annotation

_BLOCK = 512  # marks; a block over twice this is split


def onset_key(mark: Annotation) -> tuple[float, str]:
    """Return what marks are sorted by: onset, then identity."""
    return mark.onset_s, mark.annotation_id


def _onset(mark: Annotation) -> float:
    return mark.onset_s


class SortedMarks:
    """An immutable sequence of marks by onset."""

    __slots__ = ("_blocks", "_firsts")

    def __init__(self, marks: Iterable[Annotation] = ()) -> None:
        ordered = sorted(marks, key=onset_key)
        self._blocks = [ordered[i : i + _BLOCK] for i in range(0, len(ordered), _BLOCK)]
        self._firsts = [onset_key(block[0]) for block in self._blocks]

    def __iter__(self) -> Iterator[Annotation]:
        return chain.from_iterable(self._blocks)

    def __len__(self) -> int:
        return sum(map(len, self._blocks))

    def changed(self, gone: Iterable[Annotation], come: Iterable[Annotation]) -> SortedMarks:
        """Return the marks without `gone`, all of which are held, and with `come`."""
        marks = SortedMarks()
        marks._blocks, marks._firsts = self._blocks.copy(), self._firsts.copy()
        for mark in gone:
            number, place = marks._place_of(mark)
            block = marks._blocks[number]
            marks._replace(number, [block[:place] + block[place + 1 :]])
        for mark in come:
            if not marks._blocks:
                marks._blocks, marks._firsts = [[mark]], [onset_key(mark)]
                continue
            number, place = marks._place_of(mark)
            block = marks._blocks[number]
            block = [*block[:place], mark, *block[place:]]
            cuts = [block] if len(block) <= 2 * _BLOCK else [block[:_BLOCK], block[_BLOCK:]]
            marks._replace(number, cuts)
        return marks

    def between(self, start_s: float, stop_s: float) -> list[Annotation]:
        """Return marks with `start_s <= onset < stop_s`."""
        found: list[Annotation] = []
        for number in range(max(bisect_right(self._firsts, (start_s, "")) - 1, 0), len(self._blocks)):
            if self._firsts[number] >= (stop_s, ""):
                break
            block = self._blocks[number]
            found += block[bisect_left(block, start_s, key=_onset) : bisect_left(block, stop_s, key=_onset)]
        return found

    def after(self, time_s: float) -> Iterator[Annotation]:
        """Yield marks with a later onset, the nearest first."""
        first = max(bisect_right(self._firsts, time_s, key=lambda key: key[0]) - 1, 0)
        for block in self._blocks[first:]:
            yield from block[bisect_right(block, time_s, key=_onset) :]

    def before(self, time_s: float) -> Iterator[Annotation]:
        """Yield marks with an earlier onset, the nearest first."""
        for number in range(bisect_left(self._firsts, (time_s, "")) - 1, -1, -1):
            block = self._blocks[number]
            yield from reversed(block[: bisect_left(block, time_s, key=_onset)])

    def _place_of(self, mark: Annotation) -> tuple[int, int]:
        """Return the number of the block where the mark is or would be, and its position there."""
        key = onset_key(mark)
        number = max(bisect_right(self._firsts, key) - 1, 0)
        return number, bisect_left(self._blocks[number], key, key=onset_key)

    def _replace(self, number: int, blocks: list[list[Annotation]]) -> None:
        """Replace one block by others; empty blocks are dropped."""
        kept = [block for block in blocks if block]
        self._blocks[number : number + 1] = kept
        self._firsts[number : number + 1] = [onset_key(block[0]) for block in kept]
