"""`eegview history --verify` says whether what was signed still stands."""

import json
import sqlite3
from pathlib import Path

import pytest
from recordings.study_files import write_edf

from eegview.app.library.editing import Editor
from eegview.app.library.opening import open_source
from eegview.app.library.signing import sign
from eegview.app.review.signing import settings_text
from eegview.cli.run import main
from eegview.model.annotation import Annotation
from eegview.model.display.view import ViewState
from eegview.model.signature import Meaning
from eegview.store.library import open_library


@pytest.fixture
def signed(tmp_path: Path) -> tuple[str, Path]:
    """Return a recording and a library in which one mark was signed and one added since."""
    recording = str(write_edf(tmp_path / "study.edf"))
    source = open_source([recording])
    fingerprint = source.recording.fingerprint
    source.close()
    path = tmp_path / "library.sqlite"
    library = open_library(str(path))
    doc = Editor(library, fingerprint, "doc", "neurologist")
    doc.add(Annotation("a", "spasm", 1.0, 1.0))
    sign(doc, "Dr. Doe", Meaning.APPROVED, "doc", settings_text(ViewState()))
    doc.add(Annotation("b", "spasm", 4.0, 1.0))
    library.close()
    return recording, path


def test_the_signature_is_named_with_what_changed_since(signed, capsys) -> None:
    recording, library = signed
    assert main(["history", recording, "--verify", "--library", str(library)]) == 0
    out = capsys.readouterr().out
    assert "The log is whole." in out
    assert "by Dr. Doe, 1 change since." in out
    assert main(["history", recording, "--verify", "--json", "--library", str(library)]) == 0
    (found,) = json.loads(capsys.readouterr().out)["signatures"]
    assert (found["printed_name"], found["n_changes_since"], found["is_matching"]) == ("Dr. Doe", 1, False)
    assert main(["history", recording, "--library", str(library)]) == 0
    assert "addendum" in capsys.readouterr().out


def test_neither_signature_nor_opinion_is_a_mark(signed, capsys) -> None:
    recording, library = signed
    assert main(["events", "list", recording, "--json", "--library", str(library)]) == 0
    events = json.loads(capsys.readouterr().out)["events"]
    assert [event["term"] for event in events] == ["spasm", "spasm"]


def test_a_signed_mark_changed_from_outside_is_found(signed, capsys) -> None:
    recording, library = signed
    with sqlite3.connect(library) as connection:
        connection.execute("UPDATE annotation SET onset_s = 1.5 WHERE annotation_id = 'a'")
    connection.close()
    assert main(["history", recording, "--verify", "--library", str(library)]) == 5
    assert "The log is whole." not in capsys.readouterr().out
