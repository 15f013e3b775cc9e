"""Readers of a film are compared over the time that happened, not over the time that its file plays."""

from pathlib import Path

import pytest
from films.phone_clips import write_phone_clip

from eegview.app.agreement.gathering import gather_studies
from eegview.app.agreement.places import StudyPlace
from eegview.app.agreement.second_units import seconds_of
from eegview.app.library.opening import Reviewer
from eegview.app.report.previous_study import previous_study
from eegview.cli.run import main
from eegview.model.treatment.as_of import AsOf


def _slowed(tmp_path: Path, url: str) -> Path:
    """Return a clip of 12 s that plays 4 times slower, marked by two readers within the 3 s that happened."""
    clip = write_phone_clip(tmp_path / "clip.mp4", 360)
    assert main(["filmed", str(clip), "--slower", "4", "--library", url, "--reviewer", "Ada"]) == 0
    for reader, onset in (("Ada", "1.2"), ("Bo", "1.4")):
        words = ["--term", "spasm", "--onset", onset, "--duration", "0.3", "--reviewer", reader]
        assert main(["events", "add", str(clip), *words, "--library", url]) == 0
    return clip


def test_seconds_are_those_that_happened(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'library.sqlite'}"
    clip = _slowed(tmp_path, url)
    (study,) = gather_studies([StudyPlace(clip, is_bundle=False)], library_url=url).studies
    assert study.duration_s == pytest.approx(3.0)
    assert sum(item.count for item in seconds_of([study], "spasm").items) == 3


def test_a_bundle_is_counted_at_the_speed_that_its_log_holds(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'library.sqlite'}"
    clip = _slowed(tmp_path, url)
    out = tmp_path / "bundle"
    assert main(["bundle", str(clip), "-o", str(out), "--library", url]) == 0
    (study,) = gather_studies([StudyPlace(out, is_bundle=True)]).studies
    assert study.duration_s == pytest.approx(3.0)


def test_a_film_as_the_study_before_lasts_as_long_as_it_happened(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'library.sqlite'}"
    clip = _slowed(tmp_path, url)
    study = previous_study([str(clip)], url, Reviewer("Ada"), AsOf(1))
    assert study.statistics.coverage.recorded_s == pytest.approx(3.0)
