"""What an evaluation is asked for: whether it can be done, and which term counts."""

from collections.abc import Sequence
from pathlib import Path

from eegview.app.evaluation.archive.jobs import ArchiveOrder, FoundArchive
from eegview.app.evaluation.compared_term import ANY_SEIZURE, SEIZURE_TERMS
from eegview.detect.manifest import Manifest
from eegview.model.errors import UsageError


def check_request(order: ArchiveOrder, found: FoundArchive, seeds: Sequence[int], written: Sequence[Path]) -> None:
    """Check that there is something to measure on, and a place for what is written.

    Raises
    ------
    UsageError : there is not
    """
    if not seeds and not found.archive.items:
        advice = "Give --recordings." if order.truths or order.takes_notes else "Give --seeds or --recordings."
        raise UsageError("There is nothing to measure on.", advice)
    for option, is_given in (("--truth", order.truths), ("--notes", order.takes_notes), ("--patients", order.patients)):
        if is_given and not order.recordings:
            raise UsageError(f"{option} is about recordings, and none are given.", "Give --recordings.")
    for file in written:
        if not file.absolute().parent.is_dir():
            raise UsageError(f"The folder of {file.name} does not exist.", "Make it first, or choose one that exists.")


def counted_term(manifest: Manifest, term: str) -> str:
    """Return the term whose events are counted: the requested one, else the detector's first.

    Raises
    ------
    UsageError : the detector does not propose it, or proposes no events at all
    """
    if not manifest.terms:
        raise UsageError(f"“{manifest.title}” proposes no events.", "It measures trends; there is nothing to count.")
    if term and term not in manifest.terms:
        raise UsageError(f"“{manifest.title}” does not propose “{term}”.", f"It proposes: {', '.join(manifest.terms)}.")
    return term or manifest.terms[0]


def counted_seizures(manifest: Manifest, term: str) -> str:
    """Return what is asked for where SzCORE's rules count: seizures of all kinds.

    Raises
    ------
    UsageError : the detector proposes none, or a term is named beside it
    """
    if term:
        raise UsageError("--szcore counts spasms and seizures together.", "Leave out --term.")
    if not any(one in SEIZURE_TERMS for one in manifest.terms):
        raise UsageError(f"“{manifest.title}” proposes no seizures.", "Leave out --szcore.")
    return ANY_SEIZURE


def check_simulated(manifest: Manifest, term: str) -> None:
    """Check that the simulator makes events of a term.

    Raises
    ------
    UsageError : it does not; the advice says which of the detector's terms it makes, and what else can be done
    """
    from eegview.simulate.truth import TERMS

    if term in TERMS:
        return
    others = [one for one in manifest.terms if one in TERMS]
    other = f"Count what it makes with --term: {', '.join(others)}; or measure" if others else "Measure"
    raise UsageError(
        f"The simulator makes no “{term}”, so there is nothing to compare with.",
        f"{other} on recordings with marks, with --recordings and --truth. It makes: {', '.join(TERMS)}.",
    )
