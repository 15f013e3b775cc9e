"""The marks of the reader that a detector is given: those of the terms its manifest names, and their own alone."""

from collections.abc import Iterable

from eegview.app.vocabulary.term_answers import fitting_answers
from eegview.detect.manifest import Manifest
from eegview.model.annotation import FILE_LAYER, FINAL_LAYER, Annotation
from eegview.model.read_marks import GivenMark, read_marks
from eegview.model.suggestion.detection import DetectorRun
from eegview.model.text.listing import listed
from eegview.model.vocabulary import Vocabulary


def given_marks(
    manifest: Manifest, marks: Iterable[Annotation], author: str, vocabulary: Vocabulary
) -> tuple[GivenMark, ...]:
    """Return (term, onset_s, duration_s, answers) of the author's own marks, by onset.

    Answers are those that have choices: what somebody typed freely may name the patient.
    """
    wanted = frozenset(manifest.input.marks)
    if not wanted or author in ("", FILE_LAYER, FINAL_LAYER):
        return ()
    own = [mark for mark in marks if mark.layer == author and mark.term_id in wanted]
    own.sort(key=lambda mark: (mark.onset_s, mark.duration_s, mark.annotation_id))
    return tuple((mark.term_id, mark.onset_s, mark.duration_s, _answers(mark, vocabulary)) for mark in own)


def _answers(mark: Annotation, vocabulary: Vocabulary) -> dict[str, str]:
    term = vocabulary.term(mark.term_id)
    chosen = {question.name for question in term.attributes if question.choices} if term is not None else set()
    return {name: value for name, value in fitting_answers(mark.attributes, term) if name in chosen}


def reads_marks_text(manifest: Manifest, vocabulary: Vocabulary) -> str:
    """Return `This detector reads your marks of Spasm and Artifact.`, "" where it reads none."""
    if not manifest.input.marks:
        return ""
    terms = [(vocabulary.term(term_id), term_id) for term_id in manifest.input.marks]
    labels = [f"“{term.label if term is not None else term_id}”" for term, term_id in terms]
    return f"This detector reads your marks of {listed(labels)}; it is not given those of other readers."


def other_input_text(run: DetectorRun, runs: Iterable[DetectorRun]) -> str:
    """Return how the marks that a run read differ from those that the run before it read, "" where they do not.

    runs : over the same recording; the run before is the newest of the same detector and reader that began earlier
    """
    read = dict(read_marks(run.parameters))
    before = [one for one in runs if _is_before(one, run)]
    if not read or not before:
        return ""
    former = dict(read_marks(sorted(before, key=lambda one: one.started_utc)[-1].parameters))
    changed = [term for term, text in read.items() if former.get(term) not in (None, text)]
    if not changed:
        return ""
    told = "; ".join(f"{term}: {_counts(former[term], read[term])}" for term in changed)
    return f"It read other marks than the run before it ({told}), so its input is another one."


def _is_before(one: DetectorRun, run: DetectorRun) -> bool:
    same = (one.detector_id, one.author, one.fingerprint) == (run.detector_id, run.author, run.fingerprint)
    return same and one.run_id != run.run_id and one.started_utc <= run.started_utc


def _counts(former: str, now: str) -> str:
    former, now = (text.partition(" (")[0] for text in (former, now))
    return f"{former}, changed since" if former == now else f"{now}, before {former}"
