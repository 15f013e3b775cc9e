"""One open study: all that lives as long as it is open, and the ways to move through it."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from eegview.app.page import navigation
from eegview.app.page.extra_rows import ExtraRow
from eegview.app.page.server import PageServer
from eegview.app.page.session import Session
from eegview.app.review.review import Review
from eegview.app.study.records import StudyRecords
from eegview.app.suggestions.suggestions import Suggestions
from eegview.app.video.playing import Player
from eegview.model.annotation import Annotation
from eegview.model.display.view import ViewState
from eegview.model.issue import Issue
from eegview.model.recording import Recording, SignalSource
from eegview.model.span import Span
from eegview.ui.page.presenter import PagePresenter
from eegview.ui.window.study.study_scope import StudyScope
from eegview.ui.window.time_form import TimeForm, clock_text, wall_text

__all__ = ["OpenStudy", "clock_text", "wall_text"]


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
    kept: StudyRecords  # what belongs to the study beside its marks
    scope: StudyScope  # parent of the parts of the window that live as long as this study
    times: TimeForm  # how its times are written, everywhere alike
    issues: tuple[Issue, ...] = ()
    given: frozenset[str] = frozenset()  # fields of the display that were asked for at opening
    encoding: str = ""  # of the file's texts, as it was asked for at opening; "" = found out
    extra_rows: dict[str, tuple[ExtraRow, ...]] = field(default_factory=dict)  # by what they show

    @property
    def recording(self) -> Recording:
        return self.session.recording

    # the view

    @property
    def view(self) -> ViewState:
        return self.session.view

    def put_rows(self, name: str, rows: tuple[ExtraRow, ...]) -> None:
        """Show these rows below the montage's own, instead of those put under this name before.

        name : "movement", "sound": rows of another name stay, and the names stand in their alphabet's order
        """
        self.extra_rows[name] = rows
        shown = tuple(row for key in sorted(self.extra_rows) for row in self.extra_rows[key])
        self.session.extra_rows = tuple(extra.row for extra in shown)
        self.server.set_extra_rows(shown)

    def change_view(self, change: Callable[[ViewState], ViewState]) -> None:
        """Show the page as `change` makes it from how it is now."""
        self.session.set_view(change(self.session.view))

    def move(self, change: Callable[[ViewState, Span], ViewState]) -> None:
        """Move the page as `change` says; it is given the view and the recording's span."""
        self.session.set_view(change(self.session.view, self.recording.span))

    def set_cursor(self, time_s: float) -> None:
        """Put the cursor there and drop the selection."""
        self.change_view(lambda view: replace(view, cursor_s=time_s, selection=None))

    def go_to(self, time_s: float) -> None:
        """Bring a time into the page, with the cursor on it."""
        self.go_to_span(Span(time_s, time_s))

    def go_to_span(self, span: Span) -> None:
        """Bring a span into the page, with the cursor on its start."""
        self.move(lambda view, whole: navigation.shown(view, span, whole))

    def go_to_mark(self, mark: Annotation) -> None:
        """Bring a mark into the page and select it."""
        self.review.selection.select(mark)
        self.go_to_span(mark.span)
