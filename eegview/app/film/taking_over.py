"""A clip that comes later: the study of the clips together takes over what was marked in the study before.

The clips with the new ones are another study, as its times are others: each clip lies where its clock says. The marks
come along in one edit that names the study and the edit they come from; each stays at its place in its clip. The study
as it was keeps its log, and its signatures, which are of what was signed there.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from eegview.app.blind_reading.blindness import Blindness
from eegview.model.annotation import FINAL_LAYER, FINAL_ROLE, Annotation, marks_text
from eegview.model.errors import UsageError
from eegview.model.film.clip import clip_shown_at
from eegview.model.opinion import OPINION_TERM
from eegview.model.recording import Recording
from eegview.model.study.records import (
    ADJUDICATION_TERM,
    AGE_TERM,
    CLIP_SLOWNESS_TERM,
    CLIP_START_TERM,
    DIARY_TERM,
    ID_TERM,
    REPORT_ENTRY_TERM,
    RESEMBLES_TERM,
    SEX_TERM,
    TREATMENT_TERM,
    about_of,
)
from eegview.model.study.resemblance import resemblance_moved
from eegview.model.sync import is_clinical

_COME_ALONG = frozenset(
    {AGE_TERM, ID_TERM, SEX_TERM, TREATMENT_TERM, DIARY_TERM, CLIP_START_TERM, CLIP_SLOWNESS_TERM, RESEMBLES_TERM}
)
_STAY = frozenset({OPINION_TERM, ADJUDICATION_TERM, REPORT_ENTRY_TERM})


@dataclass(frozen=True, slots=True)
class TakenOver:
    """What comes along into a study of more clips.

    marks : marks and records, with their ids and layers, at their new times
    n_marks : how many of them are marks
    n_left : marks between clips, which have no place any more
    n_unsaid : opinions on marks, decisions between readers and entries of reports, which stay with the study before
    reason : of the edit: where they come from
    """

    marks: tuple[Annotation, ...]
    n_marks: int
    n_left: int
    reason: str
    n_unsaid: int = 0

    @property
    def text(self) -> str:
        """Return what came along, in a sentence or two."""
        left = f" {marks_text(self.n_left)} between clips stayed behind." if self.n_left else ""
        unsaid = f" Opinions, decisions and report entries ({self.n_unsaid}) stay there, too." if self.n_unsaid else ""
        signed = " Signatures stay with the study as it was, which keeps its log."
        return f"{marks_text(self.n_marks)} came along with the clips; undo removes them.{left}{signed}{unsaid}"


def refuse_blind_study(blindness: Blindness) -> None:
    """Refuse to take anything over from a study that is read blind, by whoever: the other study would show it to all.

    Raises
    ------
    UsageError : the study is read blind
    """
    if blindness.is_asked:
        raise UsageError(
            "This study is read blind, and in the study of more clips every reader would see all marks.",
            "End the blind reading first, or open the clips together without the marks.",
        )


def refuse_final(marks: Iterable[Annotation], role: str) -> None:
    """Refuse a reader whose role cannot take the final layer along, before anything is opened.

    Raises
    ------
    UsageError : there are final marks, and only a neurologist changes them
    """
    if role != FINAL_ROLE and any(mark.layer == FINAL_LAYER for mark in marks):
        raise UsageError(
            f"The final layer has marks, which only a {FINAL_ROLE} can take along.",
            f"Have a {FINAL_ROLE} add the clips.",
        )


def taken_over(
    before: Recording, stored: Iterable[Annotation], head: tuple[int, str], after: Recording
) -> TakenOver | None:
    """Return what comes along from one study of clips into one of the same clips and more; None = nothing was said.

    stored : marks and records of the study before, everybody's
    head : number and hash of its last edit

    Raises
    ------
    UsageError : a clip of the study before is not in the other
    """
    new = {clip.fingerprint: clip for clip in after.clips}
    if any(clip.fingerprint not in new for clip in before.clips):
        raise UsageError("A clip of the study is not among the clips.", "Give all of its clips, and the new ones.")
    found: list[Annotation] = []
    n_marks = n_left = 0
    stored = tuple(stored)
    onsets_s: dict[str, float] = {}
    for mark in stored:
        if not is_clinical(mark):
            continue
        if (clip := clip_shown_at(before.clips, mark.onset_s)) is None:
            n_left += 1
        else:
            by_s = new[clip.fingerprint].span.start_s - clip.span.start_s
            onsets_s[mark.annotation_id] = mark.onset_s + by_s
            found.append(replace(mark, onset_s=mark.onset_s + by_s))
            n_marks += 1
    found += [_at(mark, onsets_s) for mark in stored if mark.term_id in _COME_ALONG]
    if not found:
        return None
    n_unsaid = sum(mark.term_id in _STAY for mark in stored)
    number, hash_ = head
    of = "1 clip" if len(before.clips) == 1 else f"{len(before.clips)} clips"
    reason = f"imported from the study {before.fingerprint[:12]} of {of} as of its edit {number}"
    return TakenOver(tuple(found), n_marks, n_left, f"{reason} ({hash_[:12]})", n_unsaid)


def _at(record: Annotation, onsets_s: Mapping[str, float]) -> Annotation:
    """Return a record; a link of a mark to another event names the mark's new time."""
    at_s = onsets_s.get(about_of(record)) if record.term_id == RESEMBLES_TERM else None
    return record if at_s is None else resemblance_moved(record, at_s)
