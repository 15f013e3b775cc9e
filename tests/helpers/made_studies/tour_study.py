"""A small recording in the place of the demonstration study.

`from made_studies.tour_study import small_demonstration`.
"""

import shutil
from pathlib import Path

import pytest

from eegview.app.demonstration import RECORDING, TRUTH, Demonstration, default_folder

ONSETS_S = 20.0, 41.0


def put_small_demonstration(small_edf: Path) -> Path:
    """Put the small recording and true events where the window's demonstration study lives, and return its path."""
    folder = default_folder(0.5, 1)
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(small_edf, folder / RECORDING)
    rows = "".join(f"{onset_s:.3f}\t1.000\tspasm\n" for onset_s in ONSETS_S)
    (folder / TRUTH).write_text("onset\tduration\ttrial_type\n" + rows, encoding="utf-8")
    return folder / RECORDING


@pytest.fixture
def small_demonstration(own_folders: Path, small_edf: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Have the window's command make a small recording as its demonstration study; it takes no minute."""
    from eegview.ui.study import opening

    def make(folder: Path, *_numbers: float, **_options: object) -> Demonstration:
        path = put_small_demonstration(small_edf)
        return Demonstration(folder, path, None, folder / TRUTH, len(ONSETS_S), was_there=False)

    monkeypatch.setattr(opening, "make_demonstration", make)
    return default_folder(0.5, 1) / RECORDING
