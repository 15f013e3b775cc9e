"""A walk of acts that is the same each time, and what must stand after each: `from made_studies.act_walk import Walk`.

The program that is killed makes the acts; the test knows from their number alone what they come to.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace

from eegview.app.review.review import Review
from eegview.model.annotation import Annotation
from eegview.model.edit import Change
from eegview.model.film.video import SyncMap
from eegview.model.opinion import OPINION_TERM
from eegview.model.study.records import BAD_CHANNEL_TERM, VIDEO_TERM
from eegview.model.sync import SYNC_TERM, is_clinical

VIDEO = "v" * 64
RECORD_TERMS = (OPINION_TERM, BAD_CHANNEL_TERM, VIDEO_TERM)  # given and changed by `acts.record`
_KINDS = ("add", "add", "change", "change", "delete", "undo", "redo", "video", "record", "record", "together")


@dataclass(frozen=True, slots=True)
class State:
    """What stands: marks by id, where the video lies ("" = not set), and records by id."""

    marks: dict[str, Annotation] = field(default_factory=dict)
    video: str = ""
    records: dict[str, Annotation] = field(default_factory=dict)


class Walk:
    """One reviewer's acts, from the first on. `states[k]` is what stands after k acts."""

    def __init__(self, author: str) -> None:
        self.author = author
        self.states = [State()]
        self._past: list[State] = []
        self._future: list[State] = []

    @property
    def n_acts(self) -> int:
        return len(self.states) - 1

    def go_to(self, n_acts: int) -> Walk:
        """Make the acts up to this number, in thought."""
        while self.n_acts < n_acts:
            self.act(None)
        return self

    def act(self, review: Review | None) -> None:
        """Make the next act, in a review where one is given."""
        number, now = self.n_acts, self.states[-1]
        chance = random.Random(f"{self.author} {number}")
        kind = chance.choice(_KINDS)
        chosen = chance.choice(sorted(now.marks)) if now.marks else ""
        if kind == "undo" and self._past:
            self._future.append(now)
            self._stand(self._past.pop())
            review.acts.undo() if review else None
            return
        if kind == "redo" and self._future:
            self._past.append(now)
            self._stand(self._future.pop())
            review.acts.redo() if review else None
            return
        self._past.append(now)
        self._future.clear()
        fresh = Annotation(f"{self.author}{number:04d}", "spasm", number * 0.1, 1.0, layer=self.author)
        if kind == "video":
            self._stand(replace(now, video=repr(float(number))))
            review.acts.set_video_time(VIDEO, SyncMap(float(number), 0.0, "by hand")) if review else None
        elif kind == "record":
            record_id = f"{self.author}{chance.choice(RECORD_TERMS)}{chance.randrange(3)}"
            before = now.records.get(record_id)
            term_id = record_id.removeprefix(self.author)[:-1]
            after = Annotation(record_id, term_id, 0.0, attributes=(("number", str(number)),), layer=self.author)
            kept = None if before is not None and chance.random() < 0.3 else after
            left = {name: record for name, record in now.records.items() if name != record_id}
            self._stand(replace(now, records=left | ({record_id: kept} if kept is not None else {})))
            review.acts.record(Change(before, kept)) if review else None
        elif kind == "change" and chosen:
            before = now.marks[chosen]
            after = replace(before, text=f"{before.text}+{number}")
            self._stand(replace(now, marks=now.marks | {chosen: after}))
            review.acts.change(before, after) if review else None
        elif kind == "delete" and chosen:
            self._stand(replace(now, marks={name: mark for name, mark in now.marks.items() if name != chosen}))
            review.acts.delete([now.marks[chosen]]) if review else None
        elif kind == "together" and chosen:
            left = {name: mark for name, mark in now.marks.items() if name != chosen}
            self._stand(replace(now, marks=left | {fresh.annotation_id: fresh}))
            changes = [Change(now.marks[chosen], None), Change(None, fresh)]
            review.acts.do_together(changes) if review else None
        else:
            self._stand(replace(now, marks=now.marks | {fresh.annotation_id: fresh}))
            review.acts.add(fresh) if review else None

    def _stand(self, state: State) -> None:
        self.states.append(state)


def state_of(author: str, stored: tuple[Annotation, ...]) -> State:
    """Return what stands in a library for one reviewer."""
    own = [mark for mark in stored if mark.layer == author]
    videos = [mark.attribute("offset_s") or "" for mark in own if mark.term_id == SYNC_TERM]
    assert len(videos) < 2
    return State(
        {mark.annotation_id: mark for mark in own if is_clinical(mark)},
        videos[0] if videos else "",
        {mark.annotation_id: mark for mark in own if mark.term_id in RECORD_TERMS},
    )
