"""A hundred thousand suggestions: kept, read, counted at a moving threshold, and queued for triage."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from inline_lane import Inline
from libraries.postgres_server import NOT_HERE, programs, running_server
from made_studies.judged_study import JudgedStudy
from pytest_benchmark.fixture import BenchmarkFixture

from eegview.app.suggestions.triage import Triage
from eegview.model.span import Span
from eegview.model.suggestion.detection import Detection, DetectorRun, ScoreTerm, new_run_id
from eegview.model.suggestion.judgement import Verdict
from eegview.store.library import Library, open_library

N_DETECTIONS = 100_000


def many_detections() -> list[Detection]:
    """Return detections over 24 h with four reasons each, as a spasm detector gives."""
    found = []
    for n in range(N_DETECTIONS):
        terms = (
            ScoreTerm("slow wave, both hemispheres", 3 + n % 70 / 10, "z", 1.25),
            ScoreTerm("field over the head", 2 + n % 50 / 10, "z", 0.5),
            ScoreTerm("attenuation after", n % 100 / 100, "of rows", 0.75),
            ScoreTerm("what is usual here", 1.0, "", -2.5 + n % 997 / 200),
        )
        found.append(Detection(n, n * 0.864, 1.0, "spasm", n % 1000 / 1000, (), terms))
    return found


def a_run() -> DetectorRun:
    return DetectorRun(
        new_run_id(), "f" * 64, "spasms", "Spasms", "1", "c" * 64, (), Span(0, 86400), "2026-01-01T00:00:00+00:00", "a"
    )


@pytest.fixture(params=["sqlite", "postgresql"])
def library(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Library]:
    if request.param == "postgresql" and programs() is None:
        pytest.skip(NOT_HERE)
    place = tmp_path / "library.sqlite" if request.param == "sqlite" else running_server(is_durable=True).fresh_url()
    with closing(open_library(str(place))) as library:
        yield library


def best_s(benchmark: BenchmarkFixture) -> float:
    assert benchmark.stats
    return float(benchmark.stats.stats.min)  # type: ignore[arg-type]


def test_a_hundred_thousand_detections_are_kept(benchmark: BenchmarkFixture, library: Library) -> None:
    found = many_detections()

    def keep() -> None:
        run = a_run()
        library.start_run(run)
        library.add_detections(run.run_id, found)

    benchmark.pedantic(keep, rounds=2)
    assert best_s(benchmark) < 10


def test_they_are_read(benchmark: BenchmarkFixture, library: Library) -> None:
    run = a_run()
    library.start_run(run)
    library.add_detections(run.run_id, many_detections())
    found = benchmark.pedantic(lambda: library.detections(run.run_id), rounds=3)
    assert len(found) == N_DETECTIONS
    assert best_s(benchmark) < 5


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Iterator[JudgedStudy]:
    study = JudgedStudy(tmp_path_factory.mktemp("many"), lane=Inline())
    study.put_run(many_detections(), stop_s=86400.0)
    study.suggestions.reveal()
    yield study
    study.close()


def test_the_threshold_moves_live(benchmark: BenchmarkFixture, study: JudgedStudy) -> None:
    suggestions, steps = study.suggestions, iter(range(1, 1000))

    def move() -> None:
        suggestions.set_threshold(next(steps) / 1000)
        assert suggestions.counts.shown > 0

    benchmark.pedantic(move, rounds=50)
    assert best_s(benchmark) < 0.02


def test_a_page_finds_its_own(benchmark: BenchmarkFixture, study: JudgedStudy) -> None:
    study.suggestions.set_threshold(0.5)
    found = benchmark(lambda: study.suggestions.within(Span(40_262, 40_277)))
    assert 0 < len(found) < 20
    assert best_s(benchmark) < 0.005


def test_triage_begins(benchmark: BenchmarkFixture, study: JudgedStudy) -> None:
    study.suggestions.set_threshold(0.5)

    def begin() -> Triage:
        triage = Triage(study.suggestions)
        triage.start()
        return triage

    triage = benchmark.pedantic(begin, rounds=3)
    assert len(triage.queue) == N_DETECTIONS // 2
    assert best_s(benchmark) < 1.0


def test_a_verdict_takes_no_time_among_so_many(benchmark: BenchmarkFixture, study: JudgedStudy) -> None:
    study.suggestions.set_threshold(0.5)
    triage = Triage(study.suggestions)
    triage.start()
    benchmark.pedantic(lambda: triage.judge(Verdict.REJECT), rounds=20)
    assert study.suggestions.counts.judged >= 20
    assert best_s(benchmark) < 0.15
