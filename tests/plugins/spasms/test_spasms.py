"""The detector of spasms on a small simulated study: it finds them, says why, and how it is cut changes nothing."""

import math

import numpy as np
import pytest
from detectors.plugin_parts import plugin_part

from eegview.model.span import Span
from eegview.simulate.signals import CHANNELS, RESPIRATION_HZ, make_simulation
from eegview.simulate.study import plan_study

RATE_HZ = 256.0


class KeptReport:
    """Keeps what a detector reports."""

    def __init__(self):
        self.events, self.notes, self.attributes = [], [], []

    def event(self, onset_s, duration_s, term, score, channels=(), terms=(), attributes=None):
        self.events.append((onset_s, duration_s, term, score, tuple(channels), list(terms)))
        self.attributes.append(attributes or {})

    def note(self, sentence):
        self.notes.append(sentence)

    def progress(self, share):
        assert 0 <= share <= 1


class Seen:
    """A recording as a detector sees it, from arrays; `start_s` moves it in time."""

    def __init__(self, rows, data, emg=None, start_s=0.0, length_s=None):
        self.rows, self.data, self.emg, self.start_s = tuple(rows), data, emg or {}, start_s
        self.rate_hz, self.length_s = RATE_HZ, length_s
        self.duration_s = start_s + data.shape[1] / RATE_HZ
        self.span = Span(start_s, self.duration_s)
        self.segments, self.age_months = (self.span,), None

    def names(self, kind):
        return tuple(self.emg) if kind == "emg" else ()

    def movement(self):
        return None

    def piece(self, span, kinds=()):
        return None

    def stretches(self, length_s=60.0, before_s=0.0, after_s=0.0, kinds=()):
        from eegview.detect.plugin_recording import Stretch

        length = round((self.length_s or length_s) * RATE_HZ)
        before, after = round(before_s * RATE_HZ), round(after_s * RATE_HZ)
        n_samples = self.data.shape[1]
        for start in range(0, n_samples, length):
            stop = min(start + length, n_samples)
            low, high = max(start - before, 0), min(stop + after, n_samples)
            extra = {name: (RATE_HZ, values[low:high]) for name, values in self.emg.items() if "emg" in kinds}
            core = Span(self.start_s + start / RATE_HZ, self.start_s + stop / RATE_HZ)
            data = self.data[:, low:high].copy()
            at_s = self.start_s + low / RATE_HZ
            yield Stretch(core, at_s, RATE_HZ, self.rows, data, extra, start == 0, stop == n_samples)


@pytest.fixture(scope="module")
def detect():
    return plugin_part("spasms", "detector").detect


@pytest.fixture(scope="module")
def study():
    """Six minutes around the first cluster of a simulated infant: electrodes, limb EMG, onsets."""
    plan = plan_study(0.5, 5)
    around = plan.clusters[0]
    start_s, stop_s = (
        max(math.floor(around.start_s) - 150.0, 0.0),
        min(math.ceil(around.stop_s) + 100.0, plan.duration_s),
    )
    samples = make_simulation(plan).stretch(Span(start_s, stop_s))
    by_label = {c.label: values for c, values in zip(CHANNELS, samples, strict=True) if c.rate_hz != RESPIRATION_HZ}
    eeg = {label.split()[1].split("-")[0]: values for label, values in by_label.items() if label.startswith("EEG")}
    emg = {
        "EMG1-EMG2": (by_label["EMG1"] - by_label["EMG2"]).astype(np.float32),
        "EMG3-EMG4": (by_label["EMG3"] - by_label["EMG4"]).astype(np.float32),
    }
    onsets_s = np.array([s.onset_s - start_s for s in plan.spasms if start_s < s.onset_s < stop_s])
    return tuple(eeg), np.stack(list(eeg.values())).astype(np.float32), emg, onsets_s


@pytest.fixture(scope="module")
def reported(detect, study):
    rows, data, emg, _ = study
    report = KeptReport()
    detect(Seen(rows, data, emg), {"minimum_score": 0.5, "examples": ""}, report)
    return report


def onsets(report) -> np.ndarray:
    return np.array([event[0] for event in report.events])


def test_most_spasms_are_found_within_a_second_and_little_else(reported, study):
    found, true = onsets(reported), study[3]
    away_s = np.abs(found[:, None] - true[None, :])
    assert (away_s.min(axis=0) <= 1.0).mean() >= 0.8
    assert (away_s.min(axis=1) > 1.0).sum() <= 1


def test_the_score_is_the_logistic_sum_of_its_terms(reported):
    for _onset_s, duration_s, term, score, _channels, terms in reported.events:
        assert term == "spasm"
        assert 0.5 <= duration_s <= 5.0
        assert score == pytest.approx(1 / (1 + math.exp(-math.fsum(t[3] for t in terms))))
        assert all(len(t) == 4 and t[0] and math.isfinite(t[1]) for t in terms)


def test_events_come_in_order_and_apart(reported):
    assert (np.diff(onsets(reported)) >= 1.0).all()


def test_how_it_is_cut_and_when_it_is_change_nothing(detect, reported, study):
    rows, data, emg, _ = study
    for seen in (Seen(rows, data, emg, length_s=37.0), Seen(rows, data, emg, start_s=7200.0)):
        report = KeptReport()
        detect(seen, {"minimum_score": 0.5, "examples": ""}, report)
        np.testing.assert_allclose(onsets(report) - seen.start_s, onsets(reported), atol=0.05)
        np.testing.assert_allclose([e[3] for e in report.events], [e[3] for e in reported.events], atol=0.03)


def test_without_limb_emg_it_says_so_and_is_less_sure(detect, reported, study):
    rows, data, _, true = study
    report = KeptReport()
    detect(Seen(rows, data), {"minimum_score": 0.02, "examples": ""}, report)
    assert any("EMG" in note for note in report.notes)
    assert len(report.events)
    assert any("without limb EMG" in term[0] for term in report.events[0][5])
    assert (np.abs(onsets(report)[:, None] - true[None, :]).min(axis=0) <= 1.0).mean() >= 0.5


def test_accepted_examples_raise_scores(detect, study):
    rows, data, _, true = study

    def sum_of_scores(examples: str) -> float:
        report = KeptReport()
        detect(Seen(rows, data), {"minimum_score": 0.02, "examples": examples}, report)
        return sum(e[3] for e in report.events if np.abs(true - e[0]).min() <= 1)

    assert sum_of_scores(f"{true[2]:.1f}, {true[4]:.1f}; {true[5]:.1f}") > sum_of_scores("")


def test_too_few_electrodes_are_refused_with_a_sentence(detect, study):
    _, data, _, _ = study
    report = KeptReport()
    detect(Seen(("Cz", "A1"), data[:2]), {"minimum_score": 0.5, "examples": ""}, report)
    assert not report.events
    assert len(report.notes) == 1


def test_recorded_differences_and_lost_electrodes_are_used(detect, study):
    rows, data, emg, _ = study
    pairs = ("F7-C3", "C3-P7", "F7-T7", "T7-P7", "F8-C4", "C4-P8", "F8-T8", "T8-P8")
    at = {name: number for number, name in enumerate(rows)}
    bipolar = np.stack([data[at[a]] - data[at[b]] for a, b in (pair.split("-") for pair in pairs)])
    kept = [at[name] for name in rows if name not in ("Fz", "P4", "A1")]
    for seen in (Seen(pairs, bipolar, emg), Seen([rows[k] for k in kept], data[kept], emg)):
        report = KeptReport()
        detect(seen, {"minimum_score": 0.5, "examples": ""}, report)
        assert len(report.events) >= 3


def test_a_calm_infant_and_a_flat_one_give_nothing(detect, study):
    rows, data, _, _ = study
    rng = np.random.default_rng(3)
    noise = np.cumsum(rng.normal(0, 3, data.shape), axis=1)
    calm = (noise - np.linspace(0, 1, noise.shape[1]) * noise[:, -1:]).astype(np.float32)
    for seen in (Seen(rows, calm), Seen(rows, np.zeros_like(data)), Seen(rows, np.full_like(data, np.nan))):
        report = KeptReport()
        detect(seen, {"minimum_score": 0.5, "examples": ""}, report)
        assert len(report.events) <= 1
