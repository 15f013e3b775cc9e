"""Twelve short studies read by three readers into one library.

`from made_studies.department_studies import make_department`.
"""

import random
from contextlib import closing
from pathlib import Path

from made_studies.blind_study import a_mark
from recordings.study_files import write_edf

from eegview.app.library.editing import Editor
from eegview.app.links.recordings import note_recording
from eegview.app.resources import data_folder
from eegview.readers.opening import open_study
from eegview.store.library import open_library

READERS = ("Ana", "Bo", "Cy")
DURATION_S = 300


def make_department(folder: Path, n_studies: int = 12, seed: int = 4, noted: bool = True) -> tuple[str, list[Path]]:
    """Write recordings and mark spasms in them: Ana and Bo agree well, Cy marks few of theirs and others of his own.

    noted : the recordings count as opened on this computer
    """
    dice = random.Random(seed)
    url = f"sqlite:///{folder / 'library.sqlite'}"
    files: list[Path] = []
    with closing(open_library(url)) as library:
        for number in range(n_studies):
            file = write_edf(
                folder / f"night_{number:02}.edf", ((0, DURATION_S),), names=("Fp1", "F7"), rate_hz=64 + number
            )
            with closing(open_study([str(file)])) as source:
                fingerprint = source.recording.fingerprint
            onsets = [20.0 * k + dice.uniform(0, 8) for k in range(1, 14)]
            for reader in READERS:
                editor = Editor(library, fingerprint, reader, "neurologist")
                share = 0.5 if reader == "Cy" else 0.9
                said = [onset + dice.uniform(-0.2, 0.2) for onset in onsets if dice.random() < share]
                said += [dice.uniform(10, 290) for _ in range(4 if reader == "Cy" else 0)]
                editor.import_all([a_mark("spasm", round(onset, 3), 1.0, "") for onset in said])
            if noted:
                note_recording(data_folder(), fingerprint, [str(file)])
            files.append(file)
    return url, files
