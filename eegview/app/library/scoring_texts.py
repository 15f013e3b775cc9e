"""What an act did to the evidence for a score, as undo and the history call it.

The score itself is not named: a second reader who scores the same epoch blind may read the history.
"""

from collections.abc import Callable, Sequence

from eegview.model.annotation import Annotation
from eegview.model.edit import Change
from eegview.model.scoring.evidence import (
    ACCEPTED,
    CONFIDENCE,
    FOCI,
    GMFS,
    HIGH_AMPLITUDE,
    NO_SPIKE,
    NONEPILEPTIFORM,
    OTHER_FOCI,
    PVA,
    SPIKE_FOCUS,
)
from eegview.model.scoring.records import amplitude_of, answer_of, bin_of, key_of, page_of, sheet_of
from eegview.model.scoring.terms import AMPLITUDE_TERM, ANSWER_TERM, BIN_TERM, PAGE_TERM, SCORING_TERMS, SHEET_TERM

TimeText = Callable[[float, int], str]
_QUESTIONS = {
    GMFS: "grouped multifocal spikes",
    PVA: "paroxysmal voltage attenuation",
    HIGH_AMPLITUDE: "rows of high amplitude",
    NONEPILEPTIFORM: "non-epileptiform abnormality",
    SPIKE_FOCUS: "spike focus in the rest of the study",
    FOCI: "foci of the epoch",
    OTHER_FOCI: "foci elsewhere in the study",
    CONFIDENCE: "confidence",
}


def is_about_score(changes: Sequence[Change]) -> bool:
    """Check whether an act is about nothing but records of a score."""
    return all(change.mark.term_id in SCORING_TERMS for change in changes)


def without_records(changes: Sequence[Change]) -> tuple[Change, ...]:
    """Return the changes of marks in an act that also changed records of a score; of another act all."""
    return tuple(change for change in changes if change.mark.term_id not in SCORING_TERMS)


def also_text(changes: Sequence[Change]) -> str:
    """Return `with 29 records of a score` of an act that changed marks too; "" for what goes with a mark anyway."""
    n_records = sum(c.mark.term_id in SCORING_TERMS - {SHEET_TERM, ANSWER_TERM} for c in changes)
    return f"with {n_records} {'record' if n_records == 1 else 'records'} of a score" if n_records else ""


def score_act_text(changes: Sequence[Change], time_text: TimeText) -> str:
    """Return `mark bin 12:03:07 spike at P4`, `mark 80 bins`, `commit the score of the epoch at 12:00:00`."""
    told = [c for c in changes if c.mark.term_id != SHEET_TERM] or list(changes)
    kinds = {change.mark.term_id for change in told}
    if len(told) == 1:
        return _text(told[0], time_text)
    if kinds == {BIN_TERM}:
        if all(_is_accepted(change) for change in told):
            return f"accept {len(told)} proposed bins from {_first(told, time_text)}"
        verb = "clear" if all(change.after is None for change in told) else "mark"
        return f"{verb} {len(told)} bins from {_first(told, time_text)}"
    if kinds == {PAGE_TERM}:
        state = "unread" if all(change.after is None for change in told) else "read"
        return f"mark {len(told)} pages from {_first(told, time_text)} as {state}"
    if kinds == {ANSWER_TERM}:
        asked = [answer[0] for change in told if (answer := answer_of(change.mark)) is not None]
        if set(asked) == {OTHER_FOCI, SPIKE_FOCUS}:  # answered together
            return _text(next(c for c in told if (answer_of(c.mark) or ("",))[0] == OTHER_FOCI), time_text)
        return f"answer {len(told)} questions on the epoch at {_first(told, time_text)}"
    verb = (
        "add" if all(c.before is None for c in told) else "delete" if all(c.after is None for c in told) else "change"
    )
    scores = "the score" if len({key_of(change.mark) for change in told}) == 1 else "scores"
    return f"{verb} {len(told)} records of {scores} at {_first(told, time_text)}"


def _first(changes: Sequence[Change], time_text: TimeText) -> str:
    return time_text(min(change.mark.onset_s for change in changes), 0)


def _text(change: Change, time_text: TimeText) -> str:
    record, is_gone = change.mark, change.after is None
    at = time_text(record.onset_s, 0)
    if record.term_id == BIN_TERM:
        verb = "accept proposed bin" if _is_accepted(change) else "mark bin"
        return f"clear bin {at}" if is_gone else f"{verb} {at} {_bin_text(record)}"
    if record.term_id == PAGE_TERM:
        page = page_of(record)
        return f"mark page {'?' if page is None else page + 1} at {at} as {'unread' if is_gone else 'read'}"
    if record.term_id == AMPLITUDE_TERM:
        return f"{'withdraw' if is_gone else 'measure'} {_amplitude_text(record)} at {at}"
    if record.term_id == ANSWER_TERM:
        return _answer_text(record, is_gone, at)
    return _sheet_text(change, at)


def _is_accepted(change: Change) -> bool:
    found = bin_of(change.after) if change.after is not None else None
    return found is not None and found[2] == ACCEPTED


def _bin_text(record: Annotation) -> str:
    found = bin_of(record)
    if found is not None and found[1] == NO_SPIKE:
        return "no spike"
    return f"spike at {', '.join(record.channels)}" if record.channels else "spike"


def _amplitude_text(record: Annotation) -> str:
    found = amplitude_of(record)
    return f"{found[1]:.0f} µV of {found[0]}" if found is not None else "an amplitude"


def _answer_text(record: Annotation, is_gone: bool, at: str) -> str:
    question, value = answer_of(record) or ("", "")
    asked = f"{_QUESTIONS.get(question, 'a question')} of the epoch at {at}"
    if is_gone:
        return f"remove the answer on {asked}"
    if question == CONFIDENCE:
        return f"set the confidence of the epoch at {at} to {value}"
    if question == OTHER_FOCI and record.channels:
        value = ", ".join(record.channels)
    return f"answer “{value}” to {asked}"


def _sheet_text(change: Change, at: str) -> str:
    before = sheet_of(change.before) if change.before is not None else None
    after = sheet_of(change.after) if change.after is not None else None
    if after is not None and after.committed_utc:
        return f"commit the score of the epoch at {at}"
    if before is not None and before.committed_utc:
        return f"withdraw the score of the epoch at {at}"
    return f"{'remove' if change.after is None else 'begin'} the score of the epoch at {at}"
