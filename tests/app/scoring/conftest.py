"""Reviews on a real library without threads, and an hour of a recording."""

import pytest
from made_studies.review_fixtures import FINGERPRINT, errors, open_review, review  # noqa: F401 - pytest finds them by name

from eegview.app.review.review import Review
from eegview.app.scoring.scales import scale_parameters
from eegview.app.scoring.scoring import Scoring
from eegview.model.recording import Recording
from eegview.model.scoring.parameters import ScaleParameters
from eegview.model.span import Span


@pytest.fixture
def recording() -> Recording:
    return Recording("night.edf", "EDF+C", (), (Span(0.0, 3600.0),), None, FINGERPRINT)


@pytest.fixture
def parameters() -> ScaleParameters:
    return scale_parameters()


@pytest.fixture
def scoring(review: Review, recording: Recording, parameters: ScaleParameters) -> Scoring:  # noqa: F811
    return Scoring(review, recording, parameters)
