import numpy as np
import pytest
from detectors import onnx_file as writer
from detectors.plugin_runs import KeptReport, scalp_source, seen_by

from eegview.detect.engines.onnx_engine import detector_of
from eegview.detect.engines.onnx_settings import settings_of
from eegview.detect.manifest import Engine, InputNeeds, Manifest
from eegview.model.errors import DetectorFailed, UsageError
from eegview.model.span import Span

pytest.importorskip("onnxruntime")
RATE_HZ = 128.0
TABLE = {"window_s": 1.0, "hop_s": 0.5, "term": "spasm", "trend": "Chance", "rows": ["F3-C3", "C3-P3"], "low": 0.4}


def _model(shape=("n", 1, 128), last="Sigmoid", scale=1.0):
    """Return a model: the last operator of (largest sample · scale - 5) of each window."""
    axes = list(range(1, len(shape)))
    nodes = [
        writer.node("ReduceMax", ["window"], "peak", axes=axes, keepdims=0),
        writer.node("Mul", ["peak", "scale"], "scaled"),
        writer.node("Sub", ["scaled", "five"], "logit"),
        writer.node(last, ["logit"], "probability"),
    ]
    weights = [
        writer.tensor("scale", np.array([scale], np.float32)),
        writer.tensor("five", np.array([5.0], np.float32)),
    ]
    inputs, outputs = [writer.value("window", list(shape))], [writer.value("probability", [shape[0]])]
    return writer.model_bytes(writer.graph_bytes("test", nodes, weights, inputs, outputs), "test")


@pytest.fixture
def manifest(tmp_path):
    def make(model=None, **changes):
        (tmp_path / "model.onnx").write_bytes(_model() if model is None else model)
        table = {name: value for name, value in (TABLE | changes).items() if value is not None}
        return Manifest(
            *("peaks", "Peaks", "1", "For tests.", tmp_path, Engine.ONNX, ("model.onnx",)),
            terms=("spasm",),
            input=InputNeeds(rate_hz=RATE_HZ),
            options=tuple(table.items()),
        )

    return make


def _data(seconds=150, at_s=(70.0, 119.9), rate_hz=RATE_HZ):
    data = np.zeros((19, int(seconds * rate_hz)), np.float32)
    for time_s in at_s:
        data[3, round(time_s * rate_hz)] = 20.0  # F4: in no row that is asked for
        data[2, round(time_s * rate_hz)] = 20.0  # F3
    return data


def _run(manifest, source, span=None, **parameters):
    report = KeptReport()
    detector_of(manifest)(seen_by(manifest, source, span), parameters, report)
    return report


def test_windows_become_events_and_a_trend(manifest):
    report = _run(manifest(), scalp_source(_data(), RATE_HZ))
    assert [event[2] for event in report.events] == ["spasm", "spasm"]
    for (start_s, duration_s, _term, score, channels, terms), at_s in zip(report.events, (70.0, 119.9), strict=True):
        assert start_s <= at_s <= start_s + duration_s
        assert duration_s <= 1.5
        assert score > 0.99
        assert channels == ("F3-C3",)
        assert terms[0][0] == "highest output of the learned model"
    chance = report.values("Chance")
    assert len(chance) == 150
    assert set(np.flatnonzero(chance > 0.5)) <= {69, 70, 119, 120}


@pytest.mark.parametrize("start_s", [0.0, 13.0, 61.0])
def test_events_are_the_same_however_it_is_cut(manifest, start_s):
    source = scalp_source(_data(), RATE_HZ)
    whole, part = _run(manifest(), source), _run(manifest(), source, Span(start_s, 150.0))
    assert [event[:2] for event in part.events] == [event[:2] for event in whole.events]
    np.testing.assert_allclose(part.values("Chance")[1:], whole.values("Chance")[int(start_s) + 1 :], rtol=1e-4)


def test_missing_samples_and_gaps_give_no_probability(manifest):
    broken = _data()
    broken[2, 128 * 70 : 128 * 71] = np.nan
    report = _run(manifest(), scalp_source([broken, _data()], RATE_HZ, (0.0, 200.0)))
    assert [round(event[0]) for event in report.events] == pytest.approx([120, 270, 320], abs=1)
    assert np.isnan(report.values("Chance")[151:199]).all()


def test_all_rows_of_a_window_may_go_in_together(manifest):
    together = manifest(_model(("n", 2, 128)), together=True)
    report = _run(together, scalp_source(_data(), RATE_HZ))
    assert [event[4] for event in report.events] == [(), ()]


def test_the_threshold_is_a_parameter_where_the_manifest_has_one(manifest):
    weak = manifest(_model(scale=0.27))  # 20 µV give 0.6
    assert len(_run(weak, scalp_source(_data(), RATE_HZ)).events) == 2
    assert _run(weak, scalp_source(_data(), RATE_HZ), threshold=0.9).events == []


@pytest.mark.parametrize("normalisation", ["centre", "deviation", "robust"])
def test_windows_are_normalised_as_the_table_says(manifest, normalisation):
    steps = _data() + 300.0  # an offset alone is no peak once it is taken off
    report = _run(manifest(normalisation=normalisation), scalp_source(steps, RATE_HZ))
    assert len(report.events) == 2


@pytest.mark.parametrize(
    ("changes", "model", "sentence"),
    [
        ({}, b"no model", "cannot be read"),
        ({"window_s": 2.0}, None, "shape any × 1 × 128"),
        ({"input": "image"}, None, "no single input “image”"),
        ({"output": "score"}, None, "no single output “score”"),
        ({"together": True}, None, "shape any × 1 × 128, not any × 2 × 128"),
    ],
)
def test_a_model_that_does_not_fit_is_reported_in_a_sentence(manifest, changes, model, sentence):
    with pytest.raises(DetectorFailed, match=sentence):
        detector_of(manifest(model, **changes))


def test_numbers_that_are_no_probabilities_stop_the_run(manifest):
    raw = manifest(_model(last="Identity"))
    with pytest.raises(DetectorFailed, match="no probabilities"):
        _run(raw, scalp_source(_data(), RATE_HZ))


@pytest.mark.parametrize(("n_windows", "expected"), [(1, "one window at a time"), (8, "8 windows at a time")])
def test_a_model_for_a_fixed_number_of_windows_is_refused(manifest, n_windows, expected):
    with pytest.raises(DetectorFailed, match=expected):
        detector_of(manifest(_model((n_windows, 1, 128))))


def test_absent_rows_are_named(manifest):
    source = scalp_source(_data(), RATE_HZ)
    report = _run(manifest(rows=["F3-C3", "X1-X2"]), source)
    assert report.notes == ["Missing and left out: X1-X2."]
    with pytest.raises(DetectorFailed, match="X1-X2"):
        _run(manifest(rows=["X1-X2"]), source)


def test_without_onnxruntime_the_advice_says_what_to_install(manifest, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "onnxruntime", None)
    with pytest.raises(DetectorFailed, match="needs onnxruntime") as failed:
        detector_of(manifest())
    assert "eegview[onnx]" in failed.value.advice


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"window_s": None}, "“window_s” is missing"),
        ({"hop_s": 3.0}, "the hop"),
        ({"normalisation": "soft"}, "must be one of"),
        ({"threshold": 0.3}, "“low” not above"),
        ({"term": "sleep"}, "not among"),
        ({"term": None, "trend": None}, "nothing would come out"),
        ({"rows": "F3-C3"}, "a list of names"),
        ({"scale_uv": "much"}, "must be a number"),
        ({"column": 1.5}, "a whole number"),
        ({"layers": 3}, "not a setting"),
    ],
)
def test_faults_of_the_table_are_reported(manifest, changes, sentence):
    with pytest.raises(UsageError, match=sentence):
        settings_of(manifest(**changes))
