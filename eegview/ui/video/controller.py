"""The video in the window: its places, its buttons, and what of the open study's cameras is shown there."""

from PySide6.QtCore import QObject, Signal

from eegview.app.video.footage import Footage
from eegview.app.video.frame_server import ShownFrame
from eegview.model.display.view import ViewState
from eegview.ui.video.kept_videos import KeptVideos
from eegview.ui.video.panel import VideoPanel
from eegview.ui.video.placement import Place, VideoPlace
from eegview.ui.video.study_video import StudyVideo
from eegview.ui.video.videos_controller import VideosController
from eegview.ui.window.above_page import SHARES
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy

_BUTTONS = (
    "video.frame_back",
    "play.play_pause",
    "video.frame_forward",
    "play.loop",
    "video.float",
    "video.match",
    "video.size",
)


class VideoController(QObject):
    """The panel with its places. It outlives studies: without one there is no footage and nothing is shown."""

    footage_changed = Signal(object)  # Footage, empty once the study is closed
    frame_shown = Signal(object)  # ShownFrame of the camera that leads

    def __init__(self, context: Context) -> None:
        super().__init__(context.window)
        self._context, self._actions = context, context.actions
        window = context.window
        self.panel = VideoPanel()
        self.slot = window.sidebar.video
        self.slot.hold(self.panel, self.panel.docked_height_px)
        self.place = VideoPlace(self.panel, self.slot, window.above_page, window.page, window, context.settings)
        self.named: list[str] = []  # given on the command line, for the next study
        self._study_video: StudyVideo | None = None
        self.panel.mute.setChecked(context.settings.text("video/muted") == "yes")
        self.panel.mute_switched.connect(self._keep_muted)
        self.panel.use_actions(*(self._actions[i] for i in _BUTTONS))
        self.place.changed.connect(self._show_places)
        self.slot.visibility_changed.connect(self._show_places)
        self.slot.size_changed.connect(self.panel.show_size)
        self.panel.show_size(self.slot.size_name)
        self.panel.size_asked.connect(self._use_size)
        context.studies.shutting_down.connect(self.place.remember)
        context.studies.opening_ended.connect(self._forget_named)
        self._actions.connect(
            {
                "video.show": self.switch_shown,
                "video.float": lambda: self.switch_place(Place.FLOAT),
                "video.window": lambda: self.switch_place(Place.WINDOW),
                "video.size": self.switch_size,
                "video.corner": self.panel.corner_asked.emit,
                "video.all_of_it": self.show_all,
                "video.mirror": self.panel.look.switch_mirrored,
            }
        )

    # a study comes and goes

    def _forget_named(self) -> None:
        """Forget videos that were named for a study that could not be opened: they belong to no other."""
        self.named = []

    def open_study(self, study: OpenStudy) -> StudyVideo:
        """Open the videos of a study, show them until it is closed, and return what serves them."""
        self.place.home = Place.ABOVE if study.recording.is_film else Place.DOCK
        video = self._study_video = StudyVideo(self._context, study, self.panel.views)
        video.footage_changed.connect(self.footage_changed)
        video.frame_shown.connect(self.frame_shown)
        video.opened.connect(self._show_first)
        study.scope.ended.connect(self._study_ended)
        study.presenter.page_shown.connect(self._page_shown)
        named, self.named = self.named, []
        kept = self.kept = KeptVideos(self._context, study, video, self.panel.missing, named)
        kept.missing_changed.connect(self._missing_changed)
        self.videos = VideosController(self._context, study, video, kept)
        video.open(named)
        return video

    def _show_first(self) -> None:
        """Show the video where it was seen last."""
        if self.place.place is not Place.DOCK or not self.has_video:
            return
        if self.place.remembered is not self.place.place:
            self.place.go(self.place.remembered)
        else:
            self.slot.offer()

    def _missing_changed(self) -> None:
        """Show the panel where a video is missing: what is not found is told where it would be."""
        if self.kept.missing and self.place.place is Place.DOCK:
            self.slot.offer()

    def _study_ended(self) -> None:
        self._study_video = None
        self.place.remember()
        self.place.go(Place.DOCK)
        self.place.home = Place.DOCK
        self.slot.close_video()
        self.footage_changed.emit(Footage())

    def _page_shown(self, view: ViewState) -> None:
        """Have a floating video give way to the cursor."""
        geometry, cursor_s = self._context.window.page.geometry_of_page(), view.cursor_s
        if geometry is None or cursor_s is None or not view.span.contains(cursor_s):
            self.place.keep_clear_of(None)
        else:
            self.place.keep_clear_of(geometry.x_of(cursor_s))

    # what is shown

    @property
    def footage(self) -> Footage:
        """The clips of the open study, where they lie in time now."""
        return self._study_video.footage if self._study_video is not None else Footage()

    @property
    def fingerprints(self) -> dict[str, str]:
        """The identities of the open study's video files, by path."""
        return self._study_video.fingerprints if self._study_video is not None else {}

    @property
    def has_video(self) -> bool:
        """Whether the open study has any video."""
        return bool(self.footage.clips)

    def conditions(self) -> frozenset[str]:
        """Return the conditions that commands about video need."""
        if not self.has_video:
            return frozenset()
        return frozenset({"video"} if self.place.home is Place.ABOVE else {"video", "eeg_video"})

    def is_in_sight(self) -> bool:
        """Whether a picture is on the screen now."""
        shown = self.shown
        return shown is not None and shown.frame is not None and self.panel.isVisible()

    @property
    def shown(self) -> ShownFrame | None:
        """The answer the leading camera shows now, a frame or why there is none; None before the first one."""
        return self._study_video.shown if self._study_video is not None else None

    @property
    def exact(self) -> ShownFrame | None:
        """The answer shown if it is the very frame requested; None while there is none, or only one near it."""
        return self._study_video.exact if self._study_video is not None else None

    # where it is shown

    def show_all(self) -> None:
        """Zoom back to the whole picture of every camera."""
        for view in self.panel.views:
            view.show_all()

    def switch_shown(self) -> None:
        """Show the video on top of the sidebar or hide it; from its other places it comes back there."""
        if self.place.place is not self.place.home:
            self.place.go(self.place.home)
        elif self.place.home is Place.ABOVE:
            self._context.window.above_page.setVisible(self._context.window.above_page.isHidden())
        else:
            show = self.slot.open if self.slot.isHidden() else self.slot.close_video
            show()
        self._show_places()

    def switch_size(self) -> None:
        """Show the video on top of the sidebar, in the next size where it is there already."""
        if self.place.home is Place.ABOVE:
            names = list(SHARES)
            at = names.index(self.place.above_size) if self.place.above_size else -1
            self.place.use_above_size(names[(at + 1) % len(names)] if self._is_above else names[max(at, 0)])
        elif self.place.place is not Place.DOCK or self.slot.isHidden():
            self.place.go(Place.DOCK)
            self.slot.open()
        else:
            self.slot.next_size()

    def _use_size(self, name: str) -> None:
        """Show the video in this size where it floats, else on top of the sidebar."""
        if self.place.place is Place.FLOAT:
            self.place.use_size(name)
        elif self.place.home is Place.ABOVE:
            self.place.use_above_size(name)
        else:
            self.place.go(Place.DOCK)
            self.slot.use_size(name)

    def switch_place(self, place: Place) -> None:
        """Put the video there, or back on top of the sidebar."""
        self.place.go(self.place.home if self.place.place is place else place)

    def _show_places(self, _changed: object = None) -> None:
        """Check the toggles of the places as they are."""
        place = self.place.place
        sizes = {Place.FLOAT: self.place.float_size, Place.ABOVE: self.place.above_size}
        self.panel.show_size(sizes.get(place, self.slot.size_name))
        self._actions.set_checked("video.float", place is Place.FLOAT)
        self._actions.set_checked("video.window", place is Place.WINDOW)
        shown_at_home = self._is_above if place is Place.ABOVE else not self.slot.isHidden()
        self._actions.set_checked("video.show", shown_at_home or place in (Place.FLOAT, Place.WINDOW))

    @property
    def _is_above(self) -> bool:
        """Whether the video stands above the page, and is shown there."""
        return self.place.place is Place.ABOVE and not self._context.window.above_page.isHidden()

    def _keep_muted(self, is_muted: bool) -> None:
        self._context.settings.put("video/muted", "yes" if is_muted else "no")
