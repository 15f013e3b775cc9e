"""The answers of a learner in order of time, read from their lines when they are asked for."""

from __future__ import annotations

import gc
import json
from collections.abc import Iterator, Sequence
from typing import overload

from eegview.app.training.learner.record_lines import ANSWER_START, BODY_AT, answer_in
from eegview.model.training.answer import Answer


class AnswerList(Sequence[Answer]):
    """Answers by time; to count them or to take the last costs nothing, to go through them reads all once.

    lines : lines of answers, in the order in which they were written
    is_by_time : they stand in order of time already; not so where another computer's answers were added
    """

    def __init__(self, lines: list[bytes], is_by_time: bool) -> None:
        self._lines, self._is_by_time = lines, is_by_time
        self._read: tuple[Answer, ...] | None = None

    @classmethod
    def of(cls, lines: list[bytes], is_by_time: bool) -> AnswerList:
        """Return the answers among the lines of a file."""
        stop = BODY_AT + len(ANSWER_START)
        return cls([line for line in lines if line[BODY_AT:stop] == ANSWER_START], is_by_time)

    def __len__(self) -> int:
        return len(self._lines)

    @overload
    def __getitem__(self, index: int) -> Answer: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Answer, ...]: ...
    def __getitem__(self, index: int | slice) -> Answer | tuple[Answer, ...]:
        if self._read is None and self._is_by_time and isinstance(index, int):
            return answer_in(json.loads(self._lines[index][BODY_AT:])[2])
        return self._all()[index]

    def __iter__(self) -> Iterator[Answer]:
        return iter(self._all())

    def _all(self) -> tuple[Answer, ...]:
        if self._read is None:
            was_on = gc.isenabled()
            gc.disable()  # with a hundred thousand new lists, collecting takes longer than reading
            try:
                rows = json.loads(b"[" + b",".join(line[BODY_AT:] for line in self._lines) + b"]")
                answers = [answer_in(row[2]) for row in rows]
            finally:
                if was_on:
                    gc.enable()
            if not self._is_by_time:
                answers.sort(key=lambda answer: answer.answered_utc)
            self._read = tuple(answers)
        return self._read
