"""Cache movement traces on disk, so that opening a study again need not decode its video again."""

import contextlib
import hashlib
import os
import zipfile
from fractions import Fraction
from pathlib import Path
from typing import BinaryIO

import numpy as np
import platformdirs

from eegview.app.cache_files import keep_file
from eegview.model.issue import Issue
from eegview.model.movement import CameraHold, CameraShake, Filming, MovementTrace, Region

MOTION_VERSION = 3  # raise it when the numbers of `dsp.motion` change, or the times of videos
SHAKE_VERSION = 2  # the same for traces of held cameras and the numbers of `dsp.camera`
LIMIT_BYTES = 256 * 2**20  # some sixty nights


def default_folder() -> Path:
    """Return the user's own folder of movement traces; it may not exist yet."""
    return Path(platformdirs.user_cache_dir("eegview", appauthor=False)) / "movement"


_PLAIN = Filming()


def trace_key(
    video_fingerprint: str,
    region: Region | None,
    mask: Region | None,
    filming: Filming = _PLAIN,
    slowness: Fraction | None = None,
) -> str:
    """Return the hex name of a trace. What maps its time to the recording is not in it.

    slowness : as a reader typed it, None = as the file says
    """
    corners = [region and region.corners, mask and mask.corners]
    how = f" {filming.hold} {SHAKE_VERSION}" if filming.hold is not CameraHold.FIXED else ""
    slow = f" slower {slowness}" if slowness is not None else ""
    return hashlib.sha256(f"{MOTION_VERSION} {video_fingerprint} {corners!r}{how}{slow}".encode()).hexdigest()


class MovementCache:
    """A folder of traces, as many as fit in `limit_bytes`; those unused longest are deleted first."""

    def __init__(self, folder: Path | None = None, limit_bytes: int = LIMIT_BYTES) -> None:
        self.folder = folder if folder is not None else default_folder()
        self.limit_bytes = limit_bytes

    def load(self, key: str) -> MovementTrace | None:
        """Return the trace cached under this key, whole or partial; None if there is none."""
        path = self._path(key)
        try:
            with path.open("rb") as file, np.load(file, allow_pickle=False) as kept:
                shake = CameraShake(kept["speeds_pct_s"], kept["misfits_pct"]) if "speeds_pct_s" in kept else None
                trace = MovementTrace(kept["times_s"], kept["values"], bool(kept["is_complete"]), shake=shake)
            others = (trace.values, *((shake.speeds_pct_s, shake.misfits_pct) if shake is not None else ()))
            if trace.times_s.ndim != 1 or any(other.shape != trace.times_s.shape for other in others):
                raise ValueError("not a trace")
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
            return None  # a damaged file of the cache: the trace is computed and written anew
        with contextlib.suppress(OSError):  # a folder that may only be read still serves
            os.utime(path)  # used now
        return trace

    def keep(self, key: str, trace: MovementTrace) -> tuple[Issue, ...]:
        """Write a trace, whole or not at all, and delete old ones; return an issue where the disk refused."""
        path = self._path(key)

        arrays = {"times_s": trace.times_s, "values": trace.values}
        if trace.shake is not None:
            arrays |= {"speeds_pct_s": trace.shake.speeds_pct_s, "misfits_pct": trace.shake.misfits_pct}

        def write(file: BinaryIO) -> None:
            np.savez(file, allow_pickle=False, is_complete=np.bool_(trace.is_complete), **arrays)

        reason = keep_file(path, write, self.limit_bytes)
        if not reason:
            return ()
        return (Issue("movement_not_kept", f"The movement trace could not be saved for next time ({reason})."),)

    def _path(self, key: str) -> Path:
        return self.folder / f"{key}.npz"
