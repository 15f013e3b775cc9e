"""How many times slower than it happened a clip plays: the act by which a reader says so, and what it does to marks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from eegview.app.library.speed_checks import refuse_others, refuse_runs
from eegview.app.study.records import Statement, statement_changes
from eegview.model.annotation import Annotation, marks_text
from eegview.model.edit import Change
from eegview.model.recording import Recording
from eegview.model.study.clip_slowness import (
    ClipSlowness,
    checked_slowness,
    clip_slownesses,
    held_slowness,
    moved_with_frames,
    with_typed_slowness,
)
from eegview.model.study.records import CLIP_SLOWNESS_TERM, RESEMBLES_TERM, about_of
from eegview.model.study.resemblance import resemblance_moved
from eegview.model.sync import is_clinical


@dataclass(frozen=True, slots=True)
class SlownessAct:
    """What typing a clip's speed does, as one edit.

    changes : of the record and of the marks; none where it is so already
    n_moved : how many marks move with their frames
    """

    changes: tuple[Change, ...]
    n_moved: int

    @property
    def text(self) -> str:
        """Return what became of marks, in a sentence."""
        if not self.n_moved:
            return "No mark had to move."
        return f"{marks_text(self.n_moved)} moved with the frames, in the same edit."


def slowness_act(
    recording: Recording,
    stored: Iterable[Annotation],
    fingerprint: str,
    times: float | None,
    author: str,
    now: datetime,
    has_runs: bool = False,
) -> SlownessAct:
    """Return the act by which a reader says how many times slower than it happened a clip plays.

    The reader's own marks in the clip stay on their frames: they move in the same edit, and back with it.

    recording : as it is open now
    stored : marks and records of the study, everybody's
    fingerprint : of the clip
    times : None = as the file says again
    has_runs : detectors ran on the study, so that their suggestions lie at its present times

    Raises
    ------
    UsageError : no clip plays so slowly, or marks of other readers or suggestions would leave their
        frames
    """
    stored = tuple(stored)
    records = [mark for mark in stored if not is_clinical(mark)]
    typed = dict(clip_slownesses(records))
    typed.pop(fingerprint, None)
    if times is not None:
        typed[fingerprint] = ClipSlowness(checked_slowness(times), author)
    after = with_typed_slowness(recording, typed)
    moved = moved_with_frames(filter(is_clinical, stored), recording, after)
    refuse_others((change.mark for change in moved), author)
    refuse_runs(has_runs and after is not recording)
    said = [Statement(CLIP_SLOWNESS_TERM, fingerprint, held_slowness(times))]
    if times is None and fingerprint not in clip_slownesses(records):
        return SlownessAct((), 0)
    changes = [*statement_changes(records, said, author, now), *_moved_links(records, moved, author)]
    return SlownessAct((*changes, *moved), len(moved))


def _moved_links(records: Iterable[Annotation], moved: Iterable[Change], author: str) -> list[Change]:
    """Return the changes by which the reader's links of moved marks name their new times."""
    onsets_s = {change.annotation_id: change.after.onset_s for change in moved if change.after is not None}
    own = (one for one in records if one.term_id == RESEMBLES_TERM and one.layer == author)
    linked = ((one, onsets_s.get(about_of(one))) for one in own)
    return [Change(one, resemblance_moved(one, at_s)) for one, at_s in linked if at_s is not None]
