"""What made a file is put together in one place, and is the same each time but for the clock."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import eegview
from eegview.app.provenance import program_provenance, provenance_of, sidecar_path, write_sidecar
from eegview.app.vocabulary.extending import apply_extensions
from eegview.app.vocabulary.extension import Extension, TermChange
from eegview.app.vocabulary.store import load_vocabulary
from eegview.detect.code_hash import whole_hash
from eegview.model.annotation import Annotation
from eegview.model.edit import Action, Change
from eegview.model.provenance import as_json
from eegview.model.span import Span
from eegview.model.suggestion.detection import DetectorRun
from eegview.model.vocabulary import meaning_hash
from eegview.store.library import open_library

FINGERPRINT = "f" * 64
MARK = Annotation("m1", "spasm", 1.0, 1.0, layer="Ann Reader")
RUN = DetectorRun(
    run_id="r1",
    fingerprint=FINGERPRINT,
    detector_id="spasms",
    title="Spasms",
    version="1.0.0",
    content_hash="d" * 64,
    parameters=(),
    span=Span(0.0, 60.0),
    started_utc="2026-11-30T05:00:00+00:00",
    author="Ann Reader",
    program_version="0.2.0 (Python 3.11.7)",
)


def now() -> datetime:
    return datetime(2026, 11, 30, 5, tzinfo=UTC)


def test_it_names_the_state_of_the_log_and_the_vocabulary(tmp_path: Path):
    library = open_library(str(tmp_path / "library.sqlite"))
    edit = library.apply(FINGERPRINT, "Ann Reader", "neurologist", Action.ADD, [Change(None, MARK)])
    held = as_json(provenance_of(FINGERPRINT, library, [RUN, RUN], now=now))
    library.close()
    assert held["recordings"] == [{"fingerprint": FINGERPRINT, "n_edits": 1, "head_hash": edit.hash}]
    program, detector = held["GeneratedBy"]
    assert (program["Name"], program["Version"]) == ("eegview", eegview.__version__)
    assert program["CodeHash"] == whole_hash()
    assert (detector["Name"], detector["CodeHash"]) == ("spasms", "d" * 64)
    assert detector["Description"] == "Detector, run by eegview 0.2.0 (Python 3.11.7)"
    assert held["libraries"]["numpy"] == version("numpy")
    assert held["vocabulary"]["version"] == load_vocabulary().version
    assert held["made_utc"] == "2026-11-30T05:00:00+00:00"


def test_the_clock_is_all_that_differs_between_two(tmp_path: Path):
    library = open_library(str(tmp_path / "library.sqlite"))
    first = provenance_of(FINGERPRINT, library, [RUN], now=now)
    second = provenance_of([FINGERPRINT], library, [RUN])
    library.close()
    assert first != second
    assert replace(second, made_utc=first.made_utc) == first


def test_it_names_nobody_and_no_place():
    text = json.dumps(as_json(provenance_of(FINGERPRINT, None, [replace(RUN, author="Ann Reader")])))
    assert "Ann" not in text
    assert not re.search(r"[/\\]\w", text)
    assert str(Path.home()) not in text


def test_what_is_of_no_recording_names_the_program_alone():
    held = as_json(program_provenance(now=now))
    assert held["recordings"] == []
    assert "vocabulary" not in held


def test_a_table_of_bids_has_its_sidecar_beside_it(tmp_path: Path):
    beside = write_sidecar(tmp_path / "out.tsv", program_provenance(now=now), {"onset": {"Units": "s"}})
    assert beside == tmp_path / "out.json"
    assert list(json.loads(beside.read_text())) == ["onset", "GeneratedBy", "Provenance"]
    assert write_sidecar(tmp_path / "out.tsv", program_provenance(now=now)) == beside


def test_a_json_that_is_no_sidecar_is_left_as_it_is(tmp_path: Path):
    (tmp_path / "out.json").write_text('{"onset": 1}')
    beside = write_sidecar(tmp_path / "out.tsv", program_provenance(now=now))
    assert beside == tmp_path / "out.tsv.provenance.json"
    assert (tmp_path / "out.json").read_text() == '{"onset": 1}'


def test_files_of_one_name_and_other_endings_have_a_sidecar_each():
    assert sidecar_path(Path("out.csv")) == Path("out.csv.json")


def test_the_hash_of_a_vocabulary_changes_with_what_its_marks_mean_and_not_with_colours():
    vocabulary = load_vocabulary()
    first, *others = vocabulary.terms
    coloured = replace(vocabulary, terms=(replace(first, colour="#000000", key="", help="x"), *others))
    renamed = replace(vocabulary, terms=(replace(first, label="x"), *others))
    assert meaning_hash(coloured) == meaning_hash(vocabulary) != meaning_hash(renamed)


def test_the_hash_of_a_vocabulary_goes_by_how_a_term_counts_and_not_by_what_an_extension_looks_like():
    base = load_vocabulary(built_in_only=True)
    first, *others = base.terms
    for field in ("is_exclusive", "is_other_event"):
        flipped = replace(first, **{field: not getattr(first, field)})
        assert meaning_hash(replace(base, terms=(flipped, *others))) != meaning_hash(base)
    extended = [
        apply_extensions(base, [(Path("ward.toml"), Extension("ward", terms=(TermChange("spasm", colour=colour),)))])[0]
        for colour in ("#000000", "#123456")
    ]
    assert extended[0].version != extended[1].version
    assert meaning_hash(extended[0]) == meaning_hash(extended[1]) == meaning_hash(base)
