"""Records of a learner as lines of text, each chained to the line before by SHA-256.

A line is the hash, a space, and a list in JSON: kind, the record's own id, what it holds. The hash is that of the hash
of the line before and this list, so that no line can be changed, taken out or put in between without a trace.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import astuple, dataclass, fields
from typing import Any

from eegview.model.training.answer import Answer

ANSWER, LEARNER, BEGUN, ENDED = "answer", "learner", "begun", "ended"
CONSENT, COMMENT, MERGED = "consent", "comment", "merged"
HASH_LENGTH = 64
BODY_AT = HASH_LENGTH + 1
ANSWER_START = b'["answer",'
N_FIELDS = len(fields(Answer))


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


def answer_in(row: list[Any]) -> Answer:
    """Return the answer of a row of values; a newer version of the program may have written more of them.

    Raises
    ------
    ValueError, TypeError : the row is no answer
    """
    return Answer(*row[:N_FIELDS])


def whole_lines(content: bytes) -> tuple[list[bytes], bytes]:
    """Return the lines that were completely written, without their ends, and what was not, b"" for none."""
    *lines, rest = content.split(b"\n")
    return lines, rest
