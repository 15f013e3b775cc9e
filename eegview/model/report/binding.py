"""What a report is bound to: hashes of all that it was made from, by name, so that a later change is seen.

`recording` : the recording's fingerprint
`log_number`, `log_head` : number and hash of the last edit before the report was made
`layer`, `marks`, `n_marks` : the layer that was counted, hash and number of its clinical marks
`score_readers`, `scores` : whose scores the report shows (JSON list), hash of their evidence
`entries` : hash of what readers said of the study beside marks: the report's entries, treatment, age, videos …
`settings`, `settings_text` : hash of the display settings and themselves, canonical JSON
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from typing import cast

from eegview.model.annotation import Annotation
from eegview.model.edit import GENESIS
from eegview.model.report.signature import sha256_of
from eegview.model.scoring.terms import SCORING_TERMS
from eegview.model.signature import marks_hash
from eegview.model.study.records import DISPLAY_TERM, REPORT_SIGNATURE_TERM, STUDY_TERMS
from eegview.model.sync import is_clinical

ENTRY_TERMS = STUDY_TERMS - {DISPLAY_TERM, REPORT_SIGNATURE_TERM}


def report_binding(
    fingerprint: str,
    head: tuple[int, str],
    layer: str,
    stored: Iterable[Annotation],
    score_readers: Collection[str] = (),
    settings: str = "",
) -> dict[str, str]:
    """Return what a report is bound to.

    Parameters
    ----------
    fingerprint : of the recording
    head : number and hash of the last edit of the recording
    layer : the one that the report counts
    stored : all marks and records of the recording
    score_readers : whose scores the report shows; never one that its reader may not see
    settings : display settings, canonical JSON
    """
    stored = tuple(stored)
    counted = marks_in(stored, layer)
    return {
        "recording": fingerprint,
        "log_number": str(head[0]),
        "log_head": head[1] if head[0] else GENESIS,
        "layer": layer,
        "marks": marks_hash(counted),
        "n_marks": str(len(counted)),
        "score_readers": json.dumps(sorted(score_readers), ensure_ascii=False),
        "scores": marks_hash(scores_in(stored, score_readers)),
        "entries": marks_hash(entries_in(stored)),
        "settings": sha256_of(settings.encode()),
        "settings_text": settings,
    }


def marks_in(stored: Iterable[Annotation], layer: str) -> tuple[Annotation, ...]:
    """Return the clinical marks of a layer."""
    return tuple(mark for mark in stored if mark.layer == layer and is_clinical(mark))


def scores_in(stored: Iterable[Annotation], readers: Collection[str]) -> tuple[Annotation, ...]:
    """Return the evidence for scores of some readers."""
    return tuple(record for record in stored if record.term_id in SCORING_TERMS and record.layer in readers)


def entries_in(stored: Iterable[Annotation]) -> tuple[Annotation, ...]:
    """Return what was said of a study beside its marks, by everybody."""
    return tuple(record for record in stored if record.term_id in ENTRY_TERMS)


def readers_in(binding: Mapping[str, str]) -> tuple[str, ...]:
    """Return whose scores a report shows; none where that cannot be read."""
    try:
        found: object = json.loads(binding.get("score_readers", "[]"))
    except (ValueError, RecursionError):
        return ()
    return tuple(map(str, cast("list[object]", found))) if isinstance(found, list) else ()


def head_in(binding: Mapping[str, str]) -> tuple[int, str]:
    """Return number and hash of the last edit before the report; (-1, "") where that cannot be read."""
    number = binding.get("log_number", "")
    return (int(number), binding.get("log_head", "")) if number.isdecimal() and len(number) <= 18 else (-1, "")
