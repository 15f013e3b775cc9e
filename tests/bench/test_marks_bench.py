"""Twenty thousand marks cost nothing one can see."""

from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from eegview.app.editing import Editor
from eegview.app.marks import MarkFilter, MarkIndex
from eegview.clinical.clusters import form_clusters
from eegview.model.annotation import Annotation, new_annotation_id
from eegview.model.edit import Change
from eegview.model.span import Span
from eegview.store.library import Library, open_library

RECORDING = "f" * 64
N_MARKS = 20_000


def many_marks(n_marks: int = N_MARKS) -> list[Annotation]:
    """Return marks over 24 h: spasms, and every hundredth a five-minute epoch."""
    step_s = 86400 / n_marks
    return [
        Annotation(f"{i:032d}", "spasm", i * step_s, 1.0, ("Fp1",), (("class", "focal"),), layer="ann")
        if i % 100
        else Annotation(f"{i:032d}", "hypsarrhythmia", i * step_s, 300.0, layer="ann")
        for i in range(n_marks)
    ]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory):
    opened = open_library(str(tmp_path_factory.mktemp("bench") / "library.sqlite"))
    Editor(opened, RECORDING, "ann", "resident").import_all(many_marks())
    yield opened
    opened.close()


def best_s(benchmark: BenchmarkFixture) -> float:
    """Return the best of all rounds: what the work costs, not what else the machine was doing."""
    assert benchmark.stats
    return float(benchmark.stats.stats.min)  # type: ignore[arg-type]


def test_open(benchmark: BenchmarkFixture, library: Library):
    def open_all() -> MarkIndex:
        file = library._engine.url.database
        handle = open_library(str(file))
        Editor(handle, RECORDING, "ann", "resident")
        index = MarkIndex(handle.annotations(RECORDING))
        handle.close()
        return index

    assert len(benchmark.pedantic(open_all, rounds=5)) == N_MARKS
    assert best_s(benchmark) < 0.5


def test_add_and_commit(benchmark: BenchmarkFixture, tmp_path: Path):
    library = open_library(str(tmp_path / "library.sqlite"))
    editor = Editor(library, RECORDING, "ann", "resident")
    editor.import_all(many_marks())
    benchmark.pedantic(lambda: editor.add(Annotation(new_annotation_id(), "spasm", 5.0, 1.0)), rounds=50)
    library.close()
    assert best_s(benchmark) < 0.010


@pytest.mark.parametrize("n_marks", [N_MARKS, 100_000])
def test_index_after_an_edit(benchmark: BenchmarkFixture, n_marks: int):
    index = MarkIndex(many_marks(n_marks))
    added = (Change(None, Annotation("new", "spasm", 40_000.0, 1.0)),)
    assert len(benchmark(index.changed, added)) == n_marks + 1
    assert best_s(benchmark) < 0.002


def test_marks_of_a_page(benchmark: BenchmarkFixture):
    index = MarkIndex(many_marks())
    found = benchmark(index.within, Span(40_000.0, 40_015.0))
    assert 3 <= len(found) <= 10
    assert best_s(benchmark) < 0.001


def test_filter(benchmark: BenchmarkFixture):
    index = MarkIndex(many_marks(100_000))
    assert len(benchmark(index.filtered, MarkFilter(frozenset({"hypsarrhythmia"})))) == 1000
    assert best_s(benchmark) < 0.050


def test_clusters(benchmark: BenchmarkFixture):
    spasms = [mark for mark in many_marks(5000) if mark.term_id == "spasm"]
    assert benchmark(form_clusters, spasms)
    assert best_s(benchmark) < 0.050
