"""Reviews on a real library without threads, and an hour of a recording."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from inline_lane import Inline

from eegview.app.library.opening import Reviewer, open_marks
from eegview.app.review.review import Review
from eegview.app.scoring.scales import scale_parameters
from eegview.app.scoring.scoring import Scoring
from eegview.app.vocabulary.store import load_vocabulary
from eegview.model.errors import EegViewError
from eegview.model.recording import Recording
from eegview.model.scoring.parameters import ScaleParameters
from eegview.model.span import Span

FINGERPRINT = "f" * 64


@pytest.fixture
def errors() -> list[EegViewError]:
    return []


@pytest.fixture
def open_review(errors: list[EegViewError], tmp_path: Path) -> Iterator[Callable[[str], Review]]:
    lane, opened = Inline(), list[Review]()
    url, vocabulary = f"sqlite:///{tmp_path / 'library.sqlite'}", load_vocabulary()

    def build(name: str) -> Review:
        review = Review(lane, name, lambda: open_marks(url, FINGERPRINT, Reviewer(name), vocabulary), errors.append)
        review.open()
        opened.append(review)
        return review

    yield build
    for review in opened:
        review.close()
    lane.close()


@pytest.fixture
def review(open_review: Callable[[str], Review]) -> Review:
    return open_review("ada")


@pytest.fixture
def recording() -> Recording:
    return Recording("night.edf", "EDF+C", (), (Span(0.0, 3600.0),), None, FINGERPRINT)


@pytest.fixture
def parameters() -> ScaleParameters:
    return scale_parameters()


@pytest.fixture
def scoring(review: Review, recording: Recording, parameters: ScaleParameters) -> Scoring:
    return Scoring(review, recording, parameters)
