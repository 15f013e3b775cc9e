"""What a reader who scores or reads blind is given of others' work: nothing, by any door."""

from collections.abc import Callable
from pathlib import Path

import pytest
from made_studies.blind_study import (
    BLIND,
    OTHER,
    BlindStudy,
    add_home_event,
    add_own_mark,
    leaks_in,
    make_blind_study,
    sign_own,
)

import eegview
from eegview.model.errors import UsageError

Door = Callable[[eegview.Study], object]
DOORS: dict[str, Door] = {
    "info": lambda s: (s.info, s.ch_names, s.segments, s.issues),
    "marks": lambda s: s.marks(),
    "marks of a term": lambda s: s.marks("spasm"),
    "marks of the file": lambda s: s.marks(layer="file"),
    "marks of the final layer": lambda s: s.marks(layer="final"),
    "annotations": lambda s: [*s.annotations()],
    "annotations of the file": lambda s: [*s.annotations(layer="file")],
    "runs": lambda s: s.runs(),
    "scores": lambda s: s.scores(),
    "stages": lambda s: s.stages(),
    "history": lambda s: s.history(),
    "epochs": lambda s: s.epochs("spasm", -1, 1).metadata,
    "raw": lambda s: s.raw(tmax=60).annotations,
}
REFUSED: dict[str, Door] = {
    "another's layer": lambda s: s.marks(layer=OTHER),
    "detections": lambda s: s.detections(),
    "trends of a run": lambda s: s.run_trends(),
    "detect": lambda s: s.detect("spasms"),
}


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> BlindStudy:
    made = make_blind_study(tmp_path, seed=5)
    add_own_mark(made)
    monkeypatch.setenv("EEGVIEW_LIBRARY", made.library)
    return made


def printed(found: object) -> str:
    whole = found.to_json(date_format="iso") if hasattr(found, "to_json") else ""  # type: ignore[union-attr]
    return f"{found!r} {found} {whole}"


@pytest.mark.parametrize("name", DOORS)
@pytest.mark.filterwarnings("ignore:This study is read blind")
def test_no_door_shows_others_work(study: BlindStudy, name: str) -> None:
    with eegview.open_study(study.file, reviewer=BLIND) as opened:
        assert leaks_in(printed(DOORS[name](opened)), study) == []


@pytest.mark.filterwarnings("ignore:This study is read blind")
def test_a_clip_tells_nothing_of_the_study_that_it_was_linked_to(study: BlindStudy, tmp_path: Path) -> None:
    clip = add_home_event(study, tmp_path)
    with eegview.open_study(clip, reviewer=BLIND) as opened:
        told = [printed(DOORS[name](opened)) for name in ("info", "marks", "history", "scores")]
    assert leaks_in("".join(told), study) == []
    assert "at home" in told[1]


@pytest.mark.parametrize("name", REFUSED)
@pytest.mark.filterwarnings("ignore:This study is read blind")
def test_what_would_be_nothing_but_others_work_is_refused(study: BlindStudy, name: str) -> None:
    with eegview.open_study(study.file, reviewer=BLIND) as opened, pytest.raises(UsageError) as error:
        REFUSED[name](opened)
    assert leaks_in(f"{error.value.sentence} {error.value.advice}".replace(OTHER, ""), study) == []


def test_that_much_is_hidden_is_warned_of(study: BlindStudy) -> None:
    with (
        eegview.open_study(study.file, reviewer=BLIND) as opened,
        pytest.warns(UserWarning, match=f"read blind: .* hidden from {BLIND} until their marks are signed"),
    ):
        assert opened.marks()["text"].tolist() == ["ownword"]
    with (
        eegview.open_study(study.file) as opened,
        pytest.warns(UserWarning, match="hidden from who does not say reviewer"),
    ):
        assert opened.marks().empty


@pytest.mark.filterwarnings("ignore:This study is read blind")
def test_a_library_shows_no_more(study: BlindStudy) -> None:
    for reader in (BLIND, None):
        library = eegview.read_library(study.library, reviewer=reader)
        tables = library.studies(), library.marks(), library.runs(), library.judgements()
        for table in (*tables, library.scores(), library.stages(), library.channels()):
            assert leaks_in(printed(table), study) == []


def test_once_signed_all_is_shown(study: BlindStudy) -> None:
    sign_own(study)
    with eegview.open_study(study.file, reviewer=BLIND) as opened:
        assert len(opened.runs()) == len(opened.detections()) == 1
        assert set(opened.marks()["layer"]) == {BLIND, OTHER, "final"}
        assert len(opened.marks(layer="file")) == 1
