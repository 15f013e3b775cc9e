"""What is replaced in the libraries below us is there, as expected; where it is not, somebody is told."""

from importlib import import_module
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from eegview.readers.by_format import open_vendor
from eegview.readers.vendor import source
from eegview.readers.vendor.patches import keep_quiet, mne_private

TARGETS = {
    "EGI MFF": ("mffpy.reader", "Reader"),
}


@pytest.mark.parametrize("kind", TARGETS)
def test_the_installed_libraries_have_what_is_replaced(kind: str) -> None:
    assert keep_quiet(kind) == []
    assert keep_quiet(kind) == []  # a second time it finds its own replacement


def test_other_formats_need_no_patch() -> None:
    assert keep_quiet("BrainVision") == []


@pytest.mark.parametrize("kind", ["EGI MFF"])
def test_a_missing_target_is_an_issue(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    module, name = TARGETS[kind]
    monkeypatch.delattr(f"{module}.{name}")
    (issue,) = keep_quiet(kind)
    assert issue.code == "reader_changed"
    assert name in issue.message


def test_a_missing_library_is_an_issue(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "mffpy.reader", None)
    (issue,) = keep_quiet("EGI MFF")
    assert "mffpy.reader cannot be imported" in issue.message


def test_mffpy_prints_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    keep_quiet("EGI MFF")
    vars(import_module("mffpy.reader"))["print"]("categories.xml not found", sep="")
    assert capsys.readouterr().out == ""


def test_what_mne_keeps_to_itself_may_be_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import mne

    path = tmp_path / "a_raw.fif"
    info = mne.create_info(2, 200.0, "eeg")
    mne.io.RawArray(np.zeros((2, 400)), info, verbose="ERROR").save(path, verbose="ERROR")
    assert "units_unread" not in [issue.code for issue in open_vendor(path).recording.issues]
    monkeypatch.setattr(source, "mne_private", lambda _raw, _name: None)
    found = open_vendor(path).recording
    assert "units_unread" in [issue.code for issue in found.issues]
    assert len(found.segments) == 1


def test_private_parts_are_none_where_they_are_not() -> None:
    assert mne_private(SimpleNamespace(_orig_units={}), "_raw_extras") is None
