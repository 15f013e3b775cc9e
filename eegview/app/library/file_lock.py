"""A lock on an open file that ends with the program that holds it, however that ends."""

import sys

if sys.platform == "win32":
    import msvcrt
    import os

    _FAR_AWAY = 1 << 30  # a locked place cannot be read by others, so one where nothing stands is locked

    def lock_now(handle: int) -> bool:
        """Lock a file for this program, and return whether nobody else holds it."""
        os.lseek(handle, _FAR_AWAY, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def lock_now(handle: int) -> bool:
        """Lock a file for this program, and return whether nobody else holds it."""
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
