"""The page on the format of vocabularies names every field there is, and its example is right."""

import re
from pathlib import Path

from eegview.app.vocabulary.checking import check_file
from eegview.app.vocabulary.fields import CHOICE_FIELDS, QUESTION_FIELDS, TERM_FIELDS

PAGE = (Path(__file__).parents[3] / "docs" / "vocabulary.md").read_text(encoding="utf-8")


def test_every_field_is_explained() -> None:
    for name in {*TERM_FIELDS, *QUESTION_FIELDS, *CHOICE_FIELDS} - {"attribute"}:
        assert re.search(rf"\b{name}\b", PAGE), name


def test_the_example_has_no_fault(tmp_path: Path) -> None:
    (example,) = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    path = tmp_path / "ward.toml"
    path.write_text(example, encoding="utf-8")
    found = check_file(path)
    assert (found.kind, found.faults, found.remarks) == ("extension", (), ())
    assert found.vocabulary
    assert [term.term_id for term in found.vocabulary.terms[:2]] == ["spasm", "apnoea"]
    assert [one.name for one in found.vocabulary.terms[0].attributes[:2]] == ["certainty", "state"]
