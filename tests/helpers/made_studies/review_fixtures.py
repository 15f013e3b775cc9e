"""Reviews on a real library without threads: fixtures of tests without a window."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from inline_lane import Inline

from eegview.app.library.opening import Reviewer, open_marks
from eegview.app.review.review import Review
from eegview.app.vocabulary.store import load_vocabulary
from eegview.model.errors import EegViewError

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
