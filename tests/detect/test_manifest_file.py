"""Every fault of a manifest is reported in a sentence, and no text of the world ends in a traceback."""

import pytest
from detectors.made_plugins import make_plugin
from hypothesis import given, settings
from hypothesis import strategies as st

from eegview.detect.manifest import Engine, Evidence, Need, ParameterType
from eegview.detect.manifest_file import faults_of, read_manifest
from eegview.detect.manifest_parameters import checked_value, parsed_value, value_text, values_for
from eegview.model.errors import UsageError

WHOLE = """
[input]
montage = "common_average"
low_cut_hz = 0.5
high_cut_hz = 35.0
rate_hz = 128
minimum_rows = 4
kinds = { emg = "optional", ecg = "required" }
video = "optional"
[ages]
from_months = 1
up_to_months = 36.0
[limits]
silence_s = 20
[[parameters]]
name = "threshold"
label = "Threshold"
type = "number"
default = 1
minimum = 0.5
maximum = 2
[[parameters]]
name = "side"
label = "Side"
type = "choice"
default = "both"
choices = [["both", "Both"], ["left", "Left"]]
[[evidence]]
data = "20 simulated studies"
result = "0.9"
[[evidence]]
data = "one infant"
result = "none false"
read_h = 0.3
looks = 4
fitted = "the weights"
[[calibration]]
score_from = 0.5
score_to = 1
n = 8
n_true = 7
data = "20 simulated studies"
[[calibration]]
score_from = 0.0
score_to = 0.5
n = 0
n_true = 0
data = "20 simulated studies"
"""
EVIDENCE = "[[evidence]]\ndata = 'much'\nresult = 'good'\n"
BIN = "[[calibration]]\ndata = 'much'\nscore_from = 0.5\nscore_to = 0.6\n"


def test_a_manifest_is_understood(tmp_path):
    manifest = read_manifest(make_plugin(tmp_path / "made", more=WHOLE))
    assert manifest.engine is Engine.PYTHON
    assert manifest.input.kinds == (("emg", Need.OPTIONAL), ("ecg", Need.REQUIRED))
    assert (manifest.input.rate_hz, manifest.input.video, manifest.input.minimum_rows) == (128.0, Need.OPTIONAL, 4)
    assert manifest.ages_months == (1.0, 36.0)
    assert (manifest.limits.silence_s, manifest.limits.memory_mib) == (20.0, 1500.0)
    assert manifest.defaults() == {"threshold": 1.0, "side": "both"}
    assert manifest.evidence == (
        Evidence("20 simulated studies", "0.9"),
        Evidence("one infant", "none false", 0.3, 4, "the weights"),
    )
    low, high = manifest.calibration
    assert (low.score_from, low.score_to, low.n, low.share_true) == (0.0, 0.5, 0, None)
    assert (high.n, high.n_true, high.data, high.share_true) == (8, 7, "20 simulated studies", 0.875)


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("[input]\nrate_hz = -5", "“rate_hz” is -5; it must be from 0 to 20000"),
        ("[input]\nrate_hz = nan", "“rate_hz” is not a number"),
        ("[input]\nmontage = 7", "“montage” is not text in quotes"),
        ("[input]\nhalo = 7", "[input]: “halo” is not known here."),
        ("[input]\nrate_hs = 7", "[input]: “rate_hs” is not known here (“rate_hz” does)."),
        ("[input]\nlow_cut_hz = 40.0\nhigh_cut_hz = 30.0", "not below “high_cut_hz”"),
        ('[input]\nkinds = { emg = "maybe" }', "must be one of no, optional, required"),
        ('[input]\nkinds = { eeg = "required" }', "“eeg” is not known here"),
        ("[ages]\nfrom_months = 9", "“up_to_months” is missing"),
        ("[ages]\nfrom_months = 9\nup_to_months = 3", "not below “up_to_months”"),
        ("[limits]\nmemory_mib = 1", "“memory_mib” is 1"),
        ("[[parameters]]\nname = 'a b'\nlabel = 'A'\ndefault = 1", "not small letters"),
        ("[[parameters]]\nname = 'a'\nlabel = 'A'", "parameter “a”: “default” is missing"),
        ("[[parameters]]\nname = 'a'\nlabel = 'A'\ntype = 'whole'\ndefault = 1.5", "not a whole number"),
        ("[[parameters]]\nname = 'a'\nlabel = 'A'\ndefault = 9\nmaximum = 5", "its default is above 5"),
        ("[[parameters]]\nname = 'a'\nlabel = 'A'\ntype = 'choice'\ndefault = 'x'", "a choice needs “choices”"),
        ("[[parameters]]\nname = 'a'\nlabel = 'A'\ntype = 'switch'\ndefault = true\nminimum = 0", "only numbers"),
        ("[[parameters]]\nname = 'a'\nlabel = 'A'\ndefault = 1\n" * 2, "“a” is there twice"),
        ("[[evidence]]\ndata = 'much'", "“result” is missing"),
        (f"{EVIDENCE}looks = 0", "[[evidence]] 1: “looks” is 0; it must be at least 1"),
        (f"{EVIDENCE}read_h = -1", "“read_h” is -1; it must be at least 0"),
        (f"{EVIDENCE}fitted = 3", "“fitted” is not text in quotes"),
        (f"{BIN}n = 1\nn_true = 2", "[[calibration]] 1: “n_true” is 2, more than “n”, which is 1"),
        (f"{BIN}n = 1", "[[calibration]] 1: “n_true” is missing"),
        (f"{BIN}n = 1\nn_true = 1\n" * 2, "[[calibration]] of “much”: the scores 0.5–0.6 and 0.5–0.6 overlap"),
        (f"{BIN}n = 1\nn_true = 1".replace("0.6", "0.5"), "“score_from” is not below “score_to”"),
        (f"{BIN}n = 1\nn_true = 1".replace("0.6", "1.5"), "“score_to” is 1.5; it must be from 0 to 1"),
        (f"[input]\nrate_hz = 1{'0' * 400}", "“rate_hz” is not a number"),
        (f"[input]\nminimum_rows = -1{'0' * 400}", "must be at least 0"),
        (f"[[parameters]]\nname = 'a'\nlabel = 'A'\ndefault = 1{'0' * 400}", "not a number"),
        ("[[parameters]]\nname = 'a'\nlabel = \"A\\u0000\"\ndefault = 1", "control characters"),
        ("[command]\nform = 'szcore'", "“command” is not known here"),
        ("parameters = 3\n", "is not known here|not a list"),
    ],
)
def test_each_fault_has_a_sentence(tmp_path, more, expected):
    faults = faults_of(make_plugin(tmp_path / "made", more=more))
    assert any(word in fault for word in expected.split("|") for fault in faults), faults
    assert all(fault.endswith(".") for fault in faults)


def test_a_fault_of_the_table_of_a_model_is_reported_too(tmp_path):
    top = 'engine = "onnx"\nentry = "page.md"'
    folder = make_plugin(tmp_path / "made", top=top, more="[input]\nrate_hz = 64.0\n[onnx]\nhop_s = 1.0")
    assert faults_of(folder) == ["[onnx]: “window_s” is missing."]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "“id” is missing"),
        ("", "“api” is missing"),
        ('id = "Not Good"', "not small letters"),
        ('engine = "java"', "python, command, onnx"),
        ('entry = "detector"', "not like detector:detect"),
        ('entry = "nowhere:detect"', "nowhere.py, which is not there"),
        ('entry = "..secret:detect"', "not like detector:detect"),
        ('page = "../../etc/passwd"', "is not in the folder"),
        ('engine = "onnx"\nentry = "/etc/passwd"', "is not in the folder"),
        ('engine = "command"\nentry = ["tool"]\nterms = ["spasm"]', "neither {edf} nor {folder}"),
        ("id = [", "not TOML"),
        ('interpreter = "py\\u0000thon"', "control characters"),
        ("id = 1979-05-27", "“id” is not text in quotes"),
        ("\x00", "not TOML"),
        ("a" * 300_000, "larger than"),
    ],
)
def test_a_head_with_faults(tmp_path, text, expected):
    folder = make_plugin(tmp_path / "made")
    (folder / "plugin.toml").write_text(text)
    faults = faults_of(folder)
    assert any(expected in fault for fault in faults), faults
    with pytest.raises(UsageError):
        read_manifest(folder)


def test_all_faults_are_reported_at_once(tmp_path):
    folder = make_plugin(tmp_path / "made", more="[input]\nrate_hz = -1\nhalo = 1\n[ages]\nfrom_months = 3")
    assert len(faults_of(folder)) == 3


def test_unknown_terms_and_montages_are_reported(tmp_path):
    folder = make_plugin(tmp_path / "made", more='[input]\nmontage = "crown"')
    faults = faults_of(folder, {"seizure"}, {"none"})
    assert faults == [
        "plugin.toml: the term “spasm” is not in the vocabulary; “eegview vocabulary” lists all terms.",
        "[input]: there is no montage “crown”; “eegview montages” lists them.",
    ]


def test_a_folder_that_is_none(tmp_path):
    assert faults_of(tmp_path / "nowhere") == ["There is no folder of that name."]
    assert faults_of(tmp_path) == ["The folder has no plugin.toml."]


_VALUES = st.recursive(
    st.one_of(st.integers(), st.floats(), st.booleans(), st.text(max_size=8)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text("abc_", min_size=1), inner, max_size=3)
    ),
    max_leaves=6,
)
_TOP = """id title version api summary engine entry interpreter terms page states input ages limits parameters evidence
command onnx"""
_NAMES = st.sampled_from(_TOP.split())


@settings(max_examples=60)
@given(st.dictionaries(_NAMES, _VALUES, max_size=8), st.sampled_from(["python", "command", "onnx", None]))
def test_no_tables_end_in_a_traceback(tmp_path_factory, content, engine):
    from eegview.detect import manifest_file
    from eegview.detect.faults.fault import Fault
    from eegview.detect.toml_table import TomlTable

    faults: list[Fault] = []
    if engine:
        content = content | {"engine": engine}
    manifest_file._manifest(tmp_path_factory.getbasetemp(), TomlTable(content, "plugin.toml", faults))
    assert faults


@settings(max_examples=100)
@given(st.binary(max_size=200))
def test_no_bytes_end_in_a_traceback(tmp_path_factory, content):
    folder = tmp_path_factory.getbasetemp()
    (folder / "plugin.toml").write_bytes(content)
    assert faults_of(folder)


def test_typed_values_come_back_as_they_were_typed(tmp_path):
    manifest = read_manifest(make_plugin(tmp_path / "made", more=WHOLE))
    threshold, side = manifest.parameters
    assert threshold.kind is ParameterType.NUMBER
    assert parsed_value(threshold, " 1.25 ") == 1.25
    assert parsed_value(threshold, value_text(1.25)) == 1.25
    assert parsed_value(side, "left") == "left"
    for parameter, text in ((threshold, "much"), (threshold, "nan"), (threshold, "3"), (side, "right")):
        with pytest.raises(UsageError):
            parsed_value(parameter, text)
    with pytest.raises(UsageError):
        checked_value(threshold, True)
    assert values_for(manifest, {"threshold": 2}) == {"threshold": 2.0, "side": "both"}
    with pytest.raises(UsageError, match="no parameter “treshold”"):
        values_for(manifest, {"treshold": 2.0})


@pytest.mark.parametrize(
    ("more", "api", "expected"),
    [
        ("", 1, ()),
        ("", 3, ()),
        ("[output]\nthreshold = true", 3, ()),
        ("[output]\nthreshold = false", 3, ("spasm", "spike")),
        ("[output]\nthreshold = { spike = false }", 3, ("spike",)),
        ("[output]\nthreshold = { spike = true, spasm = false }", 3, ("spasm",)),
    ],
)
def test_the_manifest_says_what_is_always_listed(tmp_path, more, api, expected):
    folder = make_plugin(tmp_path / "made", top='terms = ["spasm", "spike"]', more=more, api=str(api))
    assert read_manifest(folder).always_listed == expected


def test_a_manifest_suggests_keys(tmp_path):
    folder = make_plugin(tmp_path / "made", more='[keys]\n"mark.term.spasm" = "Ctrl+Alt+S"\n"page.next" = "J"')
    assert read_manifest(folder).suggested_keys == (("mark.term.spasm", "Ctrl+Alt+S"), ("page.next", "J"))
    assert read_manifest(make_plugin(tmp_path / "none")).suggested_keys == ()


@pytest.mark.parametrize(
    ("more", "api", "expected"),
    [
        ('[keys]\n"page.next" = "J"', 3, "“keys” is for manifests with api = 4 or more; this one has api = 3."),
        (f"{EVIDENCE}looks = 1", 5, "“looks” is for manifests with api = 6 or more; this one has api = 5."),
        (f"{BIN}n = 1\nn_true = 1", 5, "“calibration” is for manifests with api = 6 or more; this one has api = 5."),
        ('[keys]\n"page.next" = 3', 4, "[keys]: “page.next” is"),
        ('[keys]\n"page.next" = ""', 4, "[keys]: “page.next” is empty"),
        ("[keys]\n" + "\n".join(f'k{i} = "J"' for i in range(21)), 4, "there are more than 20 keys"),
    ],
)
def test_faults_of_what_came_with_a_number(tmp_path, more, api, expected):
    folder = make_plugin(tmp_path / "made", more=more, api=str(api))
    assert any(expected in fault for fault in faults_of(folder))


@pytest.mark.parametrize(
    ("more", "api", "expected"),
    [
        ("[output]\nthreshold = false", 2, "“output” is for manifests with api = 3 or more; this one has api = 2."),
        (
            "[output]\nthreshold = 0.5",
            3,
            "[output]: “threshold” is neither true nor false, nor one of them for each term.",
        ),
        ("[output]\nthreshold = { spasm = 0 }", 3, "“threshold” is neither true nor false"),
        ("[output]", 3, "[output]: “threshold” is neither true nor false"),
        ("[output]\nthreshold = { sleep = false }", 3, "names “sleep”, which is not among the detector's terms."),
        ("[output]\nthreshold = false\nlimit = 3", 3, "[output]: “limit” is not known here"),
        ("output = 3", 3, "“output” is not a table"),
    ],
)
def test_faults_of_the_output_table(tmp_path, more, api, expected):
    is_table = more.startswith("[")
    folder = make_plugin(tmp_path / "made", more=more if is_table else "", top="" if is_table else more, api=str(api))
    assert any(expected in fault for fault in faults_of(folder))


def test_marks_are_named_terms_and_need_their_api(tmp_path):
    folder = make_plugin(tmp_path / "made", more='[input]\nmarks = ["spasm", "artifact"]')
    assert read_manifest(folder).input.marks == ("spasm", "artifact")
    assert faults_of(folder, {"spasm"}) == [
        "plugin.toml: the term “artifact” is not in the vocabulary; “eegview vocabulary” lists all terms."
    ]
    folder = make_plugin(tmp_path / "made", more='[input]\nmarks = ["spasm", "spasm"]', api="6")
    assert faults_of(folder) == [
        "[input]: “marks” is for manifests with api = 7 or more; this one has api = 6.",
        "[input]: the term “spasm” of “marks” is there twice.",
    ]


@pytest.mark.parametrize(
    ("top", "more", "fault"),
    [
        ('terms = "spasm"', "", 'plugin.toml: “terms” is one text; write a list: terms = ["spasm"].'),
        ('states = "N2"', "", 'plugin.toml: “states” is one text; write a list: states = ["N2"].'),
        ("", '[input]\nmarks = "spasm"', '[input]: “marks” is one text; write a list: marks = ["spasm"].'),
    ],
)
def test_one_text_where_a_list_is_wanted_is_told_with_the_list(tmp_path, top, more, fault):
    assert faults_of(make_plugin(tmp_path / "made", more=more, top=top)) == [fault]


def test_marks_are_not_for_commands(tmp_path):
    top = 'engine = "command"\nentry = ["tool", "{edf}"]'
    assert faults_of(make_plugin(tmp_path / "made", more='[input]\nmarks = ["spasm"]', top=top)) == [
        '[input]: “marks” is for Python detectors; engine = "command" is given none.'
    ]
