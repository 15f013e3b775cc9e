"""Whatever is given to a command, it ends in a sentence: never a traceback, a hang or half a file."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from recordings.edf_files import file_bytes, plain

from eegview.__main__ import report_crash
from eegview.app.resources import user_folder
from eegview.cli.run import main

resource = pytest.importorskip("resource", reason="this system limits no sizes of files")
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("CONFIG", "DATA", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    for name in ("EEGVIEW_LIBRARY", "EEGVIEW_REVIEWER", "EEGVIEW_ROLE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def recording(folder: Path) -> Path:
    path = folder / "night.edf"
    path.write_bytes(file_bytes(plain(n_records=30)))
    return path


@pytest.fixture
def run(folder: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def act(*words: object) -> tuple[int, str, str]:
        code = main([str(word) for word in words])
        said = capsys.readouterr()
        return code, said.out, said.err

    return act


TAKES_A_FILE = (
    "open FILE",
    "info FILE",
    "page FILE -o a.npz",
    "bench FILE",
    "events list FILE",
    "events add FILE --term spasm --onset 1",
    "events import night.edf FILE",
    "events export FILE -o a.tsv",
    "history FILE",
    "frame FILE --at 0",
    "sync night.edf --video FILE",
    "sync night.edf --video night.edf --anchors FILE",
    "detectors check FILE",
    "detectors trust FILE",
    "detect FILE --detector spasms",
    "anonymize FILE -o a.edf",
    "bundle FILE -o a.zip",
    "unbundle FILE",
    "compare FILE FILE",
    "evaluate --detector spasms --seeds none -o a.md --recordings FILE",
    "batch FILE --detector spasms -o found",
    "events list night.edf --library FILE",
    "events list night.edf --library=FILE",
)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with a name")
@pytest.mark.parametrize("words", TAKES_A_FILE)
def test_a_pipe_or_a_device_in_place_of_a_file(run: Run, recording: Path, folder: Path, words: str) -> None:
    os.mkfifo(folder / "pipe.edf")
    for name in (str(folder / "pipe.edf"), "/dev/zero"):
        code, _said, told = run(*words.replace("FILE", name).split())
        assert code == 3
        assert "not a file" in told


@pytest.mark.parametrize("words", TAKES_A_FILE)
@pytest.mark.parametrize("name", ["missing.edf", "x" * 300 + ".edf", "y/" * 2500 + "a.edf", "night.edf/a.edf"])
def test_a_name_that_leads_nowhere(run: Run, recording: Path, words: str, name: str) -> None:
    if "--library" in words and name == "missing.edf":
        return  # a library is made
    code, _said, told = run(*[word.replace("FILE", name) for word in words.split()])
    assert code in (0, 2, 3, 4, 5)
    assert code or words.startswith(("batch", "evaluate"))  # which go on with the others
    assert told.strip()


WRITES = (
    "page night.edf --duration 2 -o OUT.npz",
    "page night.edf --duration 2 -o OUT.png --width 300 --height 200",
    "page night.edf --duration 2 -o OUT.svg --width 300 --height 200",
    "events export night.edf -o OUT.tsv",
    "events export night.edf -o OUT.json",
    "events export night.edf -o OUT.edf",
    "anonymize night.edf -o OUT.edf",
    "bundle night.edf -o OUT.zip",
)


@pytest.mark.parametrize("words", WRITES)
@pytest.mark.parametrize("name", ["nowhere/a", "x" * 300, "y/" * 2500 + "a", "night.edf/a", "/proc/a"])
def test_a_place_that_cannot_be_written(run: Run, recording: Path, folder: Path, words: str, name: str) -> None:
    before = sorted(folder.rglob("*.edf"))
    code, _said, told = run(*[word.replace("OUT", name) for word in words.split()])
    assert code == 2, told
    assert told.strip()
    assert sorted(folder.rglob("*.edf")) == before


@pytest.fixture
def full_disk() -> Iterator[None]:
    """Let no file grow beyond a few bytes, as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (700, hard))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("words", WRITES)
def test_a_full_disk_leaves_no_half_file(
    run: Run, recording: Path, folder: Path, words: str, request: pytest.FixtureRequest
) -> None:
    run("events", "add", recording, "--term", "spasm", "--onset", 1, "--text", "x" * 900)
    request.getfixturevalue("full_disk")
    code, _said, told = run(*[word.replace("OUT", "a") for word in words.split()])
    assert code in (2, 5), told
    assert told.strip()
    assert not [path.name for path in folder.iterdir() if path.name.startswith((".eegview-", "a."))]


NUMBERS = (
    "page night.edf -o a.npz --at V",
    "page night.edf -o a.npz --duration V",
    "page night.edf -o a.npz --lff V",
    "page night.edf -o a.npz --hff V",
    "page night.edf -o a.npz --notch V",
    "page night.edf -o a.png --sensitivity V",
    "page night.edf -o a.png --width V",
    "page night.edf -o a.png --height V",
    "bench night.edf --page V",
    "bench night.edf --pages V",
    "events add night.edf --term spasm --onset V",
    "events add night.edf --term spasm --onset 1 --duration V",
    "detect night.edf --detector spasms --from V",
    "detect night.edf --detector spasms --to V",
    "detect night.edf --detector spasms --age-months V",
    "detect night.edf --detector spasms --set threshold=V",
    "sync night.edf --video night.edf --suggest --reach V",
    "compare t.tsv t.tsv --tolerance V",
    "compare t.tsv t.tsv --duration-s V",
    "compare t.tsv t.tsv --threshold V",
    "evaluate --detector spasms --seeds V -o a.md",
    "evaluate --detector spasms --hours V -o a.md",
    "evaluate --detector spasms --tolerance V -o a.md",
    "evaluate --detector spasms --threshold V -o a.md",
    "evaluate --detector spasms --workers V -o a.md",
    "batch night.edf --detector spasms -o found --workers V",
    "demo made --make-only --hours V",
    "demo made --make-only --seed V",
    "anonymize night.edf -o a.edf --shift-days V",
)


@pytest.mark.parametrize("words", NUMBERS)
@pytest.mark.parametrize("value", ["nan", "inf", "-inf", "1e999", "1e308", "9" * 30, "", "abc"])
def test_what_is_no_number_of_use(run: Run, recording: Path, folder: Path, words: str, value: str) -> None:
    (folder / "t.tsv").write_text("onset\tduration\ttrial_type\n1\t1\tspasm\n")
    *before, option, last = words.replace(" -o a.md", "").split() if words.endswith("a.md") else words.split()
    more = ["-o", "a.md"] if words.endswith("a.md") else []
    given = [f"{option}={value}"] if last == "V" else [option, last.replace("V", value)]
    code, _said, told = run(*before, *given, *more)
    assert code == 2, told
    assert told.strip()


# own files, streams, and a fault of the program


def test_a_fault_in_an_own_file_is_told_and_the_command_does_its_work(run: Run, recording: Path) -> None:
    without = [run("vocabulary", "--json"), run("montages", "--json"), run("events", "list", recording, "--json")]
    for kind, name in (("vocabularies", "infantile_spasms"), ("vocabularies", "import_texts"), ("montages", "a")):
        user_folder(kind).mkdir(parents=True, exist_ok=True)
        (user_folder(kind) / f"{name}.toml").write_bytes(b"a = 1\na = 2\n")
    with_faults = [run("vocabulary", "--json"), run("montages", "--json"), run("events", "list", recording, "--json")]
    assert [code for code, _, _ in with_faults] == [code for code, _, _ in without] == [0, 0, 0]
    assert with_faults[0][1] == without[0][1]
    assert json.loads(with_faults[1][1])["montages"] == json.loads(without[1][1])["montages"]
    for name in ("infantile_spasms.toml", "import_texts.toml"):
        assert with_faults[0][2].count(str(user_folder("vocabularies") / name)) == 1
    assert str(user_folder("montages") / "a.toml") in with_faults[1][2]
    assert "line 2" in with_faults[0][2]


def program(*words: str, **options: object) -> "subprocess.Popen[bytes]":
    env = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)} | dict(options.pop("env", {}))  # type: ignore[call-overload]
    return subprocess.Popen([sys.executable, "-m", "eegview", *words], env=env, **options)  # type: ignore[call-overload]


def test_a_reader_that_goes_away_is_no_failure(folder: Path) -> None:
    process = program("montages", "--json", stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait() == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
def test_a_stdout_that_is_full_is_a_sentence(folder: Path) -> None:
    with Path("/dev/full").open("w") as full:
        process = program("montages", stdout=full, stderr=subprocess.PIPE)
    _out, told = process.communicate()
    assert process.returncode == 2
    assert b"no space left" in told
    assert b"Traceback" not in told


@pytest.mark.parametrize(
    "env",
    [
        {"LC_ALL": "xx_YY.nonsense"},
        {"PYTHONIOENCODING": "ascii"},
        {"NO_COLOR": "1", "TERM": "nonsense", "COLUMNS": "abc"},
    ],
)
def test_unknown_surroundings(folder: Path, env: dict[str, str]) -> None:
    for words in (["montages", "--json"], ["page", "--help"], ["info", "no µ.edf"]):
        process = program(*words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env)
        said, told = process.communicate()
        assert process.returncode == (3 if words[0] == "info" else 0), told
        assert b"Traceback" not in told
        assert words[-1] != "--json" or json.loads(said)["montages"]


@pytest.mark.skipif(sys.platform == "win32", reason="needs a shell that closes streams")
def test_closed_streams(folder: Path) -> None:
    command = f'"{sys.executable}" -m eegview montages <&- >&- 2>&-'
    env = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    assert subprocess.run(["sh", "-c", command], env=env, check=False).returncode == 0


def test_a_fault_of_the_program_is_a_sentence_with_the_place_of_its_report(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        raise KeyError("Anna Doe")
    except KeyError as error:
        report_crash(type(error), error, error.__traceback__)
    told = capsys.readouterr().err
    report = folder / "data" / "eegview" / "crashes.txt"
    assert str(report) in told
    assert "Traceback" not in told
    assert "test_nonsense.py" in report.read_text()
    assert "Anna" not in told + report.read_text()
