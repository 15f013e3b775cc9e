"""The palette of mimics that comes with the program."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest

from eegview.app.mimics.compared import as_type, is_compared, is_type, type_name
from eegview.app.mimics.palette import Basis, load_palette, read_palette, sources_of
from eegview.app.resources import resources_folder
from eegview.app.vocabulary.store import load_vocabulary
from eegview.model.annotation import Annotation
from eegview.model.errors import UsageError

PALETTE = load_palette()
WANTED = {"startle", "moro", "sleep_myoclonus", "shuddering", "reflux", "posturing"}


def test_the_palette_has_the_spasm_and_its_mimics() -> None:
    assert PALETTE.spasm.term_id == "spasm"
    assert {one.type_id for one in PALETTE.mimics} >= WANTED


@pytest.mark.parametrize("shown", PALETTE.types, ids=lambda one: one.type_id)
def test_each_fact_names_its_source_or_says_that_it_has_none(shown) -> None:
    assert list(shown.facts) == [name for name, _label in PALETTE.aspects]
    for fact in shown.facts.values():
        assert fact.text.endswith(".")
        assert bool(fact.sources) == (fact.basis in (Basis.READ, Basis.INFERRED))
    assert shown.facts["apart"].basis is Basis.READ


def test_each_source_is_used_and_can_be_opened() -> None:
    named = {*sources_of(*PALETTE.types), *(source for fact in PALETTE.general for source in fact.sources)}
    text = (resources_folder() / "mimics" / "palette.toml").read_text(encoding="utf-8")
    held = text.partition("[sources]")[2].partition("[[type]]")[0]
    assert len(named) == sum(1 for line in held.splitlines() if " = { short" in line)
    links = [urlsplit(source.link) for source in named]
    assert all(link.scheme in ("http", "https") and link.path.strip("/") for link in links)  # never a bare home page
    assert {source.read for source in named} <= {"abstract", "page", "opening", "quoted"}


def test_each_type_is_found_by_the_kind_of_its_mark() -> None:
    for shown in PALETTE.mimics:
        assert PALETTE.of_mark(shown.term_id, shown.kind) is shown


def test_what_the_criteria_list_is_told_as_theirs_and_no_diagnosis_follows() -> None:
    told = PALETTE.spasm.facts["eeg"].text
    assert told.endswith("ILAE's criteria list a normal EEG during such an event as an exclusion.")
    assert not any(
        word in fact.text
        for shown in PALETTE.types
        for fact in shown.facts.values()
        for word in ("excludes", "rules out", "proves", "confirms")
    )


def test_what_is_known_of_something_wider_is_told_as_inferred() -> None:
    facts = {shown.type_id: shown.facts for shown in PALETTE.types}
    assert facts["sleep_myoclonus"]["length"].basis is Basis.INFERRED
    age = facts["shuddering"]["age"]
    assert "1–12 months" in age.text
    assert "3–9 months" in age.text
    assert [source.source_id for source in age.sources] == ["caraballo", "textbook"]


@pytest.mark.parametrize("shown", PALETTE.types, ids=lambda one: one.type_id)
def test_each_type_has_its_word_in_the_vocabulary(shown) -> None:
    assert type_name(shown, load_vocabulary())


def test_a_mark_becomes_a_mimic_and_keeps_what_both_are_asked() -> None:
    vocabulary = load_vocabulary()
    spasm = Annotation(
        "a", "spasm", 3.0, 1.0, attributes=(("certainty", "likely"), ("movement", "flexor")), text="once"
    )
    startle = next(one for one in PALETTE.mimics if one.type_id == "startle")
    changed = as_type(spasm, startle, vocabulary)
    answers = dict(changed.attributes)
    assert (changed.term_id, answers["kind"], changed.text, changed.onset_s) == ("mimic", "startle", "once", 3.0)
    assert "movement" not in answers
    assert is_type(changed, startle)
    assert not is_type(spasm, startle)
    assert is_compared(spasm)
    assert is_compared(changed)
    assert not is_compared(Annotation("b", "artifact", 0.0))
    assert not is_compared(None)


def test_a_fact_said_to_be_read_without_a_source_is_refused(tmp_path: Path) -> None:
    text = (resources_folder() / "mimics" / "palette.toml").read_text(encoding="utf-8")
    broken = tmp_path / "palette.toml"
    broken.write_text(text.replace('basis = "read", sources = ["relieved"]', 'basis = "read"', 1), encoding="utf-8")
    with pytest.raises(UsageError, match="names its sources"):
        read_palette(broken)
