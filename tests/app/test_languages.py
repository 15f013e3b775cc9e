"""Languages are catalogues in a folder; a broken one is told and left out."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from eegview.app.languages import ENGLISH, load_languages, use_language
from eegview.app.own_files import list_own_files
from eegview.app.resources import FileFault, on_file_fault, resources_folder, user_folder
from eegview.model.issue import Issue
from eegview.model.text.language import is_translated, tr


@pytest.fixture(autouse=True)
def _english_again() -> Iterator[None]:
    yield
    use_language(ENGLISH)


@pytest.fixture
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    folder = user_folder("languages")
    folder.mkdir(parents=True)
    return folder


@pytest.mark.usefixtures("own_folder")
def test_german_is_offered_as_a_draft() -> None:
    labels = {one.language_id: one.shown_label for one in load_languages()}
    assert labels["en"] == "English"
    assert labels["de"] == "Deutsch (Entwurf, nicht geprüft)"


@pytest.mark.usefixtures("own_folder")
def test_a_language_is_used_from_the_choice_on_and_english_again_after_it() -> None:
    assert use_language("de").language_id == "de"
    assert is_translated()
    assert tr("Next page") == "Nächste Seite"
    assert use_language(ENGLISH).language_id == ENGLISH
    assert tr("Next page") == "Next page"


@pytest.mark.usefixtures("own_folder")
def test_a_language_there_is_none_of_is_english() -> None:
    assert use_language("tlh").language_id == ENGLISH
    assert not is_translated()


def test_a_catalogue_of_ones_own_takes_the_place_of_ours(own_folder: Path) -> None:
    ours = resources_folder() / "languages" / "de.mo"
    (own_folder / "de.mo").write_bytes(ours.read_bytes())
    german = next(one for one in load_languages() if one.language_id == "de")
    assert german.is_own
    assert german.path == own_folder / "de.mo"


@pytest.mark.parametrize("content", [b"", b"no catalogue at all", b"\xde\x12\x04\x95" + b"\xff" * 40])
def test_a_broken_catalogue_is_told_and_not_offered(own_folder: Path, content: bytes) -> None:
    (own_folder / "xx.mo").write_bytes(content)
    faults: list[FileFault] = []
    stop = on_file_fault(faults.append)
    try:
        languages = load_languages()
    finally:
        stop()
    assert "xx" not in {one.language_id for one in languages}
    (fault,) = faults
    assert fault.path == own_folder / "xx.mo"
    assert fault.message.startswith(str(own_folder / "xx.mo"))
    assert fault.message.endswith("Its language is not offered.")


def test_a_broken_catalogue_of_ones_own_leaves_the_built_in_one_and_is_listed(own_folder: Path) -> None:
    (own_folder / "de.mo").write_bytes(b"no catalogue at all")
    issues: list[Issue] = []
    german = next(one for one in load_languages(issues) if one.language_id == "de")
    assert not german.is_own
    assert issues[0].message.endswith("The built-in one is used.")
    (listed,) = [one for one in list_own_files() if one.what == "language"]
    assert (listed.path, listed.is_used, len(listed.faults)) == (own_folder / "de.mo", False, 1)
