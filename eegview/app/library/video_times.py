"""Store where videos lie in time with the marks, find it again, and return how well it is founded."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from eegview.model.annotation import Annotation
from eegview.model.film.video import SyncMap, clip_fingerprint, clip_of_key
from eegview.model.sync import Anchor, SyncFit, sync_mark, sync_mark_for, sync_of

if TYPE_CHECKING:
    from eegview.app.library.editing import Editor
    from eegview.model.edit import Edit


def set_video_time(editor: Editor, video_fingerprint: str, sync: SyncMap, anchors: Iterable[Anchor] = ()) -> Edit:
    """Store where a video lies in time, replacing what the reviewer set for it before; one act, which can be undone.

    Raises
    ------
    LibraryRefused : the library is away or refuses; nothing was changed
    """
    before = own_sync_mark(editor.sync_marks(), video_fingerprint, editor.author)
    if before is None:
        return editor.add(sync_mark(video_fingerprint, sync, anchors, editor.author))
    after = sync_mark(video_fingerprint, sync, anchors, editor.author, before.annotation_id)
    return editor.change(before, after)


def own_sync_mark(marks: Iterable[Annotation], video_fingerprint: str, author: str) -> Annotation | None:
    """Return the mark by which `author` set where a video lies, None if they did not."""
    found = sync_mark_for(marks, video_fingerprint, author)
    return found if found is not None and found.layer == author else None


def known_sync(marks: Iterable[Annotation], author: str) -> Callable[[str], SyncMap | None]:
    """Return a lookup by a clip's key for `open_footage`: the map set before for a clip of this content.

    marks : `Review.records.sync_marks` or `Editor.sync_marks()`
    author : whose own goes before others'
    """
    held = tuple(marks)

    def lookup(key: str) -> SyncMap | None:
        if not held:
            return None  # the file need not be read
        from eegview.readers.fingerprint import fingerprint_of_video

        path, part = clip_of_key(key)
        mark = sync_mark_for(held, clip_fingerprint(fingerprint_of_video(path), part), author)
        return shown_sync(mark, author) if mark else None

    return lookup


def shown_sync(mark: Annotation, author: str) -> SyncMap:
    """Return the map a mark keeps; its source names the reviewer where it is not `author`."""
    sync, _anchors = sync_of(mark)
    source = sync.source if mark.layer == author else f"{sync.source}, set by {mark.layer}"
    return SyncMap(sync.offset_s, sync.drift_ppm, source)


def fit_of(mark: Annotation) -> SyncFit | None:
    """Return the fit of the anchors a mark keeps, None where it was set without any."""
    from eegview.dsp.sync.fit import fit_anchors

    _sync, anchors = sync_of(mark)
    return fit_anchors(anchors) if anchors else None
