"""What made a file that the window writes of the open study: asked of the library where it may be asked."""

from collections.abc import Callable, Sequence
from pathlib import Path

from eegview.app.blind_reading.sealing import sealed
from eegview.app.provenance import provenance_of, write_sidecar
from eegview.model.errors import EegViewError
from eegview.model.provenance import Provenance
from eegview.model.vocabulary import Vocabulary
from eegview.ui.window.study.open_study import OpenStudy
from eegview.ui.window.study.study_controller import StudyController


def ask_provenance(
    study: OpenStudy, vocabulary: Vocabulary, done: Callable[[Provenance], None], fingerprints: Sequence[str] = ()
) -> None:
    """Give `done` what makes a file of the study now; without the state of its log where that cannot be had.

    A reader who reads blind is not told how far the log has come. Nothing comes once the study is closed.

    fingerprints : of all recordings that the file is of; empty = of the open one
    """
    named, viewer = tuple(fingerprints) or (study.recording.fingerprint,), study.review.author
    while_open = study.scope.while_open

    def without(_error: EegViewError) -> None:
        done(provenance_of(named, vocabulary=vocabulary))

    study.review.ask_library(
        lambda library: provenance_of(named, sealed(library, viewer), vocabulary=vocabulary),
        while_open(done),
        while_open(without),
    )


def write_beside(
    study: OpenStudy, studies: StudyController, written: Sequence[Path], fingerprints: Sequence[str] = ()
) -> None:
    """Write what made files into their sidecars, after the files: no answer comes once the study is closed.

    written : filled on the work lane by what writes the files; what failed has no sidecar
    fingerprints : see `ask_provenance`
    """

    def known(provenance: Provenance) -> None:
        def write() -> None:
            for file in written:
                write_sidecar(file, provenance)

        studies.work.submit(write, lambda _none: None, studies.fail)

    ask_provenance(study, studies.vocabulary, known, fingerprints)
