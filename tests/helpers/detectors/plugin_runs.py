"""Run a shipped detector over arrays in memory: `from detectors.plugin_runs import run_plugin`."""

from collections.abc import Sequence

import numpy as np
from detectors.plugin_parts import plugin_part
from recordings.memory_source import SCALP_10_20, MemorySource

from eegview.app.montage.store import montage_by_id
from eegview.detect.input_plan import plan_input
from eegview.detect.manifest import Engine, Manifest
from eegview.detect.manifest_file import read_manifest
from eegview.detect.plugin_recording import PluginRecording
from eegview.detect.shipped import shipped_folder
from eegview.model.channel import Channel, ChannelKind
from eegview.model.recording import Recording, SignalSource
from eegview.model.span import Span


class KeptReport:
    """A report that keeps what a detector reports, and holds trends to the contract."""

    def __init__(self):
        self.events, self.trends, self.notes, self.shares = [], {}, [], []
        self.answers = []  # of each event, {name: value}

    def event(self, onset_s, duration_s, term, score, channels=(), terms=(), attributes=None):
        assert 0 <= score <= 1
        if terms:
            assert abs(score - 1 / (1 + np.exp(-sum(points for *_, points in terms)))) < 1e-6
        assert all(np.isfinite([value, points]).all() for _name, value, _unit, points in terms)
        self.events.append((onset_s, duration_s, term, score, tuple(channels), tuple(terms)))
        self.answers.append(dict(attributes or {}))

    def trend(self, name, unit, start_s, step_s, values):
        first_s, held_s, _unit, held = self.trends.setdefault(name, (start_s, step_s, unit, []))
        assert step_s == held_s
        n_left_out = round((start_s - first_s) / step_s) - len(held)  # over a gap, as the host fills it
        assert n_left_out >= 0
        assert abs(first_s + step_s * (len(held) + n_left_out) - start_s) < 1e-3 * step_s + 1e-6
        held.extend([np.nan] * n_left_out)
        held.extend(float(value) for value in values)

    def progress(self, share):
        self.shares.append(share)

    def note(self, sentence):
        self.notes.append(sentence)

    def values(self, name):
        return np.array(self.trends[name][3])


def scalp_source(data: Sequence[np.ndarray] | np.ndarray, rate_hz: float, starts_s=(0.0,), extra=()) -> MemorySource:
    """Return a recording of the 19 electrodes; `data` is one (19 + n extra, n_samples) array a segment.

    extra : (name, ChannelKind) of the channels after the electrodes
    """
    parts = [data] if isinstance(data, np.ndarray) else list(data)
    named = [*((name, ChannelKind.EEG) for name in SCALP_10_20), *extra]
    channels = tuple(Channel(k, name, name, kind, rate_hz) for k, (name, kind) in enumerate(named))
    segments = tuple(
        Span(start_s, start_s + part.shape[1] / rate_hz) for start_s, part in zip(starts_s, parts, strict=True)
    )
    recording = Recording("memory", "EDF", channels, segments, None, "0" * 64)
    return MemorySource(recording, [[part[k] for part in parts] for k in range(len(channels))])


def seen_by(manifest: Manifest, source: SignalSource, span: Span | None = None, movement=None) -> PluginRecording:
    plan = plan_input(source.recording, montage_by_id(manifest.input.montage), manifest.input)
    return PluginRecording(source, plan, span or source.recording.span, movement=movement)


def run_plugin(name: str, source: MemorySource, span: Span | None = None, movement=None, **parameters) -> KeptReport:
    manifest = read_manifest(shipped_folder() / name)
    report = KeptReport()
    recording = seen_by(manifest, source, span, movement)
    detector_function(manifest)(recording, manifest.defaults() | parameters, report)
    return report


def detector_function(manifest: Manifest):
    if manifest.engine is Engine.ONNX:
        from eegview.detect.engines.onnx_engine import detector_of

        return detector_of(manifest)
    module, function = manifest.entry[0].split(":")
    return getattr(plugin_part(manifest.folder, module), function)
