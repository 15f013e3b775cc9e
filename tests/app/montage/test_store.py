from pathlib import Path

import pytest

from eegview.app import resources
from eegview.app.montage import store as module
from eegview.app.montage.store import (
    delete_user_montage,
    load_montages,
    montage_by_id,
    montage_text,
    parse_montage,
    save_user_montage,
)
from eegview.model.channel import ChannelKind
from eegview.model.display.montage import Derivation, Montage
from eegview.model.errors import UsageError
from eegview.model.issue import Issue


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let the user's own montages lie in a folder of the test."""
    for place in (module, resources):
        monkeypatch.setattr(place, "user_folder", lambda kind: tmp_path / "settings" / kind)
    return tmp_path / "settings" / "montages"


def labels(montage_id: str) -> list[str]:
    return [row.label for row in montage_by_id(montage_id).derivations]


def test_the_built_in_montages_and_their_keys() -> None:
    assert [(m.montage_id, m.key) for m in load_montages()] == [
        ("longitudinal_bipolar", "F1"),
        ("transverse_bipolar", "F2"),
        ("ipsilateral_ear", "F3"),
        ("common_average", "F4"),
        ("cz_reference", "F5"),
        ("laplacian", "F6"),
        ("neonatal", "F7"),
        ("none", "F8"),
    ]
    assert montage_by_id("none").as_recorded
    assert all(montage.help and montage.polygraphy for montage in load_montages())


def test_longitudinal_has_the_order_of_chb_mit() -> None:
    assert " ".join(labels("longitudinal_bipolar")) == (
        "Fp1-F7 F7-T7 T7-P7 P7-O1 Fp1-F3 F3-C3 C3-P3 P3-O1 Fz-Cz Cz-Pz "
        "Fp2-F4 F4-C4 C4-P4 P4-O2 Fp2-F8 F8-T8 T8-P8 P8-O2"
    )


def test_transverse_and_neonatal() -> None:
    assert " ".join(labels("transverse_bipolar")) == (
        "F7-Fp1 Fp1-Fp2 Fp2-F8 F7-F3 F3-Fz Fz-F4 F4-F8 T7-C3 C3-Cz Cz-C4 C4-T8 "
        "P7-P3 P3-Pz Pz-P4 P4-P8 P7-O1 O1-O2 O2-P8"
    )
    assert " ".join(labels("neonatal")) == (
        "Fp1-T7 T7-O1 Fp2-T8 T8-O2 Fp1-C3 C3-O1 Fp2-C4 C4-O2 T7-C3 C3-Cz Cz-C4 C4-T8"
    )


@pytest.mark.parametrize("montage_id", ["ipsilateral_ear", "common_average", "laplacian", "cz_reference"])
def test_referential_montages_have_all_19_electrodes_and_no_constant_part(montage_id: str) -> None:
    montage = montage_by_id(montage_id)
    active = [next(name for name, weight in row.weights if weight == 1.0) for row in montage.derivations]
    assert len(set(active)) == len(active) == (18 if montage_id == "cz_reference" else 19)
    for row in montage.derivations:
        assert sum(weight for _name, weight in row.weights) == pytest.approx(0)


def test_ears_are_those_of_the_same_side() -> None:
    rows = {row.label: row for row in montage_by_id("ipsilateral_ear").derivations}
    assert dict(rows["T7-A1"].weights) == {"T7": 1.0, "A1": -1.0}
    assert dict(rows["O2-A2"].weights) == {"O2": 1.0, "A2": -1.0}
    assert dict(rows["Cz-A1A2"].weights) == {"Cz": 1.0, "A1": -0.5, "A2": -0.5}
    assert {row.side for row in rows.values()} == {"left", "midline", "right"}
    assert rows["T7-A1"].side == "left"
    assert rows["Cz-A1A2"].side == "midline"


def test_laplacian_neighbours() -> None:
    rows = {row.label: dict(row.weights) for row in montage_by_id("laplacian").derivations}
    assert rows["C3-lap"] == {"C3": 1, "F3": -0.25, "P3": -0.25, "T7": -0.25, "Cz": -0.25}
    assert rows["Cz-lap"] == {"Cz": 1, "Fz": -0.25, "C3": -0.25, "C4": -0.25, "Pz": -0.25}
    assert rows["P3-lap"] == {"P3": 1, "C3": -0.25, "P7": -0.25, "Pz": -0.25, "O1": -0.25}
    mirror = str.maketrans("13572468", "24681357")
    for label, weights in rows.items():
        assert {name.translate(mirror): w for name, w in weights.items()} == rows[label.translate(mirror)]
    for label, weights in rows.items():  # neighbours are neighbours of each other
        for name in weights:
            assert label.removesuffix("-lap") in rows[f"{name}-lap"]


def test_an_unknown_id_lists_the_ids() -> None:
    with pytest.raises(UsageError) as error:
        montage_by_id("banana")
    assert "banana" in error.value.sentence
    assert "longitudinal_bipolar" in error.value.advice


def test_a_montage_saved_comes_back_and_wins_over_the_built_in(own_folder: Path) -> None:
    mine = Montage(
        "longitudinal_bipolar",
        'My “own” \\ "one"\n',
        (
            Derivation("C3-C4", (("C3", 1.0), ("C4", -1.0)), side="midline"),
            Derivation("odd one", (("C3", 0.3), ("AVG", -1 / 3)), side="left"),
            Derivation("Chin", (("EMG 1", 1.0), ("EMG.2", -1.0)), ChannelKind.EMG),
        ),
        key="F9",
        polygraphy=False,
    )
    path = save_user_montage(mine)
    assert path == own_folder / "longitudinal_bipolar.toml"
    assert montage_by_id("longitudinal_bipolar") == mine
    assert list(own_folder.iterdir()) == [path]
    assert delete_user_montage("longitudinal_bipolar")
    assert not delete_user_montage("longitudinal_bipolar")
    assert len(montage_by_id("longitudinal_bipolar").derivations) == 18


def test_every_built_in_montage_survives_writing() -> None:
    import tomllib

    for montage in load_montages():
        again = parse_montage(tomllib.loads(montage_text(montage)))
        assert again == montage
        assert again.help == montage.help


def test_a_faulty_file_is_told_and_the_others_still_load(own_folder: Path) -> None:
    own_folder.mkdir(parents=True)
    (own_folder / "broken.toml").write_text("rows = [", encoding="utf-8")
    (own_folder / "good.toml").write_text('id = "good"\nlabel = "Good"\nrows = ["C3-C4"]\n', encoding="utf-8")
    issues: list[Issue] = []
    found = load_montages(issues)
    assert [issue.code for issue in issues] == ["montage_file"]
    assert "broken.toml" in issues[0].message
    assert found[-1].montage_id == "good"
    assert len(found) == 9
    assert load_montages() == found


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"id": "Bad Id", "label": "x", "rows": ["C3-C4"]},
        {"id": "x", "label": 3, "rows": ["C3-C4"]},
        {"id": "x", "label": "x"},
        {"id": "x", "label": "x", "rows": "C3-C4"},
        {"id": "x", "label": "x", "rows": ["C3"]},
        {"id": "x", "label": "x", "rows": ["C3-C3"]},
        {"id": "x", "label": "x", "rows": [7]},
        {"id": "x", "label": "x", "rows": [{"label": "a"}]},
        {"id": "x", "label": "x", "rows": [{"label": "a", "weights": {"C3": "much"}}]},
        {"id": "x", "label": "x", "rows": [{"label": "a", "weights": {"C3": float("nan")}}]},
        {"id": "x", "label": "x", "rows": [{"label": "a", "weights": {"C3": 1}, "kind": "brain"}]},
        {"id": "x", "label": "x", "rows": [{"electrode": "C3", "neighbours": ["C3"]}]},
        {"id": "x", "label": "x", "rows": [{"electrode": "C3", "neighbours": "F3"}]},
        {"id": "x", "label": "x", "rows": ["C3-C4"], "as_recorded": True},
        {"id": "x", "label": "x", "rows": ["C3-C4"], "polygraphy": "yes"},
        {"id": "x", "label": "x", "rows": ["C3-C4"], "rowz": []},
    ],
)
def test_what_is_no_montage_is_refused_with_a_sentence(fields: dict) -> None:
    with pytest.raises(UsageError) as error:
        parse_montage(fields, "mine.toml")
    assert error.value.sentence.startswith("mine.toml")


def own(folder: Path, montage_id: str, label: str, key: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{montage_id}.toml"
    path.write_text(f'id = "{montage_id}"\nlabel = "{label}"\nkey = "{key}"\nrows = ["Fp1-F3"]\n')
    return path


def test_a_key_of_ones_own_montage_goes_before_a_built_in_one_and_both_are_named(own_folder: Path) -> None:
    path = own(own_folder, "mine", "Mine", "F4")
    issues: list[Issue] = []
    files: dict[str, Path] = {}
    keys = {montage.montage_id: montage.key for montage in load_montages(issues, files)}
    assert (keys["mine"], keys["common_average"]) == ("F4", "")
    assert files == {"mine": path}
    assert [issue.message for issue in issues] == [
        f"{path}: the key F4 is that of “Mine” and of “Common average” (it came with the program); “Mine” has it."
    ]


def test_of_two_own_montages_with_one_key_both_files_are_named(own_folder: Path) -> None:
    first, second = own(own_folder, "a", "First", "F9"), own(own_folder, "b", "Second", "F9")
    issues: list[Issue] = []
    keys = {montage.montage_id: montage.key for montage in load_montages(issues)}
    assert (keys["a"], keys["b"]) == ("", "F9")
    assert [issue.message for issue in issues] == [
        f"{second}: the key F9 is that of “Second” and of “First” ({first}); “Second” has it."
    ]


def test_a_montage_in_place_of_a_built_in_one_may_have_its_key(own_folder: Path) -> None:
    own(own_folder, "common_average", "Ours", "F4")
    issues: list[Issue] = []
    load_montages(issues)
    assert issues == []
