"""The candidate's group above the page: what it is, from when to when, a chip for each of its members."""

from collections.abc import Callable

from eegview.app.suggestions.suggestions import Suggestion
from eegview.app.suggestions.triage import Triage
from eegview.ui.suggestions.texts import shown_chips
from eegview.ui.triage.buttons import key_text
from eegview.ui.triage.view import GroupLine
from eegview.ui.window.actions import Actions
from eegview.ui.window.open_study import OpenStudy, clock_text


class TriageGroup:
    """Shows the group of what is looked at.

    colour_of : of a term, "#rrggbb"
    """

    def __init__(self, line: GroupLine, actions: Actions, colour_of: Callable[[str], str]) -> None:
        self._line, self._actions, self._colour_of = line, actions, colour_of
        self._clocks: dict[float, str] = {}

    def forget(self) -> None:
        """The study is closed."""
        self._clocks.clear()

    def show(self, study: OpenStudy, triage: Triage, current: Suggestion) -> None:
        """Show the group; while scores are hidden its chips bear none."""
        line, keys, members = self._line, self._actions.keys_of, triage.group
        n_members = len(members)
        times = [self._clock(study, s.detection.onset_s) for s in members]
        onsets_s = [s.detection.onset_s for s in members]
        first, last = self._clock(study, min(onsets_s)), self._clock(study, max(onsets_s))
        facts = f"{n_members} candidates · {first} – {last}" if n_members > 1 else first
        accept, reject = key_text(keys("triage.accept_group")), key_text(keys("triage.reject_group"))
        whole = f"{accept} accepts the rest · {reject} rejects the rest" if n_members > 1 else ""
        line.show_group(triage.group_title or "On its own", facts, whole)
        verdicts = {s.detection.number: s.verdict for s in members if s.verdict is not None}
        detections = [s.detection for s in members]
        chips = shown_chips(detections, current.detection, verdicts, times, triage.is_blind)
        line.chips.show_chips(chips, self._colour_of(current.detection.term_id))

    def _clock(self, study: OpenStudy, time_s: float) -> str:
        """Return the time as people read it; kept, as a group of hundreds is told with each card."""
        if time_s not in self._clocks:
            self._clocks[time_s] = clock_text(study.recording, round(time_s))
        return self._clocks[time_s]
