"""A relabelled vocabulary changes no mark: what leaves an extended program comes into a plain one, and back."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from eegview.app.resources import user_folder
from eegview.cli.run import main

Run = Callable[..., tuple[int, str, str]]
GERMAN = """\
[extend]
id = "deutsch"
label = "Deutsch"
version = "1"

[[attribute]]
name = "certainty"
label = "Sicherheit"
choices = [{ value = "possible", label = "Möglich" }]

[[term]]
id = "spasm"
label = "Krampf"

  [[term.attribute]]
  name = "movement"
  label = "Bewegung"
  choices = [{ value = "flexor", label = "Beugung" }]

[[term]]
id = "sleep_stage"
label = "Schlafstadium"

[[term]]
id = "apnoea"
label = "Atempause"
shape = "span"
key = "0"
edf_text = "Apnea"
"""


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    for name in ("EEGVIEW_REVIEWER", "EEGVIEW_ROLE"):
        monkeypatch.delenv(name, raising=False)

    def act(library: str, *words: object) -> tuple[int, str, str]:
        monkeypatch.setenv("EEGVIEW_LIBRARY", str(tmp_path / f"{library}.sqlite"))
        code = main([str(word) for word in words])
        said = capsys.readouterr()
        return code, said.out, said.err

    return act


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    """One minute of C3 and C4."""
    import edfio
    import numpy as np

    file = tmp_path / "recording.edf"
    noise = np.random.default_rng(1).normal(0, 20, 60 * 32)
    signals = [
        edfio.EdfSignal(noise, 32, label=label, physical_dimension="uV", physical_range=(-400, 400))
        for label in ("EEG C3-Ref", "EEG C4-Ref")
    ]
    edfio.Edf(signals).write(file)
    return file


def put(text: str) -> None:
    """Put an extension into the settings, "" takes it away."""
    path = user_folder("vocabularies") / "deutsch.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8") if text else path.unlink()


def mark(run: Run, recording: Path, library: str, *terms: str) -> None:
    given = {
        "spasm": ("--term", "spasm", "--onset", "5", "--set", "movement=flexor", "--set", "certainty=possible"),
        "stage": ("--term", "sleep_stage", "--onset", "0", "--duration", "30", "--set", "stage=N2"),
        "apnoea": ("--term", "apnoea", "--onset", "40", "--duration", "8"),
    }
    for term in terms:
        code, _out, err = run(library, "events", "add", recording, *given[term], "--reviewer", "Ada")
        assert code == 0, err


def marks(run: Run, recording: Path, library: str) -> list[tuple[str, float, float, dict[str, str]]]:
    listed = json.loads(run(library, "events", "list", recording, "--json", "--layer", "Ada")[1])["events"]
    return [(one["term"], one["onset_s"], one["duration_s"], one["attributes"]) for one in listed]


def sent(run: Run, recording: Path, first: str, second: str, name: str, extension_of: tuple[str, str]) -> None:
    """Write the marks of one library with its extension, and take them into another with that one's."""
    out = recording.with_name(name)
    _set(extension_of[0])
    code, _out, err = run(first, "events", "export", recording, "-o", out, "--layer", "Ada", "--reviewer", "Ada")
    assert code == 0, err
    _set(extension_of[1])
    code, _out, err = run(second, "events", "import", recording, out, "--reviewer", "Ada")
    assert code == 0, err


def _set(text: str) -> None:
    if text or (user_folder("vocabularies") / "deutsch.toml").exists():
        put(text)


@pytest.mark.parametrize("name", ["marks.tsv", "marks.json", "marks.edf"])
@pytest.mark.parametrize("extension_of", [(GERMAN, ""), ("", GERMAN)], ids=["to a plain program", "back"])
def test_marks_come_over_whatever_their_terms_are_called(
    run: Run, recording: Path, name: str, extension_of: tuple[str, str]
):
    _set(extension_of[0])
    mark(run, recording, "here", "stage", "spasm")
    sent(run, recording, "here", "there", name, extension_of)
    expected = marks(run, recording, "here")
    found = marks(run, recording, "there")
    if name.endswith(".edf"):  # EDF+ holds no answers, but that to which stage it is
        assert [one[:3] for one in found] == [one[:3] for one in expected]
        assert found[0][3] == {"stage": "N2"}
    else:
        assert found == expected


def test_a_mark_of_a_new_term_comes_back_from_a_plain_program(run: Run, recording: Path):
    put(GERMAN)
    mark(run, recording, "here", "apnoea")
    sent(run, recording, "here", "plain", "marks.tsv", (GERMAN, ""))
    sent(run, recording, "plain", "back", "again.tsv", ("", GERMAN))
    assert marks(run, recording, "back") == marks(run, recording, "here")


def test_the_table_names_the_extension(run: Run, recording: Path):
    put(GERMAN)
    mark(run, recording, "here", "spasm")
    out = recording.with_name("marks.tsv")
    run("here", "events", "export", recording, "-o", out, "--layer", "Ada", "--reviewer", "Ada")
    said = json.loads(out.with_suffix(".json").read_text(encoding="utf-8"))["Vocabulary"]
    assert said["id"] == "infantile_spasms"
    assert "+deutsch.1." in said["version"]


def test_the_list_tells_what_is_ones_own(run: Run):
    put(GERMAN + '\n[[term]]\nid = "care"\nhidden = true\n')
    code, out, _err = run("here", "vocabulary")
    assert code == 0
    lines = {line[3:].split()[0]: line for line in out.splitlines()[1:]}
    assert lines["apnoea"].endswith("Atempause  [own]")
    assert lines["care"].endswith("[hidden]")
    listed = json.loads(run("here", "vocabulary", "--json")[1])
    assert [one["id"] for one in listed["extensions"]] == ["deutsch"]
    assert {one["id"]: one["origin"] for one in listed["terms"]}["apnoea"] == "deutsch"


def test_a_file_is_checked_with_an_exit_code(run: Run, tmp_path: Path):
    path = tmp_path / "ward.toml"
    path.write_text(GERMAN, encoding="utf-8")
    code, out, _err = run("here", "vocabulary", "check", path)
    assert (code, out) == (0, f"{path}, an extension: no fault was found.\n")
    path.write_text(GERMAN + "colour = 'red'\nwidth = 2\n", encoding="utf-8")
    code, out, _err = run("here", "vocabulary", "check", path, "--json")
    found = json.loads(out)
    assert code == 2
    assert (found["file"], found["kind"], [one["line"] for one in found["faults"]]) == (
        "ward.toml",
        "extension",
        [30, 31],
    )
