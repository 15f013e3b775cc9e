"""The answers of a learner in order of time, read from their lines when they are asked for."""

from __future__ import annotations

import gc
import json
from collections.abc import Iterator, Sequence
from typing import overload

from eegview.app.training.learner.record_lines import ANSWER_START, BODY_AT, answer_in, record_in
from eegview.model.training.answer import Answer


class AnswerList(Sequence[Answer]):
    """Answers by time; to count them or to take the last costs nothing, to go through them reads all once.

    A line that cannot be read is left out; it counts until all are read, then `n_unreadable` tells of it.

    lines : lines of answers, in the order in which they were written
    is_by_time : they stand in order of time already; not so where another computer's answers were added
    """

    def __init__(self, lines: list[bytes], is_by_time: bool) -> None:
        self._lines, self._is_by_time = lines, is_by_time
        self._read: tuple[Answer, ...] | None = None
        self.n_unreadable = 0

    @classmethod
    def of(cls, lines: list[bytes], is_by_time: bool) -> AnswerList:
        """Return the answers among the lines of a file."""
        stop = BODY_AT + len(ANSWER_START)
        return cls([line for line in lines if line[BODY_AT:stop] == ANSWER_START], is_by_time)

    def __len__(self) -> int:
        return len(self._lines) if self._read is None else len(self._read)

    @overload
    def __getitem__(self, index: int) -> Answer: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Answer, ...]: ...
    def __getitem__(self, index: int | slice) -> Answer | tuple[Answer, ...]:
        if self._read is None and self._is_by_time and isinstance(index, int):
            answer = _answer_of(self._lines[index])
            if answer is not None:
                return answer
        return self._all()[index]

    def __iter__(self) -> Iterator[Answer]:
        return iter(self._all())

    def _all(self) -> tuple[Answer, ...]:
        if self._read is None:
            was_on = gc.isenabled()
            gc.disable()  # with a hundred thousand new lists, collecting takes longer than reading
            try:
                answers = _answers_of(self._lines)
            finally:
                if was_on:
                    gc.enable()
            self.n_unreadable = len(self._lines) - len(answers)
            if not self._is_by_time:
                answers.sort(key=lambda answer: answer.answered_utc)
            self._read = tuple(answers)
        return self._read


def _answers_of(lines: list[bytes]) -> list[Answer]:
    """Return the answers of the lines that can be read: all in one go, one by one only where one of them cannot."""
    try:
        rows = json.loads(b"[" + b",".join(line[BODY_AT:] for line in lines) + b"]")
        if len(rows) == len(lines):
            return [answer_in(content) for _kind, _record_id, content in rows]
    except (ValueError, TypeError, RecursionError):
        pass
    return [answer for line in lines if (answer := _answer_of(line)) is not None]


def _answer_of(line: bytes) -> Answer | None:
    """Return the answer of a line, None where it cannot be read."""
    try:
        return answer_in(record_in(line).content)
    except (ValueError, TypeError, RecursionError):
        return None
