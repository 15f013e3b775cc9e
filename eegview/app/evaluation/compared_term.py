"""The term that two files are compared by: the one asked for, else spasms, else the only one that both hold."""

from collections.abc import Sequence

from eegview.app.evaluation.marks_table import MarksTable
from eegview.clinical.clusters import SPASM_TERM
from eegview.clinical.stages import SLEEP_TERM, STAGES
from eegview.model.errors import UsageError
from eegview.model.vocabulary import Shape, Term

EPOCH_S = 30.0  # of a pattern that is read in epochs
FINE_EPOCH_S = 1.0  # of events with edges of their own


ANY_SEIZURE = "any seizure"  # asked for instead of a term: what SzCORE counts, spasms too
SEIZURE_TERMS = (SPASM_TERM, "seizure")


def counted_as(term_id: str) -> tuple[str, ...]:
    """Return the terms whose marks count where this one is asked for."""
    return SEIZURE_TERMS if term_id == ANY_SEIZURE else (term_id,)


def compared_term(reference: MarksTable, candidate: MarksTable, option: str = "--term") -> tuple[str, str]:
    """Return the id of the term that two tables are compared by, and a sentence where it was not the only one.

    Of several terms it is the spasms: where both hold them, where the reference does, or where one table names no
    term, as an empty table of a detector does not. Else it is the only term that both hold, or that one does where the
    other names none.

    Raises
    ------
    UsageError : without spasms they share several terms, or none
    """
    ours, theirs = reference.term_ids, candidate.term_ids
    spasms = SPASM_TERM, f"No term was named, so spasms are compared; choose another with {option}."
    if not ours or not theirs:
        for table in (reference, candidate):
            if table.unknown_texts and not table.term_ids:
                raise UsageError(
                    f"{table.name} holds no term of the vocabulary, but {_quoted(sorted(table.unknown_texts))}.",
                    "“eegview vocabulary” lists all terms, and the words that are read as them.",
                )
        there = ours or theirs
        if len(there) > 1 and SPASM_TERM not in there:
            raise UsageError(f"There are several terms: {', '.join(there)}.", f"Choose one with {option}.")
        if len(there) > 1:
            return spasms
        return (there[0] if there else SPASM_TERM), ""
    shared = [term for term in ours if term in theirs]
    if SPASM_TERM in ours and shared != [SPASM_TERM] and (SPASM_TERM in theirs or len(ours) > 1):
        return spasms  # a reference of spasms and artifacts, beside found artifacts only, has its spasms missed
    if not shared:
        raise UsageError(
            f"The files have no term in common: {reference.name} holds {', '.join(ours)};"
            f" {candidate.name} holds {', '.join(theirs)}.",
            f"Give files of one term, or with {option} the one of which the other holds none.",
        )
    if len(shared) > 1:
        raise UsageError(f"Both files hold several terms: {', '.join(shared)}.", f"Choose one with {option}.")
    return shared[0], ""


def is_timed(term: Term | None) -> bool:
    """Whether marks of a term are compared by the time they cover; spasms are counted, and points have no length."""
    return term is not None and term.term_id != SPASM_TERM and term.shape in (Shape.SPAN, Shape.EPOCH)


def is_counted(term: Term | None) -> bool:
    """Whether the onsets of a term's marks are events of their own, as those of a pattern read in epochs are not."""
    return term is None or term.shape is not Shape.EPOCH


def usual_epoch_s(term: Term | None) -> float:
    """Return the length of the epochs (s) in which a term is compared where none is named."""
    return EPOCH_S if term is not None and term.shape is Shape.EPOCH else FINE_EPOCH_S


def classes_of(term_id: str) -> tuple[str, ...]:
    """Return the classes of a term in their order, none where a mark says only that something is there."""
    return STAGES if term_id == SLEEP_TERM else ()


def _quoted(words: Sequence[str], most: int = 5) -> str:
    more = "" if len(words) <= most else f" and {len(words) - most} more"
    return ", ".join(f"“{word}”" for word in words[:most]) + more
