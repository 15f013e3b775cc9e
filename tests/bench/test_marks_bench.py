"""A hundred thousand marks cost nothing one can see, in a file and on a server."""

from contextlib import closing
from pathlib import Path

import pytest
from libraries.postgres_server import NOT_HERE, programs, running_server
from pytest_benchmark.fixture import BenchmarkFixture

from eegview.app.library.act_lines import Owner
from eegview.app.library.editing import Editor
from eegview.app.library.journal import ActJournal
from eegview.app.library.opening import Reviewer, open_marks
from eegview.app.library.queued_edits import act_of
from eegview.app.marks.index import MarkFilter, MarkIndex
from eegview.app.vocabulary.store import load_vocabulary
from eegview.clinical.clusters import form_clusters
from eegview.model.annotation import Annotation, new_annotation_id
from eegview.model.edit import Action, Change
from eegview.model.span import Span
from eegview.store.library import open_library

RECORDING = "f" * 64
N_MARKS = 100_000


def many_marks(n_marks: int = N_MARKS) -> list[Annotation]:
    """Return marks over 24 h: spasms, and every hundredth a five-minute epoch."""
    step_s = 86400 / n_marks
    return [
        Annotation(f"{i:032d}", "spasm", i * step_s, 1.0, ("Fp1",), (("class", "focal"),), layer="ann")
        if i % 100
        else Annotation(f"{i:032d}", "hypsarrhythmia", i * step_s, 300.0, layer="ann")
        for i in range(n_marks)
    ]


def place_on(database: str, folder: Path) -> str:
    """Return the address of a new library; the server writes through to the disk as a real one does."""
    if database == "sqlite":
        return str(folder / "library.sqlite")
    if programs() is None:
        pytest.skip(NOT_HERE)
    return running_server(is_durable=True).fresh_url()


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the address of a library with all the marks."""
    place = place_on(request.param, tmp_path_factory.mktemp("bench"))
    for _time in range(2):  # opened a second time, the file has its backup of the day
        with closing(open_library(place)) as library:
            if not library.fingerprints():
                Editor(library, RECORDING, "ann", "resident").import_all(many_marks())
    return place


def best_s(benchmark: BenchmarkFixture) -> float:
    """Return the best of all rounds: what the work costs, not what else the machine was doing."""
    assert benchmark.stats
    return float(benchmark.stats.stats.min)  # type: ignore[arg-type]


def test_open(benchmark: BenchmarkFixture, place: str):
    vocabulary = load_vocabulary()

    def open_all() -> MarkIndex:
        opened = open_marks(place, RECORDING, Reviewer("ann"), vocabulary)
        opened.close()
        return opened.marks

    assert len(benchmark.pedantic(open_all, rounds=5)) >= N_MARKS
    assert best_s(benchmark) < 1.0


def test_add_and_commit(benchmark: BenchmarkFixture, place: str):
    with closing(open_library(place)) as library:
        editor = Editor(library, RECORDING, "ann", "resident")
        benchmark.pedantic(lambda: editor.add(Annotation(new_annotation_id(), "spasm", 5.0, 1.0)), rounds=50)
    assert best_s(benchmark) < 0.010


def test_journal_an_act(benchmark: BenchmarkFixture, tmp_path: Path):
    journal = ActJournal(tmp_path, lambda: Owner("", RECORDING, "ann", "resident"))

    def note_and_end() -> None:
        act = act_of(Action.ADD, [Change(None, Annotation(new_annotation_id(), "spasm", 5.0, 1.0))])
        assert journal.note(act)
        journal.end(act, 1)

    benchmark.pedantic(note_and_end, rounds=50)
    journal.close()
    assert best_s(benchmark) < 0.010


def test_look_for_others_acts(benchmark: BenchmarkFixture, place: str):
    with closing(open_library(place)) as library:
        last = library.last_number(RECORDING)
        assert benchmark(library.changes_since, RECORDING, last) == ()
    assert best_s(benchmark) < 0.005


@pytest.mark.parametrize("n_marks", [20_000, N_MARKS])
def test_index_after_an_edit(benchmark: BenchmarkFixture, n_marks: int):
    index = MarkIndex(many_marks(n_marks))
    added = (Change(None, Annotation("new", "spasm", 40_000.0, 1.0)),)
    assert len(benchmark(index.changed, added)) == n_marks + 1
    assert best_s(benchmark) < 0.002


def test_marks_of_a_page(benchmark: BenchmarkFixture):
    index = MarkIndex(many_marks())
    found = benchmark(index.within, Span(40_000.0, 40_015.0))
    assert 15 <= len(found) <= 30
    assert best_s(benchmark) < 0.001


def test_filter(benchmark: BenchmarkFixture):
    index = MarkIndex(many_marks())
    assert len(benchmark(index.filtered, MarkFilter(frozenset({"hypsarrhythmia"})))) == 1000
    assert best_s(benchmark) < 0.050


def test_clusters(benchmark: BenchmarkFixture):
    spasms = [mark for mark in many_marks(5000) if mark.term_id == "spasm"]
    assert benchmark(form_clusters, spasms)
    assert best_s(benchmark) < 0.050
