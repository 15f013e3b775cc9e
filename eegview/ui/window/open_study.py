"""One study on the desk: all that lives as long as it is open, and how it is wired."""

from dataclasses import dataclass
from datetime import timedelta

from eegview.app.page.server import PageServer
from eegview.app.page.session import Session
from eegview.app.review.review import Review
from eegview.app.suggestions.suggestions import Suggestions
from eegview.app.video.playing import Player
from eegview.model.clock import elapsed_text
from eegview.model.issue import Issue
from eegview.model.recording import Recording, SignalSource
from eegview.ui.page.presenter import PagePresenter


@dataclass(slots=True)
class OpenStudy:
    """The parts of an open study; `issues` grows while the file is scanned in the background."""

    paths: tuple[str, ...]
    source: SignalSource
    session: Session
    review: Review
    server: PageServer
    presenter: PagePresenter
    player: Player
    suggestions: Suggestions
    issues: tuple[Issue, ...] = ()

    @property
    def recording(self) -> Recording:
        return self.session.recording


def wall_text(recording: Recording, time_s: float, decimals: int = 0) -> str:
    """Return the wall clock at `time_s`, "" where the recording has no start time."""
    if recording.started_at is None:
        return ""
    moment = recording.started_at + timedelta(seconds=round(time_s, 3))
    text = moment.strftime("%H:%M:%S")
    return f"{text}.{moment.microsecond // 1000:03d}"[: 9 + decimals] if decimals else text


def clock_text(recording: Recording, time_s: float) -> str:
    """Return what stands under a time line: the wall clock, or elapsed time where there is none."""
    if recording.started_at is None:
        return elapsed_text(time_s, 0)
    return wall_text(recording, time_s, 1 if time_s % 1 else 0)
