"""Evidence for scores that two libraries hold differently: what is newer by the logs of both stands.

The records of a reader's sheet have the same ids on every machine, so a second bundle of a study brings other states of
records that are here. Where one library went on from what the other one has, its state is the newer one. Where both
went on, foci of a bin are taken together, and all else stays as it is here and is counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from eegview.model.annotation import Annotation
from eegview.model.edit import Change, Edit
from eegview.model.scoring.evidence import MARK_TERMS
from eegview.model.scoring.records import key_of, merged_bins, sheet_of
from eegview.model.scoring.terms import BIN_TERM, SCORING_TERMS

_TERMS = SCORING_TERMS | MARK_TERMS
_States = dict[str, list[Annotation | None]]


@dataclass(frozen=True, slots=True)
class ScoreMerge:
    """What a bundle changes in the evidence that is here.

    changes : of records that are here
    older : ids of records of the bundle that were taken away here meanwhile
    n_differing : records that both sides changed, which stay as they are here
    """

    changes: tuple[Change, ...]
    older: frozenset[str]
    n_differing: int


def merge_scores(
    here: Iterable[Annotation], edits_here: Sequence[Edit], there: Iterable[Annotation], edits_there: Sequence[Edit]
) -> ScoreMerge:
    """Return what the evidence of a bundle changes here.

    here, there : marks and records as they stand; what is no evidence is passed over
    edits_here, edits_there : the whole logs
    """
    mine = {mark.annotation_id: mark for mark in here if mark.term_id in _TERMS}
    theirs = {mark.annotation_id: mark for mark in there if mark.term_id in _TERMS}
    was_mine, was_theirs = _states(edits_here), _states(edits_there)
    committed = {(mark.layer, key_of(mark)) for mark in mine.values() if (s := sheet_of(mark)) and s.committed_utc}
    changes: list[Change] = []
    n_differing = 0
    for name, held in mine.items():
        given = theirs.get(name)
        if name not in was_theirs or given == held or given in was_mine.get(name, ()):
            continue  # not known there, the same, or what stands here came after it
        if held in was_theirs[name]:
            changes.append(Change(held, given))
        elif (both := _together(held, given)) and (held.layer, key_of(held)) not in committed:
            changes += [Change(held, both)] if both != held else []
        else:
            n_differing += 1
    older = frozenset(name for name, mark in theirs.items() if name not in mine and mark in was_mine.get(name, ()))
    return ScoreMerge(tuple(changes), older, n_differing)


def _states(edits: Iterable[Edit]) -> Mapping[str, Sequence[Annotation | None]]:
    """Return all states that the evidence has had, by id; None = it was taken away."""
    found: _States = {}
    for edit in edits:
        for change in edit.changes:
            if change.mark.term_id in _TERMS:
                found.setdefault(change.annotation_id, []).append(change.after)
    return found


def _together(held: Annotation, given: Annotation | None) -> Annotation | None:
    """Return a bin with the foci named here and there, None where that cannot be or it is no bin."""
    if given is None or not held.term_id == given.term_id == BIN_TERM or held.layer != given.layer:
        return None
    return merged_bins(None, given, held)
