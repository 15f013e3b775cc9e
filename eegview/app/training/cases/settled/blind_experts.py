"""Which experts of a study read it blind, as its log tells: only then may a set say so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from eegview.model.annotation import FILE_LAYER, Annotation
from eegview.model.edit import Edit
from eegview.model.signature import SIGNATURE_TERM, signature_of
from eegview.model.study.blind_reading import blind_settings
from eegview.model.study.records import BLIND_TERM, EARLY_LOOK_TERM
from eegview.model.sync import is_signed


def blind_experts(experts: Iterable[str], edits: Sequence[Edit]) -> dict[str, bool | None]:
    """Return of each expert whether the program kept all other marks from them until they signed.

    True : the study asked for blind reading before anybody marked anything and until the expert signed, the expert did
    not look earlier, and changed nothing after the first signature. False : the expert may have seen other marks.
    None : the study never asked for it, so that nothing is known.

    edits : the log of the study, oldest first
    """
    was_asked = any(change.mark.term_id == BLIND_TERM for edit in edits for change in edit.changes)
    return {expert: _is_blind(expert, edits) if was_asked else None for expert in experts}


def _is_blind(expert: str, edits: Sequence[Edit]) -> bool:
    settings: dict[str, Annotation] = {}
    is_signed_off = False
    for edit in edits:
        for change in edit.changes:
            mark = change.mark
            if mark.term_id == BLIND_TERM:
                settings.pop(mark.annotation_id, None)
                if change.after is not None:
                    settings[mark.annotation_id] = change.after
        if is_signed_off:
            if any(is_signed(change.mark) and change.mark.layer == expert for change in edit.changes):
                return False  # what was changed with all marks in sight
            continue
        said = blind_settings(settings.values())
        is_asked = bool(said) and said[-1].is_asked
        for mark in (change.mark for change in edit.changes):
            if mark.term_id == EARLY_LOOK_TERM and mark.layer == expert:
                return False
            if is_signed(mark) and mark.layer != FILE_LAYER and not is_asked:
                return False
            if mark.term_id == SIGNATURE_TERM and (found := signature_of(mark)) is not None:
                is_signed_off = is_signed_off or found.layer == expert == mark.layer
    return is_signed_off
