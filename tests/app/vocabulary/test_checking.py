"""A file of vocabularies is checked as a whole: every fault with its line, and remarks on what can be used."""

from pathlib import Path

import pytest

from eegview.app.resources import resources_folder, user_folder
from eegview.app.vocabulary.checking import check_file

EXTENSION = """\
[extend]
id = "ward"

[[term]]
id = "spasm"
label = "Krampf"
lane = "marks"

[[term]]
id = "apnoea"
label = "Apnoea"
shape = "span"
key = "9"
colour = "#ffff00"
hed = "Apnea-of-mine"

  [[term.attribute]]
  name = "grade"
  label = "Grade"
  choices = [
    { value = "1", label = "Mild", letter = "x" },
    { value = "2", label = "mild", hed = "-Spike" },
  ]

  [[term.attribute]]
  name = "kind"
  label = "Kind"
  choices = [{ value = "1", label = "Central", letter = "x" }]
"""


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    folder = user_folder("vocabularies")
    folder.mkdir(parents=True)
    return folder


@pytest.mark.parametrize("name", ["infantile_spasms", "import_texts"])
def test_what_came_with_the_program_has_no_fault(name: str):
    found = check_file(resources_folder() / "vocabularies" / f"{name}.toml")
    assert (found.faults, found.remarks) == ((), ())
    assert found.kind == ("texts" if name == "import_texts" else "vocabulary")


def test_every_fault_of_an_extension_is_found_at_once(tmp_path: Path):
    path = tmp_path / "ward.toml"
    path.write_text(EXTENSION, encoding="utf-8")
    found = check_file(path)
    assert found.kind == "extension"
    assert [(fault.line, fault.message.partition(": ")[2]) for fault in found.faults] == [
        (7, "the lane of “spasm” cannot be changed: it is where its marks are looked for."),
        (
            13,
            'the key 9 is given to “apnoea”; “note” loses it (write key = "" for “note” if this is meant).',
        ),
        (
            15,
            "the hed of “apnoea”: “Apnea-of-mine” is not a tag of score_2.1.0.",
        ),
        (22, "the hed of “2” in “grade” of “apnoea”: “-Spike” takes a tag away that the term does not have."),
    ]
    remarks = [(fault.line, fault.message.partition(": ")[2]) for fault in found.remarks]
    assert (20, "two choices of “grade” of “apnoea” have the label “mild”.") in remarks
    assert any(line == 14 and "has a contrast of 1.1 in the theme Paper" in text for line, text in remarks)
    assert any(line == 28 and "the letter “x” answers “grade” and “kind”" in text for line, text in remarks)
    assert len(remarks) == 3


def test_an_extension_is_checked_in_its_place_among_the_others(own_folder: Path):
    (own_folder / "a.toml").write_text('[extend]\n[[term]]\nid = "spasm"\nlabel = "Anfall"\n', encoding="utf-8")
    later = own_folder / "b.toml"
    later.write_text('[extend]\n[[term]]\nid = "spasm"\nlabel = "Krampf"\n', encoding="utf-8")
    assert check_file(own_folder / "a.toml").faults == ()
    (fault,) = check_file(later).faults
    assert str(own_folder / "a.toml") in fault.message
    assert fault.message.startswith(f"{later}, line 4: ")


def test_a_whole_vocabulary_is_told_what_it_lacks(tmp_path: Path):
    path = tmp_path / "mine.toml"
    path.write_text(
        '[vocabulary]\nid = "mine"\nversion = "1"\nlabel = "Mine"\nhed_version = "8.3.0"\n\n'
        '[[term]]\nid = "spasm"\nlabel = "Spasm"\nshape = "span"\ngroup = "Spasms"\n'
        'edf_text = "Epileptic spasm"\ndefault_duration_s = 1.0\n\n'
        '[[term]]\nid = "other"\nlabel = "spasm"\nshape = "point"\n',
        encoding="utf-8",
    )
    found = check_file(path)
    assert found.faults == ()
    said = "\n".join(remark.message for remark in found.remarks)
    assert "it lacks arousal, artifact, " in said
    assert "line 5: its HED is not checked" in said
    assert "line 11: “group” is no longer used" in said
    assert "line 17: “spasm” and “other” have one label" in said


def test_every_fault_of_a_whole_vocabulary_is_found_at_once(tmp_path: Path):
    path = tmp_path / "mine.toml"
    path.write_text(
        '[vocabulary]\nid = "mine"\nversion = "1"\n\n[[term]]\nid = "spasm"\nlabel = "Spasm"\nshape = "blob"\n'
        'key = "12"\n\n[[term]]\nid = "signature"\nlabel = "Mine"\nshape = "point"\ncolour = "red"\n',
        encoding="utf-8",
    )
    assert [fault.line for fault in check_file(path).faults] == [1, 1, 8, 9, 12, 15]


@pytest.mark.parametrize(
    "text", ["", "[extend\n", "[extend]\nextends = 'adults'\n", "[[text]]\nwords = 'x'\nterm = 'y'"]
)
def test_what_cannot_be_used_at_all_is_one_fault(tmp_path: Path, text: str):
    path = tmp_path / "ward.toml"
    path.write_text(text, encoding="utf-8")
    assert len(check_file(path).faults) == 1


def test_a_file_that_is_not_there_is_a_fault(tmp_path: Path):
    assert "is missing" in check_file(tmp_path / "none.toml").faults[0].message


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("default_duration_s = 0", "is a span, and a new mark of it would have no length"),
        ("warn_below_s = 5\nwarn_above_s = 2", "warn_below_s is 5, and warn_above_s is 2"),
        ('edf_text = "Apnoea {nosuch}"', "names {nosuch} in its edf_text, and asks no such question"),
        ('edf_text = "Apnoea\\u0014"', "has a control character in its edf_text"),
    ],
)
def test_fields_that_cannot_be_meant_so_are_faults(tmp_path: Path, said: str, told: str):
    path = tmp_path / "ward.toml"
    path.write_text(f'[extend]\nid = "ward"\n\n[[term]]\nid = "apnoea"\nlabel = "Apnoea"\nshape = "span"\n{said}\n')
    faults = check_file(path).faults
    assert len(faults) == 1
    assert told in faults[0].message


def test_a_term_of_the_program_that_is_another_thing_in_a_whole_vocabulary_is_told(tmp_path: Path):
    path = tmp_path / "mine.toml"
    path.write_text(
        '[vocabulary]\nid = "mine"\nversion = "1"\nlabel = "Mine"\nhed_version = "8.3.0"\n\n'
        '[[term]]\nid = "spasm"\nlabel = "Spasm"\nshape = "point"\ngroup = "Spasms"\nedf_text = "Krampf"\n'
    )
    found = check_file(path)
    assert found.faults == ()
    told = " ".join(remark.message for remark in found.remarks)
    assert "“spasm” is a point; the program takes it for a span" in told
    assert "leaves in EDF+ files as “Krampf”, elsewhere as “Epileptic spasm”" in told
