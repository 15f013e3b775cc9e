"""An item opened for reading: its recording, its video, its pages; it may be ready before it is shown."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from eegview.app.lanes import Post
from eegview.app.library.opening import open_source
from eegview.app.page.server import PageServer
from eegview.app.page.session import Session, best_montage_id
from eegview.app.training.cases.film_item import FilmItemSource, held_rows
from eegview.app.video.footage import OpenedFootage, open_footage
from eegview.model.display.montage import Montage
from eegview.model.display.page import PageResult
from eegview.model.display.view import ViewState
from eegview.model.errors import EegViewError, UnreadableFile
from eegview.model.film.video import SyncMap
from eegview.model.recording import SignalSource
from eegview.model.training.item import Item

MOST_PAGE_S = 30.0  # a longer stretch is turned page by page
LONG_PAGE_S = 15.0


@dataclass(frozen=True, slots=True, eq=False)
class ItemFiles:
    """The files of one item, opened on a lane.

    footage : None where the item has no video, or none that can be read
    """

    item: Item
    source: SignalSource
    footage: OpenedFootage | None

    def close(self) -> None:
        self.source.close()
        if self.footage is not None:
            self.footage.close()


def open_item(item: Item, recording: Path | None, video: Path | None) -> ItemFiles:
    """Open the files of an item; call it on a lane.

    recording : None of film alone

    Raises
    ------
    EegViewError : the recording, or the video of film alone, cannot be read
    """
    source: SignalSource = FilmItemSource(item) if recording is None else open_source([str(recording)])
    try:
        footage = None
        if video is not None:
            sync = SyncMap(item.video_offset_s, source="case set")
            footage = open_footage([str(video)], source.recording, known_sync=lambda _key: sync)
            if not footage.footage.clips:
                footage.close()
                footage = None
        if item.is_film and footage is None:
            raise UnreadableFile("The film of this item cannot be read.", "Ask its maker for another copy of the set.")
        return ItemFiles(item, source, footage)
    except BaseException:
        source.close()
        raise


class ItemHandle:
    """One open item: a session of its view and a server of its pages.

    page_ready : called with each page that was read, while the item is shown
    """

    def __init__(self, files: ItemFiles, montages: tuple[Montage, ...], view: ViewState, post: Post) -> None:
        self.item, self.source, self.footage = files.item, files.source, files.footage
        self.page_ready: Callable[[PageResult], None] = lambda _result: None
        self.failed: Callable[[EegViewError], None] = lambda _error: None
        self._files, self._is_closed = files, False
        recording = files.source.recording
        montage_id = best_montage_id(montages, recording, view.montage_id)
        self.session = Session(recording, montages, self._fitted(replace(view, montage_id=montage_id)))
        self.session.is_clock = False
        source = files.source
        self.server = PageServer(source, post, lambda result: self.page_ready(result), lambda error: self.failed(error))
        if self.item.is_film:
            self.server.set_extra_rows(held_rows(self.item))

    def _fitted(self, view: ViewState) -> ViewState:
        """Return the view at the stretch's start: all of it, or a page where it is long."""
        duration_s = self._files.source.recording.duration_s
        page_s = duration_s if duration_s <= MOST_PAGE_S else LONG_PAGE_S
        return replace(view, start_s=0.0, page_s=max(page_s, 1.0), cursor_s=None, selection=None, selected_rows=())

    def use_view(self, view: ViewState) -> None:
        """Show it in these filters and this montage, from its start."""
        montage_id = best_montage_id(self.session.montages, self.session.recording, view.montage_id)
        self.session.set_view(self._fitted(replace(view, montage_id=montage_id)))

    def read_ahead(self) -> None:
        """Read the first page, so that it is there when the item is shown."""
        self.server.page(self.session.page_request())

    def close(self) -> None:
        """Read no more; its thread ends."""
        if not self._is_closed:
            self._is_closed = True
            self.page_ready, self.failed = lambda _result: None, lambda _error: None
            self.server.close()
            if self.footage is not None:
                self.footage.close()
