"""What a person has chosen so far for a copy of a clip, and how much of it they have looked at."""

from dataclasses import dataclass, field, replace
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from eegview.app.film_export.desk import FilmFacts, FollowedFilm
from eegview.app.film_export.points import Points
from eegview.model.film.export.choice import Cover, Faces, FilmChoice, Voice
from eegview.model.film.export.face import Following
from eegview.model.span import Span


@dataclass(frozen=True, slots=True, eq=False)
class ExportDraft:
    """A copy on its way: nothing is chosen for anybody.

    first, stop : numbers of the pictures that are written, half-open
    followed : None = the faces were not followed yet from these points
    looked : (n_frames,) the pictures that were seen as the copy shows them
    """

    facts: FilmFacts
    first: int
    stop: int
    faces: Faces | None = None
    voice: Voice | None = None
    cover: Cover = Cover.BLUR
    points: Points = ()
    followed: FollowedFilm | None = None
    looked: npt.NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, bool))

    @staticmethod
    def of(facts: FilmFacts) -> "ExportDraft":
        """Return the draft of a film of which nothing is chosen."""
        return ExportDraft(facts, 0, facts.n_frames, looked=np.zeros(facts.n_frames, bool))

    def taken_up(self, facts: FilmFacts) -> "ExportDraft":
        """Return the draft of the same film opened again: what was chosen stays, it is followed and looked at anew."""
        return replace(self, facts=facts, followed=None).unseen()

    @property
    def choice(self) -> FilmChoice:
        """Return the choice as far as it goes; what is open is as hidden as can be."""
        facts = self.facts
        is_all = (self.first, self.stop) == (0, facts.n_frames)
        end_s = facts.end_s if self.stop >= facts.n_frames else float(facts.pts_s[self.stop])
        span = None if is_all else Span(float(facts.pts_s[self.first]), end_s)
        return FilmChoice(self.faces or Faces.WHOLE, self.voice or Voice.MUTE, self.cover, self.points, span)

    @property
    def is_ready(self) -> bool:
        """Whether all is chosen and followed, so that the copy can be looked at."""
        if self.faces is None or self.voice is None:
            return False
        return self.faces is not Faces.FOLLOWED or (self.followed is not None and bool(self.followed.faces))

    @property
    def unseen_s(self) -> int:
        """Return how many of its seconds were not on the screen yet, not even with one picture."""
        return _unseen(self)[0]

    @property
    def next_unseen(self) -> int | None:
        """Return the first picture of the first second that was not on the screen yet, None where all were."""
        return _unseen(self)[1]

    @property
    def places_to_check(self) -> tuple[int, ...]:
        """Return the first picture of every stretch where a face was lost or drifted, in the part that is written."""
        if self.followed is None or self.faces is not Faces.FOLLOWED:
            return ()
        is_poor = self.followed.worst >= Following.DRIFTING
        starts = np.flatnonzero(is_poor & ~np.concatenate([[False], is_poor[:-1]]))
        return tuple(int(one) for one in starts if self.first <= one < self.stop)

    def share_of(self, state: Following) -> float:
        """Return the share of the pictures to be written in which the worst followed face has a state."""
        if self.followed is None:
            return 0.0
        return float((self.followed.worst[self.first : self.stop] == state).mean())

    def seconds_of(self, state: Following) -> float:
        """Return for how long the worst followed face has a state, in what is written."""
        if self.followed is None:
            return 0.0
        shown_s = np.diff(np.append(self.facts.pts_s, self.facts.end_s))
        is_in = self.followed.worst == state
        return float(shown_s[self.first : self.stop][is_in[self.first : self.stop]].sum())

    def with_part(self, what: str, frame: int) -> "ExportDraft":
        """Return the draft of another part.

        what : "begin" or "end", at the picture `frame`; else all of the film
        """
        n = self.facts.n_frames
        if what == "begin":
            return replace(self, first=frame, stop=self.stop if self.stop > frame else n)
        if what == "end":
            return replace(self, first=self.first if self.first <= frame else 0, stop=frame + 1)
        return replace(self, first=0, stop=n)

    def unseen(self) -> "ExportDraft":
        """Return the draft after something else was chosen: nothing of it was looked at yet."""
        return replace(self, looked=np.zeros(self.facts.n_frames, bool))

    def seen(self, frame: int) -> "ExportDraft":
        """Return the draft with one more picture looked at."""
        if self.looked[frame]:
            return self
        looked = self.looked.copy()
        looked[frame] = True
        return replace(self, looked=looked)


@lru_cache(maxsize=2)
def _unseen(draft: ExportDraft) -> tuple[int, int | None]:
    """Return how many seconds of a draft were not on the screen, and the first picture of the first of them."""
    seconds = _seconds_of(draft.facts, draft.first, draft.stop)
    if not len(seconds):
        return 0, None
    is_seen = np.zeros(int(seconds[-1]) + 1, bool)
    is_seen[seconds[draft.looked[draft.first : draft.stop]]] = True
    missing = ~is_seen[seconds]
    begins = np.diff(seconds, prepend=-1) > 0
    return int((missing & begins).sum()), draft.first + int(missing.argmax()) if missing.any() else None


@lru_cache(maxsize=2)
def _seconds_of(facts: FilmFacts, first: int, stop: int) -> npt.NDArray[np.int64]:
    """Return (n_pictures,) ascending, the second of a part in which each of its pictures begins."""
    return np.floor(facts.pts_s[first:stop] - facts.pts_s[first]).astype(np.int64)
