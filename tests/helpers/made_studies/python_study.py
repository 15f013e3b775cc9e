"""A simulated study with marks of two readers and a run, for tests of the Python interface.

`from made_studies.python_study import make_simulated, fill_library`.
"""

from pathlib import Path

import eegview
from eegview.app.demonstration import Demonstration, make_demonstration
from eegview.app.library.editing import Editor
from eegview.model.span import Span
from eegview.model.suggestion.detection import Detection, DetectorRun, RunEnd
from eegview.model.suggestion.judgement import Verdict, judgement_mark
from eegview.store.library import open_library

RUN_ID = "r" * 32
FOUND = (
    Detection(0, 79.6, 1.0, "spasm", 0.9, ("Fp1-F7", "F7-T7")),
    Detection(1, 87.0, 1.0, "spasm", 0.8),
)


def make_simulated(folder: Path, with_video: bool = False) -> Demonstration:
    """Return three minutes of a simulated infant with ten spasms, from 80 s on."""
    return make_demonstration(folder, 0.05, 7, with_video)


def fill_library(library: Path, recording: Path) -> None:
    """Have a library hold three marks of Ann, one of Ben, a run of two detections, one of them accepted by Ann."""
    with eegview.open_study(recording, library=str(library)) as study:
        with study.edit(reviewer="Ann") as edit:
            edit.add("spasm", 79.9, 1.0, movement="flexor", certainty="certain")
            edit.add("spasm", 87.0, 1.0)
            edit.add("spasm", 91.95, 1.0, movement="flexor", certainty="probable")
        with study.edit(reviewer="Ben", role="neurologist") as edit:
            edit.add("spasm", 80.1, 1.0, movement="extensor")
        fingerprint, length_s = study.info.fingerprint, study.info.duration_s
    run = DetectorRun(
        RUN_ID, fingerprint, "spasms", "Epileptic spasms", "1.2.0", "c" * 64, (("minimum_score", "0.5"),),
        Span(0.0, length_s), "2026-03-18T07:00:00+00:00", "Ann",
    )  # fmt: skip
    opened = open_library(str(library))
    try:
        opened.start_run(run)
        opened.add_detections(RUN_ID, FOUND)
        opened.end_run(RUN_ID, RunEnd.DONE, "", length_s)
        Editor(opened, fingerprint, "Ann", "technologist").add(judgement_mark(run, FOUND[0], Verdict.ACCEPT))
    finally:
        opened.close()
