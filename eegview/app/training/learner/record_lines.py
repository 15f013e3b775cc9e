"""Records of a learner as lines of text, each chained to the line before by SHA-256.

A line is the hash, a space, and a list in JSON: kind, the record's own id, what it holds. The hash is that of the hash
of the line before and this list, so that no line can be changed, taken out or put in between without a trace.
"""

from __future__ import annotations

import hashlib
import json
import math
import secrets
from dataclasses import astuple, dataclass, fields
from operator import attrgetter
from typing import Any

from eegview.app.training.learner.records import check_utc
from eegview.model.training.answer import CONFIDENCES, MODES, Answer

ANSWER, LEARNER, BEGUN, ENDED = "answer", "learner", "begun", "ended"
CONSENT, COMMENT, MERGED, NAMED = "consent", "comment", "merged", "named"
HASH_LENGTH = 64
BODY_AT = HASH_LENGTH + 1
ANSWER_START = b'["answer",'
N_FIELDS = len(fields(Answer))
_TEXTS_OF = attrgetter(*(field.name for field in fields(Answer) if field.type is str))
_FLAGS_OF = attrgetter(*(field.name for field in fields(Answer) if field.type is bool))
_NUMBERS_OF = attrgetter("took_s", "onset_s", "onset_difference_s", "truth_share")
_TEXT, _FLAG = {str}, {bool}


@dataclass(frozen=True, slots=True)
class Record:
    """One record: `content` is a row of values for an answer, else names and values."""

    kind: str
    record_id: str
    content: Any


def body_of(kind: str, content: Any) -> bytes:
    """Return a new record as JSON, with an id of its own, so that no two are alike."""
    if isinstance(content, Answer):
        content = astuple(content)
    text = json.dumps([kind, secrets.token_hex(8), content], ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.encode("utf-8")


def chained(last_hash: bytes, body: bytes) -> bytes:
    """Return the line of a record: its hash, the record, a line feed."""
    return link(last_hash, body) + b" " + body + b"\n"


def link(last_hash: bytes, body: bytes) -> bytes:
    """Return the hash of a line, 64 letters."""
    return hashlib.sha256(last_hash + body).hexdigest().encode("ascii")


def record_in(line: bytes) -> Record:
    """Return the record of a line.

    Raises
    ------
    ValueError : the line is not a record
    """
    parts = json.loads(line[BODY_AT:])
    if not (isinstance(parts, list) and len(parts) == 3 and isinstance(parts[0], str) and isinstance(parts[1], str)):
        raise ValueError("the line is not a record")
    return Record(parts[0], parts[1], parts[2])


def answer_in(row: Any) -> Answer:
    """Return the answer of a row of values; a newer version of the program may have written more of them.

    Raises
    ------
    ValueError, TypeError : the row is no answer
    """
    if type(row) is not list:
        raise TypeError("an answer is a row of values")
    answer = Answer(*row[:N_FIELDS])
    check_answer_types(answer)
    return answer


def check_answer_types(answer: Answer) -> None:
    """Check that each value of an answer is of its kind.

    Raises
    ------
    ValueError, TypeError : one is not
    """
    if not (set(map(type, _TEXTS_OF(answer))) == _TEXT and set(map(type, _FLAGS_OF(answer))) == _FLAG):
        raise TypeError("an answer has a value of another kind")
    if type(answer.confidence) is not int or answer.confidence not in CONFIDENCES or answer.mode not in MODES:
        raise ValueError("an answer has a confidence or a mode that is not known")
    for value in _NUMBERS_OF(answer):
        if value is not None and not (type(value) in (int, float) and math.isfinite(value)):
            raise ValueError("an answer has a number that is none")
    if answer.took_s is None or answer.took_s < 0:
        raise ValueError("an answer took some time")
    check_utc(answer.answered_utc)


def whole_lines(content: bytes) -> tuple[list[bytes], bytes]:
    """Return the lines that were completely written, without their ends, and what was not, b"" for none."""
    *lines, rest = content.split(b"\n")
    return lines, rest
