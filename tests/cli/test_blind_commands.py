"""Every command that tells of marks, as a reader meets it who reads the study blind."""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from detectors.made_plugins import make_plugin
from made_studies.blind_study import (
    BLIND,
    HEAD,
    OTHER,
    BlindStudy,
    add_home_event,
    add_own_mark,
    leaks_in,
    make_blind_study,
    sign_own,
)

from eegview.cli.run import main

Run = Callable[..., tuple[int, str]]


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))
    for name in ("EEGVIEW_REVIEWER", "EEGVIEW_ROLE"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> BlindStudy:
    made = make_blind_study(tmp_path, seed=3)
    add_own_mark(made)
    monkeypatch.setenv("EEGVIEW_LIBRARY", made.library)
    return made


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]) -> Run:
    """Return what runs a command and gives its exit code and all that it printed."""

    def act(*words: object) -> tuple[int, str]:
        capfd.readouterr()
        code = main([str(word) for word in words])
        said = capfd.readouterr()
        return code, said.out + said.err

    return act


def object_in(said: str) -> dict:
    """Return the JSON object that a command printed beside its messages."""
    return json.JSONDecoder().raw_decode(said[said.index("{") :])[0]


ACT_AS_ME = ("score", "report", "spasms", "response", "trends", "infant", "diary")
NAME_NO_MARK = {"score", "response", "trends", "bundle", "blind", "anonymize", "history", "spasms", "page"}
NAME_NO_MARK |= {"infant", "diary"}


def commands(file: Path, folder: Path) -> list[tuple[tuple[object, ...], Path | None]]:
    """Return the commands that list, draw, count or write marks, each with the file that it writes."""

    def to(name: str) -> Path:
        return folder / name

    return [
        (("events", "list", file), None),
        (("events", "list", file, "--json"), None),
        (("events", "list", file, "--layer", OTHER, "--json"), None),
        (("events", "list", file, "--layer", "final", "--json"), None),
        (("events", "list", file, "--layer", "file", "--json"), None),
        (("events", "export", file, "-o", to("a.tsv")), to("a.tsv")),
        (("events", "export", file, "-o", to("a.json")), to("a.json")),
        (("events", "export", file, "-o", to("b.csv"), "--as", "mne"), to("b.csv")),
        (("events", "export", file, "-o", to("c.tsv"), "--layer", OTHER), to("c.tsv")),
        (("history", file), None),
        (("history", file, "--json"), None),
        (("history", file, "--verify"), None),
        (("history", file, "--verify", "--json"), None),
        (("spasms", file), None),
        (("spasms", file, "--json"), None),
        (("spasms", file, "--layer", OTHER, "--json"), None),
        (("spasms", file, "-o", to("s.csv")), to("s.csv")),
        (("score", file, "--list"), None),
        (("score", file, "--list", "--json"), None),
        (("response", file, file, "--no-cache"), None),
        (("page", file, "--at", "300", "-o", to("p.svg")), to("p.svg")),
        (("convert", file, "-o", to("d.edf"), "--json"), to("d.edf")),
        (("report", file, "-o", to("r.json"), "--no-trends", "--no-video"), to("r.json")),
        (("report", file, "-o", to("r.html"), "--no-trends", "--no-video", "--layer", OTHER), to("r.html")),
        (("trends", file, "--list"), None),
        (("anonymize", file, "-o", to("n.edf"), "--marks", "--drop-notes"), None),
        (("bundle", file, "-o", to("b.zip"), "--json"), None),
        (("bundle", file, "-o", to("b2.zip")), None),
        (("blind", file), None),
        (("blind", file, "--json"), None),
        (("infant", "add", "K07", file), None),
        (("infant", "show", "K07"), None),
        (("infant", "show", "K07", "--json"), None),
        (("infant", "list", "--json"), None),
        (("infant", "history", "K07", "--json"), None),
        (("diary", "list", "K07"), None),
        (("diary", "list", "K07", "--json"), None),
        (("diary", "export", "K07", "-o", to("k.csv")), to("k.csv")),
    ]


def film_commands(clip: Path, folder: Path) -> list[tuple[object, ...]]:
    """Return the commands that tell what an event of a clip resembles."""
    return [
        ("events", "list", clip),
        ("events", "list", clip, "--json"),
        ("history", clip),
        ("history", clip, "--json"),
        ("report", clip, "-o", folder / "film.json", "--no-trends"),
    ]


@pytest.mark.parametrize("viewer", [(), ("--reviewer", BLIND)])
def test_no_command_tells_a_blind_reader_of_others(
    study: BlindStudy, run: Run, tmp_path: Path, viewer: tuple[str, ...]
) -> None:
    for words, file in commands(study.file, tmp_path):
        if words[0] == "link" or (not viewer and words[0] in ACT_AS_ME):
            continue  # these act as “me” where nobody is named, who is blind as well
        code, said = run(*words, *viewer)
        assert code == 0 or OTHER in words or "final" in words or words[0] == "response", (words, said)
        told = file.read_bytes().decode("utf-8", "replace") if file is not None and file.exists() else ""
        assert leaks_in(said + told, study) == [], words
    for words in film_commands(add_home_event(study, tmp_path), tmp_path):
        code, said = run(*words, *viewer)
        told = "".join(file.read_text() for file in tmp_path.glob("film.*"))
        assert code == 0, (words, said)
        assert leaks_in(said + told, study) == [], words
    if viewer:
        assert "ownword" in run("events", "list", study.file, *viewer)[1]


def test_the_same_commands_tell_it_all_once_the_reader_has_signed(study: BlindStudy, run: Run, tmp_path: Path) -> None:
    sign_own(study)
    silent = []
    for words, file in commands(study.file, tmp_path):
        said = run(*words, "--reviewer", BLIND)[1]
        told = file.read_bytes().decode("utf-8", "replace") if file is not None and file.exists() else ""
        silent += [] if leaks_in(said + told, study) else [" ".join(map(str, words[:1]))]
    for words in film_commands(add_home_event(study, tmp_path), tmp_path):
        said = run(*words, "--reviewer", BLIND)[1] + "".join(file.read_text() for file in tmp_path.glob("film.*"))
        silent += [] if leaks_in(said, study) else [str(words)]
    # what names no single mark: scores, trends, the answer of a bundle, the state of blindness, a chain that is whole
    assert set(silent) <= NAME_NO_MARK


def test_a_page_as_a_picture_is_that_of_the_reader_alone(study: BlindStudy, run: Run, tmp_path: Path) -> None:
    def picture(name: str, *more: object) -> str:
        out = tmp_path / f"{name}.svg"
        assert run("page", study.file, "--at", "300", "-o", out, *more)[0] == 0
        return out.read_text(encoding="utf-8")

    empty = picture("empty", "--library", f"sqlite:///{tmp_path / 'empty.sqlite'}")
    assert picture("blind", "--reviewer", BLIND) == empty
    sign_own(study)
    assert picture("signed", "--reviewer", BLIND) != empty


def test_who_gives_no_name_counts_as_one_who_signed_nothing(study: BlindStudy, run: Run) -> None:
    for words in (("spasms", study.file, "--json"), ("score", study.file, "--list"), ("report", study.file)):
        assert leaks_in(run(*words)[1], study) == []
    code, said = run("events", "list", study.file)
    assert code == 0
    assert "Say who you are with --reviewer" in said
    assert "ownword" not in said


def test_that_others_signed_may_be_known_and_not_what(study: BlindStudy, run: Run) -> None:
    said = run("history", study.file, "--verify", "--json", "--reviewer", BLIND)[1]
    (signed,) = object_in(said)["signatures"]
    assert (signed["printed_name"], signed["hidden"]) == ("Bo O.", True)
    assert "n_marks" not in signed
    assert f"Signed already: {OTHER}." in run("blind", study.file, "--reviewer", BLIND)[1]


def test_all_is_shown_once_the_own_layer_is_signed(study: BlindStudy, run: Run) -> None:
    sign_own(study)
    said = run("events", "list", study.file, "--json", "--reviewer", BLIND)[1]
    assert all(mark in said for mark in study.ids[:4])
    assert " until signed " in run("blind", study.file, "--reviewer", BLIND)[1]
    assert leaks_in(run("events", "list", study.file, "--reviewer", "Cy")[1], study) == []  # who has not signed


def test_an_early_look_needs_a_reason_is_recorded_and_stands(study: BlindStudy, run: Run) -> None:
    assert run("blind", study.file, "--look-early", " ", "--reviewer", BLIND)[0] == 2
    assert run("blind", study.file, "--look-early", "asked on the ward", "--reviewer", BLIND)[0] == 0
    assert all(mark in run("events", "list", study.file, "--json", "--reviewer", BLIND)[1] for mark in study.ids[:4])
    log = run("history", study.file, "--reviewer", "Cy")[1]
    assert "look before signing: “asked on the ward”" in log
    sign_own(study)
    told = object_in(run("blind", study.file, "--json", "--reviewer", BLIND)[1])
    assert told["layers"][BLIND].startswith("not blind since")
    assert [look["reason"] for look in told["early_looks"]] == ["asked on the ward"]
    assert run("history", study.file, "--verify")[0] == 0


def test_only_a_neurologist_sets_and_lifts(study: BlindStudy, run: Run) -> None:
    assert run("blind", study.file, "--lift", "--reviewer", BLIND, "--role", "resident")[0] != 0
    assert leaks_in(run("events", "list", study.file, "--reviewer", BLIND)[1], study) == []
    assert run("blind", study.file, "--lift", "--reviewer", HEAD, "--role", "neurologist")[0] == 0
    said = run("events", "list", study.file, "--json", "--reviewer", BLIND)[1]
    assert all(mark in said for mark in study.ids[:4])
    assert "not blind since" in run("blind", study.file, "--reviewer", BLIND)[1]


def test_the_setting_and_early_looks_travel_with_a_bundle(
    study: BlindStudy, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("blind", study.file, "--look-early", "second opinion", "--reviewer", "Cy")
    assert run("bundle", study.file, "-o", tmp_path / "b.zip")[0] == 0
    with zipfile.ZipFile(tmp_path / "b.zip") as held:
        assert "marks/log.json" in held.namelist()
    monkeypatch.setenv("EEGVIEW_LIBRARY", f"sqlite:///{tmp_path / 'elsewhere.sqlite'}")
    code, said = run(
        "unbundle", tmp_path / "b.zip", "-o", tmp_path / "there", "--reviewer", "Head 2", "--role", "neurologist"
    )
    assert (code, leaks_in(said, study)) == (0, [])
    file = tmp_path / "there" / "study" / "study.edf"
    assert leaks_in(run("events", "list", file, "--reviewer", BLIND)[1], study) == []
    told = object_in(run("blind", file, "--json", "--reviewer", BLIND)[1])
    assert (told["is_blind"], told["set_by"], told["early_looks"][0]["reader"]) == (True, HEAD, "Cy")
    assert all(mark in run("events", "list", file, "--json", "--reviewer", "Cy")[1] for mark in study.ids[:4])


def test_agreement_counts_nothing_of_others_until_the_viewer_has_signed(study: BlindStudy, run: Run) -> None:
    def readers(viewer: str) -> list[str]:
        code, said = run("agreement", study.file, "--json", "--reviewer", viewer)
        assert code == 0, said
        return [one for term in object_in(said)["terms"].values() for one in term["readers"]]

    assert OTHER not in readers(BLIND)
    assert "read blind" in run("agreement", study.file, "--reviewer", BLIND)[1]
    run("blind", study.file, "--look-early", "second opinion", "--reviewer", BLIND)
    assert {BLIND, OTHER} <= set(readers(BLIND))
    assert f"{BLIND} was not blind in 1 of 1 studies" in run("agreement", study.file, "--reviewer", BLIND)[1]


def test_a_blind_readers_own_run_is_kept_and_not_told(
    study: BlindStudy, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EEGVIEW_PLUGINS", str(tmp_path / "plugins"))
    make_plugin(tmp_path / "plugins" / "made", 'report.event(12.25, 0.5, "spasm", 0.7891)\nreport.note("zqnote")\n')
    assert run("detectors", "trust", "made")[0] == 0
    order = ("detect", study.file, "--detector", "made", "--reviewer", BLIND)
    code, said = run(*order)
    assert code == 0, said
    assert "shown once you have signed" in said
    code, told = run(*order, "--json")
    assert object_in(told)["hidden"] is True
    for text in (said, told):
        assert not any(secret in text for secret in ("0.7891", "12.25", "zqnote", "1 suggestion"))
    assert run(*order, "--no-store")[0] == 2
    assert run(*order, "-o", tmp_path / "found.tsv")[0] == 2
    assert not (tmp_path / "found.tsv").exists()
    sign_own(study)
    assert "0.7891" in run(*order, "--json")[1]


def test_a_report_is_not_signed_by_who_reads_blind(study: BlindStudy, run: Run, tmp_path: Path) -> None:
    order = ("report", study.file, "-o", tmp_path / "r.pdf", "--no-trends", "--no-video", "--sign", "Ana B.")
    code, said = run(*order, "--reviewer", BLIND)
    assert code != 0
    assert "You are reading blind" in said
    assert not (tmp_path / "r.pdf").exists()
    sign_own(study)
    written = ("-o", tmp_path / "r.html", "--no-trends", "--no-video", "--layer", BLIND, "--reviewer", BLIND)
    code, said = run("report", study.file, *written)
    assert code == 0, said
    text = (tmp_path / "r.html").read_text(encoding="utf-8").replace("\u00a0", " ")
    assert f"layer {BLIND} were read blind from" in text
