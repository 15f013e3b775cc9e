"""A guard of the log that was dropped, switched off or altered is told, and put back only with that told."""

from collections.abc import Callable
from contextlib import closing

import pytest

from eegview.model.edit import Edit
from eegview.store.guards import CODE
from eegview.store.library import Library, open_library

RECORDING = "f" * 64
Outside = Callable[[str], None]

ALTERED = {
    "sqlite": {
        "both dropped": "DROP TRIGGER edit_forbids_update; DROP TRIGGER edit_forbids_delete",
        "one dropped": "DROP TRIGGER edit_forbids_delete",
        "one that does nothing": "DROP TRIGGER edit_forbids_update;"
        " CREATE TRIGGER edit_forbids_update BEFORE UPDATE ON edit BEGIN SELECT 1; END",
        "one of one column": "DROP TRIGGER edit_forbids_update; CREATE TRIGGER edit_forbids_update"
        " BEFORE UPDATE OF number ON edit BEGIN SELECT RAISE(ABORT, 'the edit log is append-only'); END",
        "one with a condition": "DROP TRIGGER edit_forbids_update; CREATE TRIGGER edit_forbids_update"
        " BEFORE UPDATE ON edit WHEN 0 BEGIN SELECT RAISE(ABORT, 'the edit log is append-only'); END",
    },
    "postgresql": {
        "both dropped": "DROP TRIGGER edit_forbids_change ON edit; DROP TRIGGER edit_forbids_truncate ON edit",
        "one dropped": "DROP TRIGGER edit_forbids_truncate ON edit",
        "all dropped": "DROP FUNCTION eegview_forbid() CASCADE",
        "one switched off": "ALTER TABLE edit DISABLE TRIGGER edit_forbids_change",
        "all switched off": "ALTER TABLE edit DISABLE TRIGGER ALL",
        "a function that does nothing": "CREATE OR REPLACE FUNCTION eegview_forbid() RETURNS trigger"
        " LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$",
        "one of updates alone": "DROP TRIGGER edit_forbids_change ON edit; CREATE TRIGGER edit_forbids_change"
        " BEFORE UPDATE ON edit FOR EACH ROW EXECUTE FUNCTION eegview_forbid()",
        "one with a condition": "DROP TRIGGER edit_forbids_change ON edit; CREATE TRIGGER edit_forbids_change"
        " BEFORE UPDATE OR DELETE ON edit FOR EACH ROW WHEN (false) EXECUTE FUNCTION eegview_forbid()",
        "one of one column": "DROP TRIGGER edit_forbids_change ON edit; CREATE TRIGGER edit_forbids_change"
        " BEFORE UPDATE OF number OR DELETE ON edit FOR EACH ROW EXECUTE FUNCTION eegview_forbid()",
    },
}
CASES = [pytest.param(kind, sql, id=f"{kind}: {name}") for kind, some in ALTERED.items() for name, sql in some.items()]


@pytest.fixture
def altered(library: Library, place: str, outside: Outside, add: Callable[..., Edit]) -> Callable[[str, str], None]:
    def act(kind: str, statements: str) -> None:
        if not place.startswith(kind):
            pytest.skip("of the other database")
        add(1.0, "a")
        outside(statements)

    return act


@pytest.mark.parametrize(("kind", "statements"), CASES)
def test_it_is_told_by_an_open_library(
    library: Library, altered: Callable[[str, str], None], kind: str, statements: str
):
    altered(kind, statements)
    (problem,) = library.verify(RECORDING)
    assert "missing or was altered" in problem


@pytest.mark.parametrize(("kind", "statements"), CASES)
def test_it_is_told_at_opening_and_put_back(
    library: Library,
    place: str,
    outside: Outside,
    altered: Callable[[str, str], None],
    kind: str,
    statements: str,
):
    altered(kind, statements)
    library.close()
    with closing(open_library(place)) as opened:
        (issue,) = [issue for issue in opened.issues if issue.code == CODE]
        assert "missing or was altered" in issue.message
        assert "put back" in issue.message
        assert opened.verify(RECORDING) == [issue.message]
    for statement in ("UPDATE edit SET author = 'eve'", "DELETE FROM edit"):
        with pytest.raises(Exception, match="append-only"):
            outside(statement)
    with closing(open_library(place)) as opened:
        assert opened.issues == ()
        found = opened.verification(RECORDING)
        assert found.problems == ()
        (note,) = found.notes
        assert "put back" in note


def test_a_trigger_of_somebody_else_is_told(library: Library, place: str, outside: Outside):
    if place.startswith("sqlite"):
        outside("CREATE TRIGGER spy AFTER INSERT ON edit BEGIN DELETE FROM head; END")
    else:
        outside(
            "CREATE FUNCTION spy() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;"
            "CREATE TRIGGER spy AFTER INSERT ON edit FOR EACH ROW EXECUTE FUNCTION spy()"
        )
    assert "“spy”" in library.verification(RECORDING).notes[0]
