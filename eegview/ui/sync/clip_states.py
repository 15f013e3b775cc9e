"""The place in time of each video file of a study: as it is stored, with what the reviewer nudged on top."""

from collections.abc import Callable
from dataclasses import replace

from eegview.app.video.clip_sync import ClipSync, clip_sync, level_text, shifted
from eegview.app.video.footage import AFTER_PART, after_part
from eegview.model.errors import EegViewError
from eegview.model.film.video import SyncMap, clip_fingerprint, clip_key, clip_of_key
from eegview.model.sync import SyncLevel
from eegview.ui.video.study_video import StudyVideo
from eegview.ui.window.study.open_study import OpenStudy

_UNTRUSTED = (SyncLevel.UNKNOWN, SyncLevel.REFUSE)


class ClipStates:
    """Where the video files of one study lie, and how sure that is.

    fail : shows why a stored place cannot be used
    """

    def __init__(self, study: OpenStudy, video: StudyVideo, fail: Callable[[EegViewError], None]) -> None:
        self._study, self._video, self._fail = study, video, fail
        self.states: dict[str, ClipSync] = {}  # by the clip's key
        self._nudges_s: dict[str, float] = {}  # by the clip's key: shown, not stored yet

    def refresh(self) -> None:
        """Read every video's place from the stored marks again."""
        review, video = self._study.review, self._video
        states: dict[str, ClipSync] = {}
        for key in sorted(video.guesses, key=clip_of_key):  # a part follows the one before, so that comes first
            path, part = clip_of_key(key)
            fingerprint = clip_fingerprint(video.fingerprints[path], part)
            guess = video.guesses[key]
            if part > 1 and guess.source == AFTER_PART:
                guess = after_part(self.now(states[clip_key(path, part - 1)]))
            state, problem = clip_sync(key, fingerprint, guess, review.records.sync_marks, review.author)
            if problem is not None:
                self._fail(problem)
            states[key] = state
        self.states = states
        self._move_clips()

    def _move_clips(self) -> None:
        """Put every clip where it is stored, nudges on top."""
        self._video.set_syncs({path: self.now(state) for path, state in self.states.items()})

    def now(self, state: ClipSync) -> SyncMap:
        """Return where a file lies as it is shown, nudges included."""
        by_s = self._nudges_s.get(state.path, 0.0)
        return shifted(state, by_s)[0] if by_s else state.sync

    def state_at(self, recording_s: float) -> ClipSync | None:
        """Return the state of the file that the leading camera shows at a time, None where it shows none."""
        shown = self._video.shown
        if shown is not None and shown.clip is not None and shown.clip.span.contains(recording_s):
            return self.states.get(shown.clip.key)
        clip = next((c for c in self._video.footage.clips if c.span.contains(recording_s)), None)
        return self.states.get(clip.key) if clip is not None else None

    def nudge(self, state: ClipSync, by_s: float) -> None:
        """Show a file later (positive) or earlier; `take_nudges` gives what is to be stored."""
        self._nudges_s[state.path] = self._nudges_s.get(state.path, 0.0) + by_s
        self._move_clips()

    def is_nudged(self, state: ClipSync) -> bool:
        """Whether a file is shown elsewhere than it is stored."""
        return state.path in self._nudges_s

    def take_nudges(self) -> dict[str, float]:
        """Return by how much each file was nudged, by its clip's key, and begin anew."""
        nudges_s, self._nudges_s = self._nudges_s, {}
        return nudges_s

    @property
    def unmatched(self) -> tuple[str, ...]:
        """Return for each video whose place in time is not sure what is known of it: never checked, or too far off."""
        found = []
        for clip in self._video.footage.clips:
            state = self.states.get(clip.key)
            if state is None:
                continue
            times_s = clip.span.start_s, (clip.span.start_s + clip.span.stop_s) / 2, clip.span.stop_s
            untrusted_s = next((time_s for time_s in times_s if state.level_at(time_s) in _UNTRUSTED), None)
            if untrusted_s is not None:
                found.append(level_text(state, untrusted_s))
        return tuple(found)

    def settled(self, path: str) -> ClipSync:
        """Return the state of a file as it is shown, nudges included."""
        state = self.states[path]
        return replace(state, sync=self.now(state))
