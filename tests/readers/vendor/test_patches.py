"""What is replaced in the libraries below us is there, as expected; where it is not, somebody is told."""

from importlib import import_module
from pathlib import Path
from types import SimpleNamespace

import pytest
import vendor_files as files

from eegview.model.errors import UnreadableFile
from eegview.readers.by_format import open_vendor
from eegview.readers.vendor import opening, source
from eegview.readers.vendor.patches import keep_identity_out, mne_private, without_subject

UV = files.waves_uv()
TARGETS = {
    "Persyst": ("mne.io.persyst.persyst", "_get_subjectinfo"),
    "ANT CNT": ("antio.parser", "read_subject_info"),
    "EGI MFF": ("mffpy.reader", "Reader"),
}
WRITERS = {"ANT CNT": files.write_ant}


@pytest.mark.parametrize("kind", TARGETS)
def test_the_installed_libraries_have_what_is_replaced(kind: str) -> None:
    assert keep_identity_out(kind) == []
    assert keep_identity_out(kind) == []  # a second time it finds its own replacement


def test_other_formats_need_no_patch() -> None:
    assert keep_identity_out("BrainVision") == []


@pytest.mark.parametrize("kind", ["Persyst", "EGI MFF"])
def test_a_missing_target_is_an_issue(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    module, name = TARGETS[kind]
    monkeypatch.delattr(f"{module}.{name}")
    (issue,) = keep_identity_out(kind)
    assert issue.code == "reader_changed"
    assert name in issue.message


def test_ant_without_its_target_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = files.write_ant(tmp_path, UV)
    monkeypatch.delattr("antio.parser.read_subject_info")
    with pytest.raises(UnreadableFile, match="cannot be read safely"):
        open_vendor(path)


@pytest.mark.parametrize("kind", ["Persyst", "ANT CNT"])
def test_a_target_that_takes_something_else_is_not_replaced(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def changed(_header: object, _options: object) -> None: ...

    module, name = TARGETS[kind]
    monkeypatch.setattr(f"{module}.{name}", changed)
    if kind == "ANT CNT":
        with pytest.raises(UnreadableFile, match=r"takes \(_header, _options\)"):
            keep_identity_out(kind)
    else:
        assert [issue.code for issue in keep_identity_out(kind)] == ["reader_changed"]
    assert getattr(import_module(module), name) is changed


def test_a_missing_library_is_an_issue(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "mffpy.reader", None)
    (issue,) = keep_identity_out("EGI MFF")
    assert "mffpy.reader cannot be imported" in issue.message


def test_mffpy_prints_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    keep_identity_out("EGI MFF")
    vars(import_module("mffpy.reader"))["print"]("categories.xml not found", sep="")
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("kind", WRITERS)
def test_nothing_of_the_patient_is_parsed(kind: str, tmp_path: Path) -> None:
    found = open_vendor(WRITERS[kind](tmp_path, UV))
    assert isinstance(found, source.MneSource)
    assert not any((found._raw.info["subject_info"] or {}).values())
    assert [issue.code for issue in found.recording.issues if issue.code == "reader_changed"] == []


@pytest.mark.parametrize("kind", WRITERS)
def test_a_patch_without_effect_is_noticed_and_the_patient_dropped(kind: str) -> None:
    raw = SimpleNamespace(info={"subject_info": {"his_id": "123", "sex": 0}})
    (issue,) = without_subject(raw, kind)
    assert issue.code == "reader_changed"
    assert raw.info["subject_info"] is None


def test_formats_that_parse_the_patient_as_ever_are_left_alone() -> None:
    raw = SimpleNamespace(info={"subject_info": {"his_id": "123"}})
    assert without_subject(raw, "FIF") == []


def test_what_opening_notices_is_told_with_the_recording(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "without_subject", lambda _raw, kind: without_subject(SHOWS_PATIENT, kind))
    codes = [issue.code for issue in open_vendor(files.write_ant(tmp_path, UV)).recording.issues]
    assert "reader_changed" in codes


SHOWS_PATIENT = SimpleNamespace(info={"subject_info": {"last_name": "Doe"}})


@pytest.mark.parametrize(
    ("write", "code"),
    [
        (files.write_nihon_kohden, "breaks_unread"),
        (files.write_gdf, "rates_unread"),
        (files.write_gdf, "units_unread"),
    ],
)
def test_what_mne_keeps_to_itself_may_be_gone(write, code: str, tmp_path: Path, monkeypatch) -> None:
    path = write(tmp_path, UV)
    assert code not in [issue.code for issue in open_vendor(path).recording.issues]
    monkeypatch.setattr(source, "mne_private", lambda _raw, _name: None)
    found = open_vendor(path).recording
    assert code in [issue.code for issue in found.issues]
    assert len(found.segments) == 1


def test_private_parts_are_none_where_they_are_not() -> None:
    assert mne_private(SimpleNamespace(_orig_units={}), "_raw_extras") is None
