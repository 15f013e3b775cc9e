"""The whole settings of runs that searched by a reader's marks, kept on this computer for the one who ran them.

The library has the number of times and their fingerprint only, see `eegview.model.marked_times`. With the file a run
can be made again, and on this account the same times give the same fingerprint again.
"""

import json
import secrets
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from eegview.app.resources import data_folder
from eegview.exchange.writing import CannotWrite, write_whole
from eegview.model.marked_times import has_marked_times, sealed
from eegview.model.read_marks import GivenMark
from eegview.model.suggestion.detection import DetectorRun
from eegview.model.text.dates import file_stamp
from eegview.store.secret import secret_in

_KEY = "key"


def own_settings_folder() -> Path:
    """Return the folder of the settings; it may not exist yet."""
    return data_folder() / "run_settings"


def own_secret(folder: Path | None = None) -> bytes:
    """Return the secret by which times of marks get their fingerprint; one for now where none can be kept.

    folder : None = the user's own
    """
    folder = folder or own_settings_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return secret_in(folder / _KEY)[0]
    except OSError:
        return secrets.token_bytes(32)


def stored_form(run: DetectorRun, marks: Sequence[GivenMark] = (), folder: Path | None = None) -> DetectorRun:
    """Return a run as others may know it, and keep its whole settings where they say where marks are.

    Where nothing can be kept the run goes on; nobody can then make out its times again.

    marks : that the detector was given
    folder : None = the user's own
    """
    if not marks and not has_marked_times(dict(run.parameters)):
        return run
    folder = folder or own_settings_folder()
    stored = replace(run, parameters=sealed(run.parameters, own_secret(folder)))
    held = {
        "run": run.run_id,
        "detector": run.detector_id,
        "version": run.version,
        "recording": run.fingerprint,
        "started_utc": run.started_utc,
        "settings": dict(run.parameters),
        "stored_as": dict(stored.parameters),
        "marks": [list(mark) for mark in marks],
    }
    stamp = file_stamp(datetime.now(UTC))
    with suppress(CannotWrite):
        file = folder / f"{stamp}-{run.detector_id}-{run.run_id[:8]}.json"
        write_whole(file, json.dumps(held, indent=1).encode(), is_private=True)
    return stored
