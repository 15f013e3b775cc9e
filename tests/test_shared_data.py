"""Tests that need the shared recordings are skipped without them, and fail without them where they are required."""

from pathlib import Path

import pytest
import shared_data
from shared_data import needs_shared, shared_facts, shared_files


@pytest.fixture(params=[False, True], ids=["welcome", "required"])
def is_required(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    monkeypatch.setattr(shared_data, "IS_REQUIRED", request.param)
    return request.param


@pytest.mark.usefixtures("is_required")
def test_what_is_there_is_used(tmp_path: Path) -> None:
    (tmp_path / "night").mkdir()
    (tmp_path / "night" / "b.edf").touch()
    (tmp_path / "a.edf").touch()
    (tmp_path / "facts.json").write_text('{"a": 1}')
    assert needs_shared(tmp_path).args == (False,)
    assert [path.name for path in shared_files(tmp_path, lambda path: path.suffix == ".edf")] == ["a.edf", "b.edf"]
    assert shared_facts(tmp_path / "facts.json") == {"a": 1}


def test_what_is_missing_skips_or_fails(tmp_path: Path, is_required: bool) -> None:
    gone, empty = tmp_path / "gone", tmp_path / "empty"
    empty.mkdir()
    if is_required:
        for ask in (needs_shared, shared_files, shared_facts):
            with pytest.raises(FileNotFoundError, match="asks for gone"):
                ask(gone)
        with pytest.raises(FileNotFoundError, match="asks for empty"):
            shared_files(empty)
    else:
        assert needs_shared(gone).args == (True,)
        assert shared_files(gone) == shared_files(empty) == []
        assert shared_facts(gone) == {}
