"""Work for pools and clusters to do, where their processes can import it."""

import os
from pathlib import Path

from waiting import wait_until


def doubled(job, progress, _stopped):
    progress(0.5)
    return job * 2


def heeded(job, progress, stopped):
    """Tell of itself, and end once there is a sign at `job` that it was heard."""
    progress(0.5)
    wait_until(lambda: Path(job).exists() or stopped())
    return 0.5


def deadly(job, _progress, _stopped):
    """End the process where the job says so; else answer."""
    if job == "die":
        os._exit(3)
    return job


def endless(job, progress, stopped):
    """Leave a sign, and go on until it is stopped."""
    folder = Path(job)
    (folder / "begun").touch()
    while not stopped():
        progress(0.1)
    (folder / "stopped").touch()


def faulty(_job, _progress, _stopped):
    raise ZeroDivisionError("a bug")
