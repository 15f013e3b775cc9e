"""Templates and labels of reports: text files that a clinician edits, with a sentence and a line for each fault."""

import re
import string
import struct
import tomllib
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest
from reports.report_study import LENGTH_S, NOW, READER, reviewed, source_at, spasms, stages, video

from eegview.app import resources
from eegview.app.library.opening import Reviewer
from eegview.app.report.building import COMPUTED, build_report
from eegview.app.report.catalogue import FIELD_IDS, SECTIONS, Kind
from eegview.app.report.figures.texts import FIGURE_TEXTS
from eegview.app.report.gathering import study_of
from eegview.app.report.labels import Labels, flat_labels, languages, load_labels
from eegview.app.report.template import load_templates, parse_template, read_template, template_by_id
from eegview.exchange.report.words import ADDED_WORDS
from eegview.model.errors import UsageError
from eegview.model.issue import Issue
from eegview.model.report.link import EvidenceLink
from tests.helpers.as_of import AS_OF

MINIMAL = '[template]\nid = "own"\nversion = "3"\nlabel = "Ours"\n'
AT = "2020-03-18T10:00:00+00:00"


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the user's folder of templates, which is empty."""
    monkeypatch.setattr(resources.platformdirs, "user_config_dir", lambda *_a, **_k: str(tmp_path))
    folder = tmp_path / "reports"
    folder.mkdir()
    return folder


# templates


def test_there_are_a_long_and_a_short_template() -> None:
    found = {one.template_id: one for one in load_templates()}
    assert next(iter(found)) == "infant_prolonged"
    assert found["infant_prolonged"].label == "Infant, prolonged video-EEG"
    assert found["short"].label == "Short"
    assert len(found["infant_prolonged"].indicators) == 24
    assert template_by_id("Short") == found["short"]


def test_a_template_of_ones_own_has_head_order_and_hidden_parts(own: Path) -> None:
    (own / "ours.toml").write_text(
        MINIMAL + 'title = "EEG"\ndepartment = ["Clinic", "Head: Dr. Who"]\nsections = ["episodes", "personal"]\n'
        'hidden_fields = ["personal.birth"]\nfigures = []\nsignatures = ["approved"]\n'
        '[quality]\nnote = "ours"\n[[quality.indicator]]\nid = "x"\nlabel = "Ours too"\nfields = ["personal.age"]\n',
        "utf-8",
    )
    template = template_by_id("own")
    assert template.sections == ("episodes", "personal", "limits", "significance")
    assert template.department == ("Clinic", "Head: Dr. Who")
    study = study_of(source_at(NOW, "ab" * 32), (), Reviewer(READER), as_of=AS_OF)
    document = build_report(study, template, AT, {})
    assert [one.section_id for one in document.sections] == list(template.sections)
    assert document.title == "EEG"
    assert [line.meaning for line in document.signatures] == ["Approved"]
    assert "Recording conditions" in document.footer[-1]


def test_the_users_own_file_wins_and_a_fault_in_it_leaves_the_built_in_one(own: Path) -> None:
    text = (resources.resources_folder() / "reports" / "short.toml").read_text("utf-8")
    (own / "short.toml").write_text(text.replace('version = "1"', 'version = "2"'), "utf-8")
    assert template_by_id("short").version == "2"
    (own / "short.toml").write_text(text.replace('"episodes"', '"epsiodes"'), "utf-8")
    issues: list[Issue] = []
    assert template_by_id("short", issues).version == "1"
    assert re.search(r"short\.toml, line \d+: there is no section “epsiodes”", issues[0].message)


FAULTS = {
    "not TOML": ('[template]\nid = "own\n', r"cannot be read in line 2: "),
    "no table": ('id = "own"\n', r"line 1: has the unknown field “id”"),
    "no label": ('[template]\nid = "own"\nversion = "1"\n', r"line 1: lacks the text “label”"),
    "unknown field": (MINIMAL + 'colour = "red"\n', r"line 5: has the unknown field “colour”"),
    "a number for a text": (MINIMAL + "title = 3\n", r"line 5: “title” is not a text"),
    "a text for a list": (MINIMAL + 'department = "Clinic"\n', r"line 5: “department” is not a list"),
    "unknown section": (MINIMAL + 'sections = [\n  "personal",\n  "etc",\n]\n', r"line 7: there is no section “etc”"),
    "twice": (MINIMAL + 'sections = ["trends", "trends"]\n', r"line 5: “sections” names “trends” twice"),
    "unknown hidden field": (
        MINIMAL + 'hidden_fields = ["personal.name"]\n',
        r"line 5: there is no field “pers",
    ),
    "unknown figure": (MINIMAL + 'figures = ["x"]\n', r"line 5: there is no figure “x”"),
    "unknown meaning": (MINIMAL + 'signatures = ["seen"]\n', r"line 5: there is no meaning of a signature “seen”"),
    "no field": (MINIMAL + '[[quality.indicator]]\nid = "x"\n', r"line 6: the indicator “x” names no field"),
    "no paper": (MINIMAL + 'paper = "a3"\n', r"line 5: “paper” is none of a4, us-letter"),
    "no logo": (MINIMAL + 'logo = "logo.png"\n', r"line 5: the logo logo\.png cannot be read"),
    "no picture": (MINIMAL + 'logo = "logo.gif"\n', r"line 5: the logo logo\.gif is neither SVG nor PNG"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_in_a_template_is_one_sentence_with_the_line(name: str, tmp_path: Path) -> None:
    text, wanted = FAULTS[name]
    with pytest.raises(UsageError, match=wanted) as found:
        parse_template(text, "ours.toml", tmp_path)
    assert found.value.sentence.count("\n") == 0
    assert found.value.advice


def png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\xff" * width) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def test_a_logo_keeps_its_shape_and_runs_nothing(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(png(30, 10))
    (tmp_path / "logo.svg").write_text('<?xml version="1.0"?><svg viewBox="0 0 20 40"><rect width="5"/></svg>')
    (tmp_path / "bad.svg").write_text('<svg viewBox="0 0 20 40"><script>x</script></svg>')
    (tmp_path / "none.svg").write_text("<svg><rect width='5'/></svg>")
    found = parse_template(MINIMAL + 'logo = "logo.png"\nlogo_height_mm = 8\n', "t", tmp_path).logo
    assert found is not None
    assert (found.width_mm, found.height_mm) == (24.0, 8.0)
    found = parse_template(MINIMAL + 'logo = "logo.svg"\nlogo_height_mm = 12.0\n', "t", tmp_path).logo
    assert found is not None
    assert (found.width_mm, found.suffix) == (6.0, ".svg")
    for name, wanted in (("bad", "loads or runs something"), ("none", "not a SVG with a size")):
        with pytest.raises(UsageError, match=wanted):
            parse_template(MINIMAL + f'logo = "{name}.svg"\n', "t", tmp_path)
    with pytest.raises(UsageError, match="not between 2 and 60 mm"):
        parse_template(MINIMAL + 'logo = "logo.png"\nlogo_height_mm = 600\n', "t", tmp_path)


def test_built_in_templates_can_be_read_again_as_files() -> None:
    for path in sorted((resources.resources_folder() / "reports").glob("*.toml")):
        if not path.name.startswith("labels."):
            assert read_template(path).template_id == path.stem


# labels


def test_each_item_has_a_label_and_each_word_of_the_sheets_is_in_the_labels() -> None:
    labels = load_labels()
    assert labels.missing == ()
    for section in SECTIONS:
        assert labels(f"section.{section.section_id}")
        for item in section.items:
            assert labels(f"field.{section.field_id(item)}")
            assert all(labels(f"choice.{choice}") for choice in item.choices)
    assert set(ADDED_WORDS) <= {key.removeprefix("words.") for key in labels.texts if key.startswith("words.")}
    assert all(labels(f"indicator.{one.indicator_id}") for one in template_by_id("infant_prolonged").indicators)
    helps = {key.removeprefix("help.") for key in labels.texts if key.startswith("help.")}
    assert helps <= set(FIELD_IDS)
    drawn = {key: text for key, text in labels.texts.items() if key.startswith("figure.")}
    assert drawn == {key: FIGURE_TEXTS[key] for key in drawn}
    assert set(COMPUTED) <= set(FIELD_IDS)
    only = {s.field_id(i) for s in SECTIONS for i in s.items if i.kind is Kind.COMPUTED} - {"quality.indicators"}
    assert only <= set(COMPUTED)


def test_a_missing_label_of_another_language_stays_english_and_is_listed(own: Path) -> None:
    (own / "labels.de.toml").write_text('[section]\npersonal = "Angaben zur Person"\n', "utf-8")
    labels = load_labels("de")
    assert labels("section.personal") == "Angaben zur Person"
    assert labels("section.limits") == "Limits"
    assert "section.limits" in labels.missing
    assert "section.personal" not in labels.missing
    assert languages() == ("en", "de")


def test_a_faulty_label_or_file_leaves_the_english_words_and_is_told(own: Path) -> None:
    (own / "labels.de.toml").write_text('[interictal]\nset = "Werte {wrong}."\nepoch = "{clock}, {day}"\n', "utf-8")
    issues: list[Issue] = []
    labels = load_labels("de", issues)
    assert labels("interictal.set", set="a") == "Parameters a."
    assert labels("interictal.epoch", day="d", clock="c") == "c, d"
    assert "“interictal.set” has a blank in braces" in issues[0].message
    (own / "labels.de.toml").write_text('[interictal]\nset = "{"\n', "utf-8")
    assert load_labels("de", issues).language == "en"
    assert "the braces in “set” do not match" in issues[-1].message
    with pytest.raises(UsageError, match="no labels in the language “xx”"):
        load_labels("xx")


_OTHER = str.maketrans(string.ascii_letters, "".join(chr(0x430 + n % 32) for n in range(52)))


def translated(text: str) -> str:
    """Return a text with each Latin letter outside of braces replaced by a Cyrillic one."""
    parts = re.split(r"(\{[^}]*\})", text)
    return "".join(part if part.startswith("{") else part.translate(_OTHER) for part in parts)


def nested(texts: dict[str, str]) -> str:
    return "".join(f"{'.'.join(map(toml, key.split('.')))} = {toml(text)}\n" for key, text in texts.items())


def toml(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def strings_in(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, EvidenceLink):
        return
    elif is_dataclass(value):
        for one in fields(value):
            if one.name not in ("name", "unit", "basis", "interval_method", "field_id", "section_id", "table_id"):
                yield from strings_in(getattr(value, one.name))
    elif isinstance(value, Iterable):
        for one in value.values() if isinstance(value, dict) else value:
            yield from strings_in(one)


def test_a_full_translation_leaves_no_english_label(own: Path) -> None:
    english = flat_labels(tomllib.loads((resources.resources_folder() / "reports/labels.en.toml").read_text("utf-8")))
    (own / "labels.xx.toml").write_text(nested({key: translated(text) for key, text in english.items()}), "utf-8")
    text = (resources.resources_folder() / "reports" / "infant_prolonged.toml").read_text("utf-8")
    (own / "infant_prolonged.toml").write_text(text.replace('language = "en"', 'language = "xx"'), "utf-8")
    labels = load_labels("xx")
    assert labels.missing == ()
    seen = {READER: reviewed((0.0, LENGTH_S - 60.0))}
    study = study_of(
        source_at(NOW, "ab" * 32),
        [*stages(), *spasms()],
        Reviewer(READER),
        reviewed=seen,
        videos=[video()],
        as_of=AS_OF,
    )
    document = build_report(study, template_by_id("infant_prolonged"), AT, {})
    assert document.language == "xx"
    written = list(strings_in((document.title, document.subtitle, document.badges, document.summary)))
    written += strings_in((document.sections, document.signatures, document.footer, document.words))
    pieces = {piece.strip() for one in english.values() for piece in re.split(r"\{[^}]*\}", one)}
    words = {piece for piece in pieces if len(re.findall("[A-Za-z]", piece)) >= 6}
    warnings = {one.sentence for one in study.statistics.coverage.warnings}  # of the statistics, by codes of their own
    vocabulary = {label for term in study.vocabulary.terms for q in term.attributes for _v, label in q.choices}
    left = {
        (piece, one)
        for piece in words - vocabulary
        for one in written
        if one not in warnings and re.search(rf"\b{re.escape(piece)}\b", one)
    }
    assert left == set()


def test_labels_count_in_two_forms() -> None:
    labels = Labels("en", {"x.one": "{n} day", "x.other": "{n} days"})
    assert [labels.counted("x", n) for n in (0, 1, 1200)] == ["0 days", "1 day", "1,200 days"]
