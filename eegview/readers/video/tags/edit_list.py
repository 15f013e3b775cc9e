"""Find in the edit lists of an MP4 or QuickTime file what the decoding library does not apply: parts played slower.

Layout: ISO/IEC 14496-12, section 8.6.6. That only a part of what is stored is shown, the library applies itself.
"""

from pathlib import Path

from eegview.model.issue import Issue
from eegview.readers.video.tags.boxes import Box, boxes, is_box_file

_WAY = (b"moov", b"trak", b"edts", b"elst")
_MOST_EDITS = 1000
_ENTRY_BYTES = {0: 12, 1: 20}


def edit_rates(path: Path) -> tuple[float, ...]:
    """Return the speeds other than 1 at which edit lists play parts of a file, ascending; 0 = a picture stands."""
    if not is_box_file(path):
        return ()
    found: set[float] = set()
    with path.open("rb") as file:
        level = [Box(b"", 0, path.stat().st_size)]
        for letters in _WAY:
            level = [
                box for holder in level for box in boxes(file, holder.start, holder.stop) if box.letters == letters
            ]
        for box in level:
            file.seek(box.start)
            found |= _rates(file.read(min(box.stop - box.start, 8 + 20 * _MOST_EDITS)))
    return tuple(sorted(found - {1.0}))


def edit_issue(path: Path) -> Issue | None:
    """Return an issue where parts of a video are to be played at another speed than they are stored."""
    rates = edit_rates(path)
    if not rates:
        return None
    speeds = ", ".join(f"{rate:g}×" for rate in rates)
    text = f"The video's edit list plays parts of it at another speed ({speeds}); all of it is shown as it is stored."
    return Issue("video_edit_rate", text)


def _rates(content: bytes) -> set[float]:
    size = _ENTRY_BYTES.get(content[0]) if content else None
    if size is None:
        return set()
    n_edits = int.from_bytes(content[4:8], "big")
    entries = (content[8 + size * number : 8 + size * (number + 1)] for number in range(min(n_edits, _MOST_EDITS)))
    return {int.from_bytes(entry[-4:], "big", signed=True) / 65536 for entry in entries if len(entry) == size}
