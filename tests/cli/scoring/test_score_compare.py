"""Two readers compared from the command line: which epoch, who has not committed, and what is printed."""

from collections.abc import Iterable
from pathlib import Path

import pytest
from inline_lane import Inline

from eegview.app.library.editing import study_library
from eegview.app.library.opening import Reviewer, open_marks
from eegview.app.review.review import Review
from eegview.app.scoring.scales import scale_parameters
from eegview.app.scoring.scoring import Scoring
from eegview.app.vocabulary.store import load_vocabulary
from eegview.cli.scoring.score_compare import compare_readers, comparison_lines
from eegview.model.annotation import Annotation
from eegview.model.errors import UsageError
from eegview.model.recording import Recording
from eegview.model.span import Span

FINGERPRINT = "f" * 64


def scored(
    url: str, reader: str, bins: Iterable[int], epochs_s: Iterable[float] = (600.0,), commits: bool = True
) -> None:
    """Score epochs as a reader, with spikes at P4 in some bins."""
    lane, vocabulary = Inline(), load_vocabulary()
    review = Review(
        lane,
        reader,
        lambda: open_marks(url, FINGERPRINT, Reviewer(reader), vocabulary),
        lambda error: pytest.fail(error.sentence),
    )
    review.open()
    recording = Recording("night.edf", "EDF+C", (), (Span(0.0, 3600.0),), None, FINGERPRINT)
    scoring = Scoring(review, recording, scale_parameters())
    for start_s in epochs_s:
        key = scoring.key(start_s)
        scoring.mark_bins(key, dict.fromkeys(bins, ("P4",)))
        for page in range(20):
            scoring.set_read(key, page)
        for question in ("gmfs", "pva", "high_amplitude", "spike_focus", "nonepileptiform"):
            scoring.answer(key, question, "absent")
        if commits:
            scoring.commit(key)
    review.close()
    lane.close()


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'library.sqlite'}"


def stored(url: str) -> tuple[Annotation, ...]:
    library = study_library(url)
    try:
        return library.annotations(FINGERPRINT)
    finally:
        library.close()


def test_the_common_epoch_is_found_and_both_derivations_are_printed(url: str) -> None:
    scored(url, "ada", range(4))
    scored(url, "ben", range(2))
    found = compare_readers(stored(url), ("ada", "ben"), "based2021", None, "ada")
    lines = comparison_lines(found)
    assert lines[0] == "based2021, epoch 00:10:00–00:15:00, from 600 s"
    assert "A  ada: score 2" in lines
    assert "B  ben: score 2" in lines
    assert "≠  Bins with a spike: A 4 of 300 read, B 2 of 300 read" in lines
    assert "298 of 300 bins alike (99 %)" in lines[-2]
    assert "no interval: one infant" in lines[-2]
    assert "(confirm with the publication)" in lines[-1]
    assert "not a diagnosis" in lines[-1]


def test_who_scored_nothing_or_has_not_committed_is_named(url: str) -> None:
    scored(url, "ada", range(4))
    scored(url, "ben", range(2), commits=False)
    marks = stored(url)
    with pytest.raises(UsageError, match="cy has scored nothing") as refused:
        compare_readers(marks, ("ada", "cy"), "based2021", None, "ada")
    assert "ada, ben" in refused.value.advice
    with pytest.raises(UsageError, match="no epoch that both"):
        compare_readers(marks, ("ada", "ben"), "based2021", None, "ada")
    with pytest.raises(UsageError, match="ben has not committed"):
        compare_readers(marks, ("ada", "ben"), "based2021", 600.0, "ada")
    with pytest.raises(UsageError, match="ada has no score of the epoch from 5 s") as refused:
        compare_readers(marks, ("ada", "ben"), "based2021", 5.0, "ada")
    assert "600 s" in refused.value.advice


def test_of_several_common_epochs_one_must_be_named(url: str) -> None:
    scored(url, "ada", range(4), (600.0, 1200.0))
    scored(url, "ben", range(2), (600.0, 1200.0))
    with pytest.raises(UsageError, match="several epochs") as refused:
        compare_readers(stored(url), ("ada", "ben"), "based2021", None, "ada")
    assert "600, 1200" in refused.value.advice
    assert compare_readers(stored(url), ("ada", "ben"), "based2021", 1200.0, "ada").key.start_s == 1200.0


def test_who_scores_the_epoch_is_not_shown_a_comparison_of_others(url: str) -> None:
    scored(url, "ada", range(4))
    scored(url, "ben", range(2))
    scored(url, "cy", range(3), (700.0,), commits=False)
    with pytest.raises(UsageError, match="hidden from cy, who scores an overlapping epoch"):
        compare_readers(stored(url), ("ada", "ben"), "based2021", None, "cy")
    assert compare_readers(stored(url), ("ada", "ben"), "based2021", None, "dee").key.start_s == 600.0
