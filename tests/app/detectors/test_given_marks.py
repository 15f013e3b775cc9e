"""A detector is given the reader's own marks of the terms its manifest names, and the run says which it read."""

import json
from dataclasses import replace

import pytest
from detectors.made_plugins import make_plugin
from recordings.study_files import write_edf

from eegview.app.detectors.detecting import DetectionOrder, run_detector
from eegview.app.detectors.given_marks import given_marks, other_input_text, reads_marks_text
from eegview.app.detectors.own_settings import own_settings_folder
from eegview.app.detectors.run_texts import run_copy_text, run_facts
from eegview.app.library.editing import study_library
from eegview.app.vocabulary.store import load_vocabulary
from eegview.detect.consent import Consents
from eegview.detect.content import content_hash
from eegview.detect.discovery import inspect_folder
from eegview.exchange.runs_file import RunResults, run_lines
from eegview.model.annotation import Annotation
from eegview.readers.opening import open_recording

BODY = """
for term in ("spasm", "artifact"):
    for onset_s, duration_s, attributes in recording.marks(term):
        report.note(f"{term} {onset_s:g} {duration_s:g} {sorted(attributes.items())}")
"""
MORE = '[input]\nmarks = ["spasm", "artifact"]\n'


def mark(number: int, term: str, onset_s: float, layer: str = "ada", **attributes: str) -> Annotation:
    return Annotation(f"m{number}", term, onset_s, 1.0, (), tuple(sorted(attributes.items())), "free text", layer)


MARKS = (
    mark(1, "spasm", 41.5, movement="flexor"),
    mark(2, "spasm", 7.375),
    mark(3, "spasm", 9.0, layer="ben"),
    mark(4, "artifact", 50.0, kind="electrode_pop", comment="Mrs. X came in"),
    mark(5, "seizure", 20.0),
    mark(6, "spasm", 11.0, layer="file"),
)


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return write_edf(tmp_path_factory.mktemp("study") / "study.edf", segments=((0, 60),))


@pytest.fixture
def recording(path):
    source = open_recording(path)
    yield source.recording
    source.close()


@pytest.fixture
def plugin(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    folder = make_plugin(tmp_path / "made", BODY, MORE)
    consents = Consents(tmp_path / "agreed.json")
    consents.agree(content_hash(folder), "made", folder)
    return inspect_folder(folder, "", consents)


def test_own_marks_of_the_named_terms_are_given_and_nothing_else(plugin, path, recording):
    found = run_detector(plugin, recording, DetectionOrder((str(path),), author="ada", marks=MARKS))
    assert found.run.message == ""
    assert found.notes == (
        "spasm 7.375 1 []",
        "spasm 41.5 1 [('movement', 'flexor')]",
        "artifact 50 1 [('kind', 'electrode_pop')]",
    )


@pytest.mark.parametrize("author", ["", "file", "final", "cleo"])
def test_nobody_is_given_anothers_marks(plugin, author):
    assert given_marks(plugin.manifest, MARKS, author, load_vocabulary()) == ()


def test_a_run_says_how_many_it_read_and_the_library_not_where(tmp_path, plugin, path, recording):
    library = study_library(str(tmp_path / "library.sqlite"))
    order = DetectionOrder((str(path),), author="ada", marks=MARKS)
    first, again = (run_detector(plugin, recording, order, library).run for _ in range(2))
    fewer = DetectionOrder((str(path),), author="ada", marks=MARKS[1:])
    other = run_detector(plugin, recording, fewer, library).run
    facts = dict(run_facts(first))
    assert facts["Settings"] == "none"
    assert facts["Marks it read"].startswith("artifact: 1 mark (fingerprint ")
    assert "spasm: 2 marks (fingerprint " in facts["Marks it read"]
    assert "Marks it read: artifact: 1 mark" in run_copy_text(first)
    kept = library.runs(recording.fingerprint)
    assert first.parameters == again.parameters == kept[0].parameters  # the same marks, as can be told
    assert dict(other.parameters)["marks.artifact"] == dict(first.parameters)["marks.artifact"]
    assert dict(other.parameters)["marks.spasm"] != dict(first.parameters)["marks.spasm"]
    assert other_input_text(again, kept) == ""
    assert other_input_text(other, kept) == (
        "It read other marks than the run before it (spasm: 1 mark, before 2 marks), so its input is another one."
    )
    assert not library.verify(recording.fingerprint)
    library.close()
    shared = "".join(run_lines([RunResults(replace(one, notes=())) for one in kept]))
    assert "7.375" not in shared
    held = [json.loads(file.read_text()) for file in own_settings_folder().glob("*.json")]
    assert ["spasm", 7.375, 1.0, {}] in [one["marks"][0] for one in held]  # its own reader can make it again


def test_marks_moved_in_number_alike_are_another_input_too(plugin, path, recording):
    runs = []
    for onset_s in (7.0, 7.5):
        marks = (mark(1, "spasm", onset_s),)
        runs.append(run_detector(plugin, recording, DetectionOrder((str(path),), author="ada", marks=marks)).run)
    assert "(spasm: 1 mark, changed since)" in other_input_text(runs[1], runs)


def test_the_reader_is_told_which_marks_are_read(plugin):
    assert reads_marks_text(plugin.manifest, load_vocabulary()) == (
        "This detector reads your marks of “Spasm”, “Artifact”; it is not given those of other readers."
    )
