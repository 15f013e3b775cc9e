"""Texts about marks and edits: labels, answers, and what an edit changed."""

from collections.abc import Iterable

from eegview.app.library.scoring_texts import is_about_score
from eegview.app.library.study_texts import past_of, study_past_text
from eegview.app.library.undoing import TimeText, described, is_about_study
from eegview.app.marks.confirming import CONFIRMATION_NAMES, confirmation_text, is_confirmed
from eegview.clinical.stages import PROPOSAL, PROPOSAL_ACCEPTED
from eegview.model.annotation import CERTAINTY, FILE_LAYER, FORMER_CERTAINTY, Annotation, certainty_of, marks_text
from eegview.model.edit import Action, Change, Edit
from eegview.model.suggestion.detection import Detection
from eegview.model.suggestion.judgement import ACCEPTED_UNSEEN, is_unseen
from eegview.model.sync import SYNC_TERM, is_clinical, sync_of
from eegview.model.time.clock import elapsed_text
from eegview.model.vocabulary import Term, Vocabulary

FILE_NOTE = "File annotation"
_DONE = (Action.ADD, Action.CHANGE, Action.DELETE)  # told in the past; an undo names the act that it reversed


def term_text(mark: Annotation, vocabulary: Vocabulary) -> str:
    """Return the label of the mark's term; the id where the vocabulary has no such term."""
    if mark.layer == FILE_LAYER:
        return FILE_NOTE
    term = vocabulary.term(mark.term_id)
    return term.label if term else mark.term_id


def label_of(term_id: str, vocabulary: Vocabulary) -> str:
    """Return the label of a term; the id in plain letters where the vocabulary has no such term."""
    term = vocabulary.term(term_id)
    return term.label if term else term_id.replace("_", " ")


def answer_text(mark: Annotation, vocabulary: Vocabulary) -> str:
    """Return the answers in the order the form asks them: `Flexor · Fast activity → Electrodecrement`."""
    given = [
        pair
        for pair in shown_answers(mark, vocabulary.term(mark.term_id))
        if pair[0] not in (*CONFIRMATION_NAMES, ACCEPTED_UNSEEN, PROPOSAL)
    ]
    answers = _answers(mark.term_id, given, vocabulary)
    is_accepted = mark.attribute(PROPOSAL) == PROPOSAL_ACCEPTED
    how = "accepted unseen" if is_unseen(mark) else "as proposed" if is_accepted else ""
    return " · ".join(filter(None, (answers, how)))


def shown_answers(mark: Annotation, term: Term | None) -> tuple[tuple[str, str], ...]:
    """Return a mark's answers as they are shown: a confidence that is asked no more as the certainty it meant."""
    asked = {question.name for question in term.questions} if term is not None else set[str]()
    if CERTAINTY not in asked or FORMER_CERTAINTY in asked or not (certainty := certainty_of(mark)):
        return mark.attributes
    others = tuple(pair for pair in mark.attributes if pair[0] not in (CERTAINTY, FORMER_CERTAINTY))
    return (*others, (CERTAINTY, certainty))


def proposal_text(detection: Detection, vocabulary: Vocabulary) -> str:
    """Return what is proposed, with its answers: `Artifact: electrode pop`."""
    label = label_of(detection.term_id, vocabulary)
    answers = _answers(detection.term_id, detection.attributes, vocabulary)
    return f"{label}: {lowered(answers)}" if answers else label


def lowered(text: str) -> str:
    """Return a text in lower case for the inside of a sentence; abbreviations such as “REM” and “N2” stay."""
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def _answers(term_id: str, attributes: Iterable[tuple[str, str]], vocabulary: Vocabulary) -> str:
    term, given = vocabulary.term(term_id), dict(attributes)
    texts: list[str] = []
    for attribute in term.attributes if term else ():
        value = given.pop(attribute.name, "")
        if value:
            labels = dict(attribute.choices)
            parts = value.split("+") if attribute.several else [value]
            texts.append(" → ".join(labels.get(part, part) for part in parts))
    texts += [f"{name}: {value}" for name, value in given.items() if value]
    return " · ".join(texts)


def detail_text(mark: Annotation, vocabulary: Vocabulary) -> str:
    """Return answers, note and channels on one line."""
    parts = (answer_text(mark, vocabulary), " ".join(mark.text.split()), ", ".join(mark.channels))
    return " · ".join(part for part in parts if part)


def summary_text(mark: Annotation, vocabulary: Vocabulary) -> str:
    """Return answers, note and rows, each on a line of its own."""
    parts = (answer_text(mark, vocabulary), mark.text, f"Rows: {', '.join(mark.channels)}" if mark.channels else "")
    return "\n".join(part for part in parts if part)


def act_text(mark: Annotation, vocabulary: Vocabulary, time_text: TimeText = elapsed_text) -> str:
    """Return `spasm at 00:12:44`."""
    return f"{term_text(mark, vocabulary).lower()} at {time_text(mark.onset_s, 0)}"


def terms_holding(text: str, vocabulary: Vocabulary) -> frozenset[str]:
    """Return the ids of the terms whose label holds `text`, whatever the case."""
    wanted = text.casefold()
    return frozenset(term.term_id for term in vocabulary.terms if wanted and wanted in term.label.casefold())


def terms_in_use(marks: Iterable[Annotation]) -> dict[str, int]:
    """Return how many marks there are of each term."""
    counts: dict[str, int] = {}
    for mark in marks:
        counts[mark.term_id] = counts.get(mark.term_id, 0) + 1
    return counts


def change_message(edit: Edit, vocabulary: Vocabulary, time_text: TimeText = elapsed_text) -> str:
    """Return a message on what an edit removed, restored or moved, "" for one that is visible on the page.

    `Deleted spasm at 00:12:44`, `Imported 12 marks`, `Undone: add spasm at 00:12:44`, `Spasm at 00:12:44: duration
    1.000 → 1.250 s`.
    """
    first = edit.changes[0].after or edit.changes[0].before
    if edit.action is Action.CHANGE:
        return _moved_message(edit.changes, vocabulary, time_text)
    if first is None or edit.action in (Action.ADD, Action.RECORD, Action.DISPLAY):
        return ""
    if edit.action in (Action.UNDO, Action.REDO):
        verb = "Undone" if edit.action is Action.UNDO else "Redone"
        # An undo is named by what it takes back: undoing an addition is not "delete".
        changes = tuple(c.swapped() for c in edit.changes) if edit.action is Action.UNDO else edit.changes
        return f"{verb}: {described(changes, lambda term_id: label_of(term_id, vocabulary), time_text)}"
    n_marks = len(edit.changes)
    what = act_text(first, vocabulary, time_text) if n_marks == 1 else marks_text(n_marks)
    return f"{'Deleted' if edit.action is Action.DELETE else 'Imported'} {what}"


def _moved_message(changes: Iterable[Change], vocabulary: Vocabulary, time_text: TimeText) -> str:
    """Return how edges of marks were moved, "" where none were: an edge is the finding, and is never moved unsaid."""
    moved = [(c.before, c.after) for c in changes if c.before and c.after and is_clinical(c.after)]
    moved = [(before, after) for before, after in moved if _times_moved(before, after, time_text)]
    if not moved:
        return ""
    if len(moved) > 1:
        return f"Moved edges of {marks_text(len(moved))}"
    before, after = moved[0]
    what = act_text(before, vocabulary, time_text)
    return f"{what[:1].upper()}{what[1:]}: {' · '.join(_times_moved(before, after, time_text))}"


def _times_moved(before: Annotation, after: Annotation, time_text: TimeText) -> list[str]:
    parts = []
    if before.onset_s != after.onset_s:
        parts.append(f"onset {time_text(before.onset_s, 3)} → {time_text(after.onset_s, 3)}")
    if before.duration_s != after.duration_s:
        parts.append(f"duration {before.duration_s:.3f} → {after.duration_s:.3f} s")
    return parts


def refusal_of(mark: Annotation, vocabulary: Vocabulary) -> str:
    """Return why a mark that is not the reviewer's own stays as it is."""
    if mark.layer == FILE_LAYER:
        return "This annotation is part of the file and cannot be changed."
    return f"This {term_text(mark, vocabulary).lower()} is {mark.layer}’s; only they can change it."


def edit_text(edit: Edit, vocabulary: Vocabulary, time_text: TimeText = elapsed_text) -> str:
    """Return what an edit did, in one line: `Undo of edit 4: delete spasm at 00:12:44`."""
    is_study = is_about_study(edit.changes)
    act = "" if is_study else described(edit.changes, lambda term: label_of(term, vocabulary), time_text)
    what = study_past_text(edit) if is_study else past_of(act) if edit.action in _DONE else act
    if edit.reverses is not None:
        what = f"{edit.action.value} of edit {edit.reverses}: {what}"
    elif edit.action is Action.IMPORT:
        what = f"import: {what}"
    elif edit.action is Action.CHANGE and len(edit.changes) == 1 and not (is_study or is_about_score(edit.changes)):
        what = f"{what}: {_difference(edit.changes[0], vocabulary, time_text)}"
    text = what[0].upper() + what[1:]
    return f"{text} ({edit.reason})" if edit.reason else text


def _difference(change: Change, vocabulary: Vocabulary, time_text: TimeText) -> str:
    """Return what a change made of a mark: `duration 1.000 → 1.250 s · Flexor`."""
    before, after = change.before, change.after
    if before is None or after is None:
        return ""
    if not is_clinical(after) and after.term_id != SYNC_TERM:
        return f"“{after.text}”" if after.text else ""
    if after.term_id == SYNC_TERM:
        sync, _anchors = sync_of(after)
        return f"{sync.offset_s:.3f} s, {sync.drift_ppm:+.1f} ppm, by {sync.source}"
    parts = []
    if before.term_id != after.term_id:
        parts.append(f"now {term_text(after, vocabulary).lower()}")
    parts += _times_moved(before, after, time_text)
    if confirmation_text(before) != confirmation_text(after):
        parts.append("confirmed on video" if is_confirmed(after) else "no longer confirmed on video")
    if answer_text(before, vocabulary) != answer_text(after, vocabulary):
        parts.append(answer_text(after, vocabulary) or "answers cleared")
    if before.text != after.text:
        parts.append(f"note “{after.text}”")
    if before.channels != after.channels:
        parts.append(f"rows {', '.join(after.channels) or 'all'}")
    return " · ".join(parts)
