"""An infant goes from one library to another as a file, and comes back without doubling."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from libraries.postgres_server import needs_postgres, running_server

from eegview.app.infant.keeping import say
from eegview.app.library.opening import Reviewer
from eegview.app.study.records import Statement
from eegview.cli.run import main
from eegview.model.infant.infant import Infant, held_infant, infant_subject
from eegview.model.study.records import INFANT_TERM

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command on the library “here” or “there”, by its first word."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    for name in ("EEGVIEW_REVIEWER", "EEGVIEW_ROLE", "EEGVIEW_LIBRARY"):
        monkeypatch.delenv(name, raising=False)

    def act(place: str, *words: object) -> tuple[int, str, str]:
        capsys.readouterr()
        monkeypatch.setenv("EEGVIEW_LIBRARY", str(tmp_path / f"{place}.sqlite"))
        code = main([str(word) for word in words])
        said = capsys.readouterr()
        return code, said.out, said.err

    return act


@pytest.fixture
def written(run: Run, tmp_path: Path) -> Path:
    assert run("there", "infant", "add", "K07", "--born", "2020-01-06", "--reviewer", "ada")[0] == 0
    assert run("there", "infant", "milestone", "K07", "--gained", "sits", "--on", "2020-07-01")[0] == 0
    words = ("--add", "Vigabatrin", "--dose", 100, "--unit", "mg/kg/day", "--from", "2020-06-02")
    assert run("there", "infant", "treatment", "K07", *words)[0] == 0
    out = tmp_path / "K07.json"
    code, _out, err = run("there", "infant", "export", "K07", "-o", out)
    assert code == 0
    assert "holds dates" in err
    return out


def brought(run: Run, *words: object) -> dict:
    code, out, err = run("here", "infant", "import", *words, "--json")
    assert code == 0, err
    return json.loads(out)


def test_all_that_is_said_comes_with_its_authors_and_only_once(run: Run, written: Path) -> None:
    first = brought(run, written)
    assert (first["n_added"], first["n_changed"], first["edit"]) == (3, 0, 1)
    again = brought(run, written)
    assert (again["n_added"], again["n_already_here"], again["edit"]) == (0, 3, None)
    found = json.loads(run("here", "infant", "show", "K07", "--json")[1])
    assert found["infant"]["born_on"] == "2020-01-06"
    assert found["infant"]["id"] == first["infant"]
    assert [one["author"] for one in found["milestones"]] == ["me"]
    assert len(found["treatments"]) == 1
    assert run("here", "infant", "history", "K07", "--verify")[0] == 0


def test_what_was_said_there_later_counts_and_what_was_taken_back_here_stays_so(
    run: Run, written: Path, tmp_path: Path
) -> None:
    brought(run, written)
    shown = json.loads(run("here", "infant", "show", "K07", "--json")[1])
    assert run("there", "infant", "add", "K07", "--due", "2020-02-10", "--reviewer", "ada")[0] == 0
    later = tmp_path / "later.json"
    assert run("there", "infant", "export", "K07", "-o", later)[0] == 0
    assert brought(run, later)["n_changed"] == 1
    now = json.loads(run("here", "infant", "show", "K07", "--json")[1])
    assert (shown["infant"]["due_on"], now["infant"]["due_on"]) == (None, "2020-02-10")
    assert run("here", "infant", "undo", "K07")[0] == 0
    assert run("here", "infant", "undo", "K07")[0] == 0
    last = brought(run, later)
    assert (last["n_added"], last["n_taken_back_here"]) == (0, 3)


def test_two_infants_of_one_pseudonym_are_told_apart_or_brought_together(run: Run, written: Path) -> None:
    assert run("here", "infant", "add", "K07")[0] == 0
    code, _out, err = run("here", "infant", "import", written)
    assert code == 2
    assert "--into K07" in err
    assert brought(run, written, "--into", "K07")["n_added"] == 2
    (infant,) = json.loads(run("here", "infant", "list", "--json")[1])["infants"]
    assert infant["born_on"] is None
    assert len(json.loads(run("here", "infant", "show", "K07", "--json")[1])["milestones"]) == 1


def test_an_infant_whose_pseudonym_may_be_a_name_is_brought_in_only_into_another(run: Run, tmp_path: Path) -> None:
    assert run("there", "infant", "add", "K07")[0] == 0
    infant_id = json.loads(run("there", "infant", "list", "--json")[1])["infants"][0]["id"]
    named = Statement(INFANT_TERM, infant_subject(), held_infant(Infant(infant_id, "Anna2")))
    say(str(tmp_path / "there.sqlite"), infant_id, Reviewer("ada"), [named])  # as an older program let it be
    out = tmp_path / "named.json"
    assert run("there", "infant", "export", infant_id, "-o", out)[0] == 0
    code, _out, err = run("here", "infant", "import", out)
    assert code == 2
    assert "may be a name" in err


def test_a_file_that_was_changed_or_is_another_is_refused(run: Run, written: Path, tmp_path: Path) -> None:
    text = written.read_text()
    for wrong in (text.replace("sits", "runs"), text[:-40], "[]", "{}", text.replace('"infant-', '"study-'), "\x00"):
        other = tmp_path / "other.json"
        other.write_text(wrong)
        assert run("here", "infant", "import", other)[0] == 3
    assert run("here", "infant", "import", tmp_path / "gone.json")[0] == 3


@needs_postgres
def test_an_infant_goes_from_a_file_to_a_server_and_back(run: Run, written: Path, tmp_path: Path) -> None:
    where = ("--library", running_server().fresh_url())
    assert run("here", "infant", "import", written, *where)[0] == 0
    out = tmp_path / "back.json"
    assert run("here", "infant", "export", "K07", "-o", out, *where)[0] == 0
    assert run("here", "infant", "history", "K07", "--verify", *where)[0] == 0
    assert brought(run, out)["n_added"] == 3
    shown = [json.loads(run("here", "infant", "show", "K07", "--json", *more)[1]) for more in (where, ())]
    assert all(one["treatments"][0]["drug"] == "Vigabatrin" for one in shown)
    assert shown[0]["days"] == shown[1]["days"]
