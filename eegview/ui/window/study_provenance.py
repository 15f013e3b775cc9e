"""What made a file that the window writes of the open study: asked of the library where it may be asked."""

from collections.abc import Callable

from eegview.app.provenance import provenance_of
from eegview.model.errors import EegViewError
from eegview.model.provenance import Provenance
from eegview.model.vocabulary import Vocabulary
from eegview.ui.window.open_study import OpenStudy


def ask_provenance(study: OpenStudy, vocabulary: Vocabulary, done: Callable[[Provenance], None]) -> None:
    """Give `done` what makes a file of the study now; without the state of its log where that cannot be had.

    A reader who reads blind is not told how far the log has come. Nothing comes once the study is closed.
    """
    fingerprint, while_open = study.recording.fingerprint, study.scope.while_open
    is_blind = study.review.blindness.is_blind

    def without(_error: EegViewError) -> None:
        done(provenance_of(fingerprint, vocabulary=vocabulary))

    study.review.ask_library(
        lambda library: provenance_of(fingerprint, None if is_blind else library, vocabulary=vocabulary),
        while_open(done),
        while_open(without),
    )
