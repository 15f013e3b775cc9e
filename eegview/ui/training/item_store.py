"""Opens items on a lane: the one to be shown, and ahead of it the one that comes next."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from eegview.app.lanes import Lane, Post
from eegview.app.training.cases.case_set import CaseSet
from eegview.model.display.montage import Montage
from eegview.model.display.view import ViewState
from eegview.model.errors import EegViewError
from eegview.ui.training.page.item_handle import ItemFiles, ItemHandle, open_item

Ready = Callable[[ItemHandle], None]
Failed = Callable[[EegViewError], None]


class ItemStore(QObject):
    """Holds the items of one set that are open.

    view : gives the look in which pages are read ahead
    """

    def __init__(
        self,
        case_set: CaseSet,
        lane: Lane,
        post: Post,
        montages: Callable[[], tuple[Montage, ...]],
        view: Callable[[], ViewState],
    ) -> None:
        super().__init__()
        self._set, self._lane, self._post = case_set, lane, post
        self._montages, self._view = montages, view
        self._held: dict[str, ItemHandle] = {}  # by item, the one used last at the end
        self._opening: dict[str, list[tuple[Ready, Failed]]] = {}
        self._arrived: list[ItemFiles] = []  # opened on the lane, not yet taken over here
        self._is_closed = False

    @property
    def held(self) -> tuple[str, ...]:
        """Return the items that are open."""
        return tuple(self._held)

    def with_item(self, item_id: str, ready: Ready, failed: Failed) -> None:
        """Call `ready` with the open item: at once where it was opened ahead."""
        handle = self._held.pop(item_id, None)
        if handle is not None:
            self._held[item_id] = handle
            ready(handle)
        else:
            self._open(item_id, ready, failed)

    def read_ahead(self, item_id: str) -> None:
        """Open an item and read its first page, for later."""
        if item_id not in self._held:
            self._open(item_id, lambda _handle: None, lambda _error: None)

    def _open(self, item_id: str, ready: Ready, failed: Failed) -> None:
        waiting = self._opening.setdefault(item_id, [])
        waiting.append((ready, failed))
        if len(waiting) > 1:
            return
        case_set = self._set

        def work() -> ItemFiles:
            files = open_item(case_set.item(item_id), case_set.recording(item_id), case_set.video(item_id))
            self._arrived.append(files)
            return files

        self._lane.submit(work, lambda files: self._opened(item_id, files), lambda e: self._refused(item_id, e))

    def _opened(self, item_id: str, files: ItemFiles) -> None:
        if self._is_closed:
            return  # the lane closes what arrived
        self._arrived.remove(files)
        handle = self._held[item_id] = ItemHandle(files, self._montages(), self._view(), self._post)
        handle.read_ahead()
        for ready, _failed in self._opening.pop(item_id, []):
            ready(handle)

    def _refused(self, item_id: str, error: EegViewError) -> None:
        for _ready, failed in self._opening.pop(item_id, []):
            if not self._is_closed:
                failed(error)

    def keep(self, *item_ids: str | None) -> None:
        """Close all but these."""
        for item_id in [one for one in self._held if one not in item_ids]:
            self._held.pop(item_id).close()

    def close(self) -> None:
        """Close all of them, also those that are still being opened."""
        self._is_closed = True
        self.keep()
        self._lane.submit(self._drop_arrived, lambda _none: None, lambda _error: None)

    def _drop_arrived(self) -> None:
        """Close what was opened and not taken over; on the lane, behind all that was to be opened."""
        while self._arrived:
            self._arrived.pop().close()
