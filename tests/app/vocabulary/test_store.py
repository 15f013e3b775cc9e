"""The built-in vocabulary is sound, the user's own wins, and a fault is named by file, line and term."""

from pathlib import Path

import pytest

from eegview.app.resources import user_folder
from eegview.app.vocabulary.store import load_vocabulary, read_vocabulary
from eegview.model.errors import UsageError
from eegview.model.vocabulary import Shape, Term

PAPER = "#fffefb"
MINIMAL = """
[vocabulary]
id = "mine"
version = "mine"
label = "Mine"
hed_version = "score_2.1.0"

[choices]
side = [{ value = "left", label = "Left" }, { value = "right", label = "Right" }]

[[term]]
id = "spasm"
label = "Spasm"
shape = "span"
key = "1"
colour = "#c2410c"
synonyms = ["ES"]

  [[term.attribute]]
  name = "side"
  label = "Side"
  choices = "side"
"""


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    folder = user_folder("vocabularies")
    folder.mkdir(parents=True)
    return folder


def luminance(colour: str) -> float:
    """Return the relative luminance of WCAG 2.1."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_the_digits_mark_what_the_program_promises():
    vocabulary = load_vocabulary()
    keys = {key: term.term_id for key in "123456789" if (term := vocabulary.by_key(key))}
    assert keys == {
        "1": "spasm",
        "2": "hypsarrhythmia",
        "3": "electrodecrement",
        "4": "sleep_stage",
        "5": "artifact",
        "6": "mimic",
        "7": "push_button",
        "8": "seizure",
        "9": "note",
    }


def test_a_spasm_is_asked_about_as_the_clinic_asks():
    spasm = load_vocabulary().term("spasm")
    assert spasm
    assert (spasm.shape, spasm.default_duration_s, spasm.warn_below_s, spasm.warn_above_s) == (Shape.SPAN, 1, 0.2, 3)
    asked = {attribute.name: [value for value, _ in attribute.choices] for attribute in spasm.attributes}
    assert asked["class"] == ["focal", "generalized", "unknown"]
    assert asked["movement"] == ["flexor", "extensor", "mixed"]
    assert asked["symmetry"] == ["symmetric", "asymmetric_left", "asymmetric_right", "asynchronous"]
    assert asked["clinical"] == ["electroclinical", "clinical_only", "electrographic_only"]
    assert asked["correlates"] == ["fast", "slow_wave", "electrodecrement", "emg"]
    assert [attribute.name for attribute in spasm.attributes if attribute.several] == ["correlates", "association"]


def test_evidence_for_a_score_has_its_words():
    vocabulary = load_vocabulary(built_in_only=True)
    for term_id in ("grouped_multifocal_spikes", "paroxysmal_voltage_attenuation", "high_amplitude_channel"):
        term = vocabulary.term(term_id)
        assert term
        assert (term.shape, term.lane, term.is_other_event) == (Shape.SPAN, "marks", False)
        assert term.help.startswith("Evidence for BASED")
        assert [a.name for a in term.questions if a.name == "certainty"]
    high = vocabulary.term("high_amplitude_channel")
    assert [attribute.name for attribute in high.questions] == ["amplitude_uv", "filters", "certainty"]
    assert {attribute.name for attribute in high.attributes} >= {"scale", "epoch"}  # a measurement keeps them


@pytest.mark.parametrize("term", load_vocabulary(built_in_only=True).terms, ids=lambda term: term.term_id)
def test_every_term_can_be_read_on_paper(term: Term):
    light, dark = luminance(PAPER) + 0.05, luminance(term.colour) + 0.05
    assert light / dark >= 4.5
    assert term.edf_text
    assert (term.default_duration_s > 0) == (term.shape is not Shape.POINT)


def test_terms_differ_to_the_eye():
    terms = load_vocabulary().terms
    assert len({term.colour for term in terms}) == len(terms)


def test_the_users_own_copy_wins(own_folder: Path):
    (own_folder / "infantile_spasms.toml").write_text(MINIMAL)
    assert load_vocabulary().version == "mine"
    assert load_vocabulary(built_in_only=True).version != "mine"


def test_an_unknown_vocabulary_is_refused():
    with pytest.raises(UsageError) as refused:
        load_vocabulary("adults")
    assert "infantile_spasms" in refused.value.advice


def test_shared_choices_and_synonyms(tmp_path: Path):
    (tmp_path / "v.toml").write_text(MINIMAL)
    term = read_vocabulary(tmp_path / "v.toml").term("spasm")
    assert term
    assert term.attributes[0].choices == (("left", "Left"), ("right", "Right"))
    assert term.synonyms == ("es",)


SECOND = '\n[[term]]\nid = "other"\nlabel = "Other"\nshape = "point"\n'


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('shape = "span"', 'shape = "blob"', "line 14: term “spasm” has the shape “blob”"),
        ('colour = "#c2410c"', 'colour = "red"', "line 16: term “spasm” has no colour"),
        ('key = "1"', 'key = "F1"', "one digit"),
        ('key = "1"', "key = 1", "“key” of the wrong kind"),
        ('label = "Spasm"', "", "lacks “label”"),
        ('label = "Spasm"', 'label = "Spasm"\nwidth = 3', "“width”, which is not known here"),
        ('id = "spasm"', 'id = "Big Spasm"', "line 12: “Big Spasm” cannot be a term's id"),
        ('id = "mine"', "", "[vocabulary] lacks “id”"),
        ('choices = "side"', 'choices = "sides"', "line 22: “side” of term “spasm” names the choices “sides”"),
        ('name = "side"', 'name = "the side"', "without a proper name"),
        ('value = "left"', 'value = "a+b"', "cannot be empty or hold “+”"),
        ('value = "left"', 'value = "right"', "have twice “right”"),
        ('value = "left"', 'valeu = "left"', "line 9: a choice of “side” has “valeu”, which is not known here"),
        ('synonyms = ["ES"]', 'synonyms = ["ES", "es"]', "two terms have the synonym “es”"),
        ('synonyms = ["ES"]', "synonyms = [1]", "not text"),
        ('colour = "#c2410c"', 'pattern = "waves"', "unknown pattern"),
        ("[[term]]", "[[terms]]", "there is no [[term]]"),
        ('label = "Spasm"', 'label = "Spasm"\ndefault_duration_s = nan', "“default_duration_s” of the wrong kind"),
        ('label = "Spasm"', 'label = "Spasm"\ndefault_duration_s = -1', "“default_duration_s” of the wrong kind"),
        ('label = "Spasm"', 'label = "Spasm"\nwarn_above_s = inf', "“warn_above_s” of the wrong kind"),
        ('label = "Left"', 'label = "Left", hed = 3', "line 9: a choice of “side” has a “hed” of the wrong kind"),
        ("[vocabulary]", "[vocabulary", "v.toml cannot be read"),
    ],
)
def test_a_fault_is_named(tmp_path: Path, old: str, new: str, said: str):
    assert old in MINIMAL
    changed = MINIMAL.replace(old, new, 1)
    if new == "[[terms]]":
        changed = changed[: changed.index("[[terms]]")]
    (tmp_path / "v.toml").write_text(changed)
    with pytest.raises(UsageError) as refused:
        read_vocabulary(tmp_path / "v.toml")
    assert "v.toml" in refused.value.sentence
    assert said in refused.value.sentence


def test_two_terms_on_one_key_are_refused(tmp_path: Path):
    (tmp_path / "v.toml").write_text(MINIMAL + SECOND + 'key = "1"\n')
    with pytest.raises(UsageError, match="two terms have the key “1”"):
        read_vocabulary(tmp_path / "v.toml")
