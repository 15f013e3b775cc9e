"""Every example of docs/python.md runs, and prints what stands below it."""

import re
import shutil
from pathlib import Path

import pytest
from made_studies.python_study import fill_library, make_simulated

PAGE = Path(__file__).resolve().parents[2] / "docs" / "python.md"
_EXAMPLE = re.compile(r"```python\n(.*?)```(?:\s*```text\n(.*?)```)?", re.DOTALL)
EXAMPLES = [(match[1], match[2] or "") for match in _EXAMPLE.finditer(PAGE.read_text(encoding="utf-8"))]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the study and a library, as the page has them."""
    folder = tmp_path_factory.mktemp("python")
    study = make_simulated(folder / "study", with_video=True)
    fill_library(folder / "library.sqlite", study.recording)
    return folder


@pytest.fixture
def here(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with the study and a copy of the library, so that no example depends on another."""
    shutil.copy(made / "library.sqlite", tmp_path)
    (tmp_path / "study").symlink_to(made / "study", target_is_directory=True)
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))
    monkeypatch.setenv("EEGVIEW_LIBRARY", str(tmp_path / "library.sqlite"))
    monkeypatch.delenv("EEGVIEW_REVIEWER", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(("code", "printed"), EXAMPLES, ids=range(1, len(EXAMPLES) + 1))
@pytest.mark.usefixtures("compiled_kernels", "here")
def test_every_example_of_the_page_runs_and_prints_what_it_says(
    code: str, printed: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (Path("study") / "demo.edf").read_bytes()
    exec(compile(code, PAGE.name, "exec"), {"__name__": "example"})
    told = capsys.readouterr().out
    assert [line.rstrip() for line in told.splitlines()] == [line.rstrip() for line in printed.splitlines()]
    assert (Path("study") / "demo.edf").read_bytes() == before


def test_the_page_has_examples_of_everything_that_is_public() -> None:
    code = "\n".join(code for code, _ in EXAMPLES)
    public = ("open_study", "read_library", "compare", "EegViewError")
    methods = (
        *("info", "ch_names", "segments", "issues", "channels", "raw", "marks", "annotations", "epochs", "runs"),
        *("detections", "trends", "scores", "history", "frame", "detect", "edit"),
        *("studies", "judgements"),
    )
    assert [name for name in public if f"eegview.{name}" not in code] == []
    assert [name for name in methods if f".{name}" not in code] == []
