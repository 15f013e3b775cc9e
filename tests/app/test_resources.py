"""Files that a clinic may edit: whatever is wrong with one, the built-in one stands in and the fault is told."""

import inspect
import os
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eegview.app.montage.store import load_montages, parse_montage
from eegview.app.presets import load_presets, parse_preset
from eegview.app.resources import FileFault, folder_faults, made_once, on_file_fault, resources_folder, user_folder
from eegview.app.shortcuts import load_shortcut_maps
from eegview.app.themes import load_themes, read_theme
from eegview.app.vocabulary.import_texts import read_import_texts
from eegview.app.vocabulary.store import load_vocabulary, read_vocabulary
from eegview.model.errors import UsageError
from eegview.model.issue import Issue

KINDS: dict[str, tuple[str, str, Callable[[list[Issue]], Any]]] = {
    "vocabulary": ("vocabularies", "infantile_spasms.toml", lambda issues: load_vocabulary(issues=issues)),
    "import texts": ("vocabularies", "import_texts.toml", lambda issues: load_vocabulary(issues=issues)),
    "chosen keys": ("shortcuts", "clinic.toml", lambda issues: load_shortcut_maps(issues=issues)),
    "other keys": ("shortcuts", "mne.toml", lambda issues: load_shortcut_maps(issues=issues)),
    "theme": ("themes", "paper.toml", lambda issues: load_themes(issues)),
    "montage": ("montages", "transverse_bipolar.toml", lambda issues: load_montages(issues)),
    "preset": ("presets", "clinical.toml", lambda issues: load_presets(issues)),
}


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> tuple[Path, bytes, Callable[[list[Issue]], Any]]:
    """Return where a file of one's own would lie, the built-in one's bytes, and what loads it."""
    folder, name, load = KINDS[request.param]
    user_folder(folder).mkdir(parents=True)
    return user_folder(folder) / name, (resources_folder() / folder / name).read_bytes(), load


def make_folder(path: Path, built_in: bytes) -> None:
    path.mkdir()


def make_fifo(path: Path, built_in: bytes) -> None:
    os.mkfifo(path)


def make_dangling(path: Path, built_in: bytes) -> None:
    path.symlink_to(path.parent / "gone")


def make_text(text: bytes) -> Callable[[Path, bytes], None]:
    def write(path: Path, built_in: bytes) -> None:
        path.write_bytes(text.replace(b"BUILT IN", built_in))

    return write


FAULTS = {
    "folder": (make_folder, "is a folder"),
    "fifo": (make_fifo, "is not a plain file"),
    "dangling link": (make_dangling, "is missing"),
    "empty": (make_text(b""), "is empty"),
    "blank": (make_text(b"\xef\xbb\xbf \n\n"), "is empty"),
    "double key": (make_text(b"BUILT IN\n[zz]\na = 1\na = 2\n"), "line"),
    "not TOML": (make_text(b'id = "x\n'), "line 1"),
    "latin 1": (make_text(b"# one\n# \xe4\nBUILT IN"), "line 2 is not in UTF-8"),
    "utf-16": (make_text("id = 1".encode("utf-16")), "line 1 is not in UTF-8"),
    "deep": (make_text(b"a = " + b"[" * 50_000), "cannot be read"),
    "long number": (make_text(b"a = " + b"9" * 5000), "cannot be read"),
    "too large": (make_text(b"#" * (5 << 20)), "larger than"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_the_built_in_one_stands_in_and_the_fault_names_the_file_in_full(kind, fault: str) -> None:
    path, built_in, load = kind
    before = load([])
    make, said = FAULTS[fault]
    make(path, built_in)
    issues: list[Issue] = []
    assert load(issues) == before
    assert [type(issue) for issue in issues] == [FileFault]
    assert issues[0].message.startswith(str(path))
    assert said in issues[0].message


def test_a_copy_with_a_byte_order_mark_is_read(kind) -> None:
    path, built_in, load = kind
    before = load([])
    path.write_bytes(b"\xef\xbb\xbf" + built_in.replace(b"\n", b"\r\n"))
    issues: list[Issue] = []
    assert load(issues) == before
    assert issues == []


def test_a_fault_nobody_collects_reaches_who_listens(own_settings: Path) -> None:
    user_folder("vocabularies").mkdir(parents=True)
    (user_folder("vocabularies") / "import_texts.toml").write_text('[[text]]\nwords = "a"\nterm = "nothing_such"\n')
    heard: list[FileFault] = []
    stop = on_file_fault(heard.append)
    load_vocabulary()
    stop()
    load_vocabulary()
    assert [fault.path.name for fault in heard] == ["import_texts.toml"]
    assert "line 2" in heard[0].message


def test_a_folder_that_cannot_be_written_is_told(own_settings: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert folder_faults() == []
    (own_settings / "file").touch()
    monkeypatch.setenv("XDG_DATA_HOME", str(own_settings / "file"))
    monkeypatch.setenv("XDG_CACHE_HOME", "/proc/nothing")
    assert [fault.path.parent for fault in folder_faults()] == [own_settings / "file", Path("/proc/nothing")]


# every table with anything in place of anything: a UsageError or a value, never another error

ANYTHING = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 5),
    st.floats(),
    st.text(max_size=3),
    st.just([]),
    st.just([{}]),
    st.just({}),
)


def paths_of(value: Any, path: tuple = ()) -> list[tuple]:
    """Return the place of everything in a table."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(found for key, one in items for found in paths_of(one, (*path, key)))]


def replaced(value: Any, path: tuple, new: Any) -> Any:
    """Return a table with something else at one place; None leaves the place out."""
    if not path:
        return new
    key, rest = path[0], path[1:]
    if isinstance(value, dict):
        changed = {k: replaced(v, rest, new) if k == key else v for k, v in value.items()}
        return {k: v for k, v in changed.items() if v is not None or k != key}
    return [
        replaced(v, rest, new) if i == key else v for i, v in enumerate(value) if i != key or rest or new is not None
    ]


@pytest.mark.parametrize(("folder", "name"), [(f, n) for f, n, _load in KINDS.values() if f != "shortcuts"])
def test_anything_in_place_of_anything_is_refused_in_a_sentence(
    folder: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = tomllib.loads((resources_folder() / folder / name).read_text(encoding="utf-8"))
    places = paths_of(table)[1:]
    path = resources_folder() / folder / name
    for module in ("themes", "vocabulary.store", "vocabulary.import_texts"):
        monkeypatch.setattr(f"eegview.app.{module}.read_toml", lambda _path: changed)
    changed: Any = None

    @given(st.sampled_from(places), ANYTHING)
    def check(place: tuple, new: Any) -> None:
        nonlocal changed
        changed = replaced(table, place, new)
        try:
            if folder == "montages":
                parse_montage(changed)
            elif folder == "presets":
                parse_preset(changed)
            elif folder == "themes":
                inspect.unwrap(read_theme)(path)  # not what is kept of the file itself
            elif name == "import_texts.toml":
                inspect.unwrap(read_import_texts)(path)
            else:
                inspect.unwrap(read_vocabulary)(path)
        except UsageError:
            pass

    check()


def test_what_is_made_of_a_file_is_kept_until_its_text_is_another(tmp_path: Path) -> None:
    path, asked = tmp_path / "one.toml", []

    @made_once
    def read(path: Path) -> tuple[str, ...]:
        asked.append(path)
        text = path.read_text()
        if text == "faulty":
            raise UsageError("No.", "")
        return (text,)

    path.write_text("first")
    assert read(path) is read(path)
    path.write_text("other")
    assert read(path) == ("other",)
    assert len(asked) == 2
    path.write_text("faulty")
    for _ in range(2):
        with pytest.raises(UsageError, match="No"):
            read(path)
    path.write_text("other")
    assert read(path) == ("other",)
    path.unlink()
    with pytest.raises(UsageError, match="missing"):
        read(path)
    for number in range(100):
        (tmp_path / f"{number}.toml").write_text(str(number))
        assert read(tmp_path / f"{number}.toml") == (str(number),)
