"""Evidence for a score as records: each is a mark of a reserved term in its reader's layer, so that it is an edit.

score_bin : one bin. Onset and duration are the bin's; channels = electrodes of the foci; attributes scale, epoch
    (start, s), bin (from 0), state (spike, none), source (hand, accepted)
score_page : one page that was read to its end; attributes scale, epoch, page (from 0)
score_answer : the answer to one question on the epoch or the study; attributes scale, epoch, question, value; the foci
    elsewhere in the study (question other_foci) are its channels
score_amplitude : one wave measured below its row's limit. Onset and duration are the wave's; channels = the row;
    attributes scale, epoch, amplitude_uv, filters. At the limit or above it is a clinical mark of the term
    high_amplitude_channel with the same attributes.
score_sheet : the reader's sheet of one epoch; attributes scale, epoch, parameters (JSON), and once it is committed
    committed (ISO 8601), score, percent, evidence (hash); seen = readers whose scores were shown before a change

A record's id follows from what it is about, so that two machines of one reader speak of the same record.
"""

import hashlib
import math
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace

from eegview.model.annotation import Annotation, is_count
from eegview.model.scoring.evidence import (
    BY_HAND,
    HIGH_TERM,
    NO_SPIKE,
    OTHER_FOCI,
    QUESTIONS,
    SPIKE,
    SheetKey,
)
from eegview.model.scoring.parameters import ScaleParameters, parameters_of
from eegview.model.scoring.terms import AMPLITUDE_TERM, ANSWER_TERM, BIN_TERM, PAGE_TERM, SHEET_TERM
from eegview.model.span import Span

_SCALE, _EPOCH = "scale", "epoch"
_CLOSE_S = 2e-3  # times pass through text files with three decimals
_MOST_UV = 1e6
_MOST_S = 1e9


@dataclass(frozen=True, slots=True)
class SheetRecord:
    """A reader's sheet as it is kept.

    parameters : the values it is scored by, None where they cannot be read
    committed_utc : ISO 8601, "" where it is not committed
    score, percent : as committed, None before
    evidence_hash : hash over the evidence that was committed, "" before
    seen : readers whose scores were shown to this one before the sheet was changed again
    """

    record: Annotation
    parameters: ScaleParameters | None
    committed_utc: str = ""
    score: int | None = None
    percent: float | None = None
    evidence_hash: str = ""
    seen: tuple[str, ...] = ()


def record_id(fingerprint: str, layer: str, key: SheetKey, term_id: str, about: str) -> str:
    """Return the id of the record of one reader about one thing of a sheet (the bin's number, the question …)."""
    name = "\n".join((fingerprint, layer, key.scale_id, key.start_text, term_id, about))
    return uuid.uuid5(uuid.NAMESPACE_OID, name).hex


def key_of(record: Annotation) -> SheetKey | None:
    """Return the sheet that a record belongs to, None where the record does not say it."""
    held = dict(record.attributes)
    scale_id, start_s = held.get(_SCALE, ""), _number(held.get(_EPOCH, ""), _MOST_S)
    return SheetKey(scale_id, start_s) if scale_id and start_s is not None else None


def bin_record(
    identity: str, key: SheetKey, number: int, bin_s: float, foci: Iterable[str], state: str, source: str, layer: str
) -> Annotation:
    """Return the record of a bin (number from 0, length in s)."""
    held = {"bin": str(number), "state": state, "source": source}
    foci = tuple(dict.fromkeys(foci)) if state == SPIKE else ()
    return _record(identity, BIN_TERM, key, Span(*_edges(key, number, bin_s)), held, layer, foci)


def bin_of(record: Annotation) -> tuple[int, str, str] | None:
    """Return number, state and source of the bin in a record, None where the record holds none."""
    held = dict(record.attributes)
    number, state, source = held.get("bin", ""), held.get("state", ""), held.get("source", BY_HAND)
    if record.term_id != BIN_TERM or not is_count(number) or state not in (SPIKE, NO_SPIKE):
        return None
    key = key_of(record)
    if key is None or record.duration_s <= 0 or len(number) > 5:
        return None
    if abs(key.start_s + int(number) * record.duration_s - record.onset_s) > _CLOSE_S:
        return None  # moved from outside: it is not known which bin is meant
    return int(number), state, source


def merged_bins(before: Annotation | None, after: Annotation, now: Annotation) -> Annotation | None:
    """Return a bin changed from `before` to `after` here, and to `now` elsewhere, with the foci of both.

    None where it has a spike by the one and none by the other. Where both marked it anew, `before` is None.
    """
    if before == now:
        return after
    was = before.channels if before is not None else ()
    mine, theirs, first = bin_of(after), bin_of(now), bin_of(before) if before is not None else None
    if mine is None or theirs is None:
        return None
    if mine[1] != theirs[1]:  # one of them may be as it was
        if first is None or first[1] not in (mine[1], theirs[1]):
            return None
        if first[1] == mine[1] and after.channels == was:
            return now
        return after if now.channels == was else None
    kept = [name for name in now.channels if name in after.channels or name not in was]
    added = [name for name in after.channels if name not in was and name not in kept]
    source = BY_HAND if BY_HAND in (mine[2], theirs[2]) else mine[2]
    held = {**dict(now.attributes), "source": source}
    return replace(now, channels=(*kept, *added), attributes=_sorted(held))


def page_record(identity: str, key: SheetKey, page: int, page_s: float, layer: str) -> Annotation:
    """Return the record that a page (from 0, length in s) was read to its end."""
    return _record(identity, PAGE_TERM, key, Span(*_edges(key, page, page_s)), {"page": str(page)}, layer)


def page_of(record: Annotation) -> int | None:
    """Return the page that a record says was read, None where it says none."""
    number = dict(record.attributes).get("page", "")
    is_valid = record.term_id == PAGE_TERM and is_count(number) and len(number) <= 5 and key_of(record) is not None
    return int(number) if is_valid else None


def answer_record(
    identity: str, key: SheetKey, length_s: float, question: str, value: str, layer: str, channels: Iterable[str] = ()
) -> Annotation:
    """Return the record of an answer; that on foci elsewhere holds electrodes as channels."""
    span = Span(key.start_s, key.start_s + length_s)
    held = {"question": question, "value": value}
    return _record(identity, ANSWER_TERM, key, span, held, layer, tuple(dict.fromkeys(channels)))


def answer_of(record: Annotation) -> tuple[str, str] | None:
    """Return question and answer in a record, None where it holds no valid ones."""
    held = dict(record.attributes)
    question, value = held.get("question", ""), held.get("value", "")
    if record.term_id != ANSWER_TERM or key_of(record) is None:
        return None
    if question == OTHER_FOCI:
        return question, value
    return (question, value) if value in QUESTIONS.get(question, ()) else None


def amplitude_record(
    identity: str, key: SheetKey, row: str, value_uv: float, limit_uv: float, span: Span, filters: str, layer: str
) -> Annotation:
    """Return the record of a measured wave; a clinical mark where it reaches the limit of its row."""
    term_id = HIGH_TERM if value_uv >= limit_uv else AMPLITUDE_TERM
    held = {"amplitude_uv": f"{value_uv:.1f}", "filters": filters}
    return _record(identity, term_id, key, span, held, layer, (row,))


def amplitude_of(record: Annotation) -> tuple[str, float, str] | None:
    """Return row, value (µV) and filters of a measured wave, None where the record or mark holds none."""
    if record.term_id not in (AMPLITUDE_TERM, HIGH_TERM) or len(record.channels) != 1:
        return None
    held = dict(record.attributes)
    value_uv = _number(held.get("amplitude_uv", ""), _MOST_UV)
    return (record.channels[0], value_uv, held.get("filters", "")) if value_uv is not None else None


def sheet_record(identity: str, key: SheetKey, parameters: ScaleParameters, layer: str) -> Annotation:
    """Return the record of a sheet that is not committed."""
    span = Span(key.start_s, key.start_s + parameters.length_s)
    return _record(identity, SHEET_TERM, key, span, {"parameters": parameters.text}, layer)


def committed(
    record: Annotation, at_utc: str, score: int, percent: float, evidence_hash: str, seen: Iterable[str] = ()
) -> Annotation:
    """Return the record of a sheet as committed."""
    held = {
        **dict(record.attributes),
        "committed": at_utc,
        "score": str(score),
        "percent": f"{percent:.4f}",
        "evidence": evidence_hash,
    }
    return replace(record, attributes=_sorted(_with_seen(held, seen)))


def withdrawn(record: Annotation, seen: Iterable[str]) -> Annotation:
    """Return the record of a sheet whose commit is withdrawn.

    seen : readers whose scores were shown meanwhile
    """
    held = {k: v for k, v in record.attributes if k not in ("committed", "score", "percent", "evidence")}
    return replace(record, attributes=_sorted(_with_seen(held, seen)))


def sheet_of(record: Annotation) -> SheetRecord | None:
    """Return the sheet in a record, None where it holds none; half a commit is none."""
    held = dict(record.attributes)
    if record.term_id != SHEET_TERM or key_of(record) is None:
        return None
    score, percent = held.get("score", ""), _number(held.get("percent", ""), 100.0)
    seen = tuple(name for name in held.get("seen", "").split("\n") if name)
    sheet = SheetRecord(record, parameters_of(held.get("parameters", "")), seen=seen)
    if not held.get("committed") or not is_count(score) or percent is None or not held.get("evidence"):
        return sheet
    return replace(
        sheet,
        committed_utc=held["committed"],
        score=int(score),
        percent=percent,
        evidence_hash=held["evidence"],
    )


def evidence_hash(records: Iterable[Annotation]) -> str:
    """Return the hex SHA-256 over what records and marks say, in whatever order they come."""
    lines = sorted(
        repr((r.term_id, round(r.onset_s, 3), round(r.duration_s, 3), sorted(r.channels), sorted(r.attributes)))
        for r in records
        if r.term_id != SHEET_TERM
    )
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _record(
    identity: str,
    term_id: str,
    key: SheetKey,
    span: Span,
    held: dict[str, str],
    layer: str,
    channels: tuple[str, ...] = (),
) -> Annotation:
    attributes = _sorted({**held, _SCALE: key.scale_id, _EPOCH: key.start_text})
    return Annotation(identity, term_id, span.start_s, span.duration_s, channels, attributes, layer=layer)


def _edges(key: SheetKey, number: int, length_s: float) -> tuple[float, float]:
    start_s = round(key.start_s + number * length_s, 3)
    return start_s, round(start_s + length_s, 3)


def _sorted(held: dict[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(held.items()))


def _with_seen(held: dict[str, str], seen: Iterable[str]) -> dict[str, str]:
    names = dict.fromkeys((*(name for name in held.get("seen", "").split("\n") if name), *seen))
    return {**held, "seen": "\n".join(names)} if names else held


def _number(text: str, most: float) -> float | None:
    """Return a number of a record from 0 to `most`, None where the text is none."""
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) and 0 <= value <= most else None
