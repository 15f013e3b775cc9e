"""A review on a real library without threads, and a recording of ten minutes with a gap."""

import pytest
from made_studies.review_fixtures import FINGERPRINT, errors, open_review, review  # noqa: F401 - pytest finds them by name

from eegview.model.recording import Recording
from eegview.model.span import Span


@pytest.fixture
def recording() -> Recording:
    """Return ten minutes and ten seconds; from 120 to 200 s nothing was recorded."""
    return Recording("night.edf", "EDF+D", (), (Span(0.0, 120.0), Span(200.0, 610.0)), None, FINGERPRINT)
