"""Train the model of plugins/learned_spasms: `python tests/evidence/train_spasms.py [--kept FOLDER] [--write]`.

It learns from simulated studies (seeds 6001-6030, half an hour each), made-up spasms on real EEG (seeds 0-29, 50-89 and
100-105), made-up waves of sleep on real EEG (seeds 0-9) and two real recordings without spasms. It stops where
simulated seeds 1-4, semi-real seeds 30-39 and 106-109 and waves 10-12 go best, and its probability is calibrated on
these. The same seeds give the same model on one machine. About six minutes of processor time; studies are kept in the
folder, if one is given.
"""

import argparse
import functools
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.special import expit

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests" / "helpers"), str(ROOT / "tests" / "evidence")]

from detectors import spasm_network as network  # noqa: E402
from spasm_studies import CHILD, INFANT, Study, study  # noqa: E402

from eegview.clinical.event_matching import Onset, match_events  # noqa: E402
from eegview.dsp.runs import RunFinder, RunRule  # noqa: E402

MODEL = ROOT / "plugins" / "learned_spasms" / "model.onnx"

HOP_S = network.HOP / network.RATE_HZ
FIRST_MIDDLE_S = network.N_WINDOW / 2 / network.RATE_HZ
POSITIVE_S, NEAR_S = (0.1, 1.1), (-0.4, 2.6)  # of a window's middle after the onset: is one; counts neither way
SHARES = {"simulated": 0.4, "semi-real": 0.2, "waves": 0.15, "real": 0.25}  # of the windows without a spasm
N_STEPS, N_BATCH, RATE, WEIGHT_DECAY, SEED = 4000, 256, 2e-3, 0.1, 20
NOISE = 0.1  # what goes in is shaken
LOW, MERGE, SHORTEST_S, LONGEST_S = 0.3, 2, 0.25, 6.0  # as in plugin.toml


def strength_of(seed: int) -> float:
    """Return the size of a semi-real seed's spasms: every fourth has weak ones."""
    return 0.6 if seed % 4 == 3 else 1.0


def learn_from(kept: Path | None) -> list[Study]:
    found = [study(kept, "simulated", seed) for seed in range(6001, 6031)]
    made_up = (*range(30), *range(50, 90), *range(100, 106))
    found += [study(kept, "semi-real", seed, strength=strength_of(seed)) for seed in made_up]
    found += [study(kept, "waves", seed) for seed in range(10)]
    return found + [study(kept, "real", name) for name in (INFANT, CHILD)]


def stop_by(kept: Path | None) -> list[Study]:
    found = [study(kept, "simulated", seed) for seed in (1, 2, 3, 4)]
    found += [study(kept, "semi-real", k, strength=strength_of(k)) for k in (*range(30, 40), *range(106, 110))]
    return found + [study(kept, "waves", seed) for seed in range(10, 13)]


@dataclass(slots=True, eq=False)
class Windows:
    """All windows of some studies, as (frame, study) numbers into one table of values.

    values : (n, N_VALUES) of all frames, study after study
    first : (n_windows,) number of the first frame of each
    label : 1 = a spasm begins in its middle, 0 = none near it
    group : (n_windows,) number of the group in SHARES
    """

    values: np.ndarray
    first: np.ndarray
    label: np.ndarray
    group: np.ndarray

    def inputs(self, chosen: np.ndarray) -> np.ndarray:
        frames = self.first[chosen][:, None] + np.arange(network.N_FRAMES)
        return network.inputs_of(self.values[frames])


def labels_of(onsets_s: np.ndarray, n: int) -> np.ndarray:
    """Return (n,) 1 where a spasm is in a window's middle, 0 where none is near, NaN where one is near."""
    middles_s = FIRST_MIDDLE_S + HOP_S * np.arange(n)
    label = np.zeros(n, np.float32)
    for (low_s, high_s), value in ((NEAR_S, np.nan), (POSITIVE_S, 1.0)):
        for onset_s in onsets_s:
            label[(middles_s >= onset_s + low_s) & (middles_s <= onset_s + high_s)] = value
    return label


@functools.cache
def values_of(one: Study) -> np.ndarray:
    return network.values_of(one.data)


def windows_of(studies: Sequence[Study], every: int = 1) -> Windows:
    """Return the windows with a spasm, and every so many of those without one near them."""
    names = list(SHARES)
    values, firsts, labels, groups, n_before = [], [], [], [], 0
    for one in studies:
        own = values_of(one)
        label = labels_of(one.onsets_s, len(own) - network.N_FRAMES + 1)
        is_clear = np.flatnonzero((label == 1) | ((label == 0) & (np.arange(len(label)) % every == 0)))
        values.append(own)
        firsts.append(is_clear + n_before)
        labels.append(label[is_clear])
        groups.append(np.full(len(is_clear), names.index(one.group)))
        n_before += len(own)
    return Windows(*(np.concatenate(parts) for parts in (values, firsts, labels, groups)))


class _Draw:
    """Windows drawn for a step: a quarter with a spasm, a third that was mistaken for one, others anywhere."""

    def __init__(self, windows: Windows, rng: np.random.Generator) -> None:
        self.rng = rng
        is_spasm, self.pools = windows.label > 0.5, []
        for number in range(2):  # spasms of the simulator and made-up ones, half each
            self.pools.append((N_BATCH // 8, np.flatnonzero(is_spasm & (windows.group == number))))
        for number, share in enumerate(SHARES.values()):
            self.pools.append((round(N_BATCH * 5 / 12 * share), np.flatnonzero(~is_spasm & (windows.group == number))))
        self.group, self.mistaken = windows.group, []

    def mistakes(self, logits: np.ndarray, label: np.ndarray) -> None:
        """Remember the windows without a spasm that look most like one, for each group."""
        self.mistaken = []
        for number, share in enumerate(SHARES.values()):
            own = np.flatnonzero((label < 0.5) & (self.group == number))
            most = own[np.argsort(logits[own])[-max(len(own) // 50, 1) :]] if len(own) else own
            self.mistaken.append((round(N_BATCH / 3 * share), most))

    def __call__(self) -> np.ndarray:
        return np.concatenate(
            [self.rng.choice(pool, n) for n, pool in (*self.pools, *self.mistaken) if len(pool) and n]
        )


def train(
    learn: Windows, n_steps: int = N_STEPS, seed: int = SEED, stop: Windows | None = None
) -> tuple[network.Weights, list[float]]:
    """Return the trained weights (the best on `stop`, if given) and the loss of each step; Adam (Kingma 2015)."""
    rng = np.random.default_rng(seed)
    weights, draw = network.first_weights(seed), _Draw(learn, rng)
    first = {name: np.zeros_like(values) for name, values in weights.items()}
    second = {name: np.zeros_like(values) for name, values in weights.items()}
    losses, best, best_loss = [], weights, np.inf
    for step in range(1, n_steps + 1):
        chosen = draw()
        inputs = learn.inputs(chosen)
        inputs += rng.normal(0, NOISE, inputs.shape).astype(np.float32)
        logits, kept = network.forward(weights, inputs)
        losses.append(_loss(logits, learn.label[chosen]))
        slope = (expit(logits) - learn.label[chosen]) / len(chosen)
        gradients = network.backward(weights, kept, slope.astype(np.float32))
        rate = RATE * min(1.0, 2 * (1 - step / (n_steps + 1)))
        for name, gradient in gradients.items():
            first[name] = 0.9 * first[name] + 0.1 * gradient
            second[name] = 0.999 * second[name] + 0.001 * gradient**2
            move = first[name] / (1 - 0.9**step) / (np.sqrt(second[name] / (1 - 0.999**step)) + 1e-8)
            weights[name] = (weights[name] * (1 - rate * WEIGHT_DECAY) - rate * move).astype(np.float32)
        if step % 600 == 0 and step < n_steps:
            draw.mistakes(logits_of(weights, learn), learn.label)
        if stop is not None and (step % 250 == 0 or step == n_steps):
            loss = balanced_loss(weights, stop)
            if loss < best_loss:
                best, best_loss = {name: values.copy() for name, values in weights.items()}, loss
    return (weights if stop is None else best), losses


def logits_of(weights: network.Weights, windows: Windows) -> np.ndarray:
    every = np.arange(len(windows.first))
    return np.concatenate(
        [network.forward(weights, windows.inputs(every[k : k + 4096]))[0] for k in range(0, len(every), 4096)]
    )


def _loss(logits: np.ndarray, labels: np.ndarray | float) -> float:
    return float(np.mean(np.logaddexp(0, logits) - labels * logits))


def balanced_loss(weights: network.Weights, windows: Windows) -> float:
    """Return the loss where windows with a spasm weigh together a tenth as much as those without."""
    logits = logits_of(weights, windows)
    is_spasm = windows.label > 0.5
    return 0.1 * _loss(logits[is_spasm], 1.0) + _loss(logits[~is_spasm], 0.0)


def logits_over(weights: network.Weights, one: Study) -> np.ndarray:
    """Return the logit of each window of a study."""
    values = values_of(one)
    n = len(values) - network.N_FRAMES + 1
    every = Windows(values, np.arange(n), np.zeros(n), np.zeros(n))
    return logits_of(weights, every)


def events_of(logits: np.ndarray, threshold: float, low: float = LOW) -> list[Onset]:
    """Return what the program's engine makes of windows: events with their highest probability as score."""
    chances = expit(logits)
    finder = RunFinder(RunRule(threshold, min(low, threshold), MERGE))
    found = []
    for start, stop in (*finder.add(chances), *finder.finish()):
        duration_s = (stop - start) * HOP_S
        if SHORTEST_S <= duration_s <= LONGEST_S:
            at_s = FIRST_MIDDLE_S + (start - 0.5) * HOP_S
            found.append(Onset(at_s, duration_s, float(chances[start:stop].max())))
    return found


def calibrated(weights: network.Weights, studies: Sequence[Study]) -> network.Weights:
    """Return the weights with the last layer turned and moved, so that a score says how many suggestions are true.

    A logistic regression of "is a spasm" on the logit of each event (Platt), of all that come to a twentieth.
    """
    raw = [logits_over(weights, one) for one in studies]
    a, b = 1.0, 0.0
    for _ in range(4):  # where events begin and end depends on the scores as well
        points, true = [], []
        for one, logits in zip(studies, raw, strict=True):
            events = events_of(a * logits + b, 0.05)
            truth = [Onset(float(onset_s)) for onset_s in one.onsets_s]
            hit = {pair.candidate for pair in match_events(truth, events).pairs}
            scores = np.clip([event.score or 0.0 for event in events], 1e-6, 1 - 1e-6)
            points += np.log(scores / (1 - scores)).tolist()
            true += [number in hit for number in range(len(events))]
        slope, start = _platt(np.array(points), np.array(true, float))
        print_line(f"calibration: slope {slope:.2f}, start {start:+.2f}, {len(true)} events, {sum(true)} true")
        a, b = a * slope, b * slope + start
    out, bias = (weights["out"] * a).astype(np.float32), (weights["out_bias"] * a + b).astype(np.float32)
    return weights | {"out": out, "out_bias": bias}


def _platt(points: np.ndarray, true: np.ndarray) -> tuple[float, float]:
    x, b = np.stack([points, np.ones_like(points)], axis=1), np.array([1.0, 0.0])
    for _ in range(50):
        chance = expit(x @ b)
        slope = x.T @ (chance - true) + 1e-2 * (b - np.array([1.0, 0.0]))
        curve = (x * (chance * (1 - chance))[:, None]).T @ x + 1e-2 * np.eye(2)
        b = b - np.clip(np.linalg.solve(curve, slope), -0.5, 0.5)
    return float(max(b[0], 0.1)), float(b[1])


def print_rates(weights: network.Weights, studies: Iterable[Study], thresholds: Sequence[float] = (0.3, 0.5, 0.7)):
    """Print sensitivity, false alarms an hour and the median error of the onset by group."""
    sums: dict[tuple[str, float], np.ndarray] = {}
    late: dict[tuple[str, float], list[float]] = {}
    for one in studies:
        logits = logits_over(weights, one)
        truth = [Onset(float(onset_s)) for onset_s in one.onsets_s]
        for threshold in thresholds:
            matching = match_events(truth, events_of(logits, threshold))
            counted = (len(matching.pairs), len(truth), len(matching.false), one.hours)
            key = (one.group, threshold)
            late.setdefault(key, []).extend(pair.difference_s for pair in matching.pairs)
            sums[key] = sums.get(key, np.zeros(4)) + counted
    for (group, threshold), (n, n_true, n_false, hours) in sorted(sums.items()):
        share = f"{n:.0f} of {n_true:.0f} = {n / n_true:.3f}, " if n_true else ""
        errors_s = late[group, threshold]
        onset = f", onset {np.median(errors_s):+.2f} s" if errors_s else ""
        rate = f"{n_false:.0f} false in {hours:.1f} h = {n_false / hours:.2f} an hour"
        print_line(f"{group} from {threshold:g}: {share}{rate}{onset}")


def print_line(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kept", type=Path, help="where studies are kept once they are made")
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    if given.kept:
        given.kept.mkdir(parents=True, exist_ok=True)
    learn, stop = learn_from(given.kept), stop_by(given.kept)
    own, other = windows_of(learn, 2), windows_of(stop, 3)
    print_line(f"{len(own.label)} windows to learn from, {int(own.label.sum())} with a spasm")
    weights, losses = train(own, stop=other)
    print_line(f"loss {np.mean(losses[:50]):.3f} at first, {np.mean(losses[-50:]):.3f} at last")
    weights = calibrated(weights, stop)
    for name, studies in (("learnt from", learn), ("stopped by and calibrated on", stop)):
        print_line(name)
        print_rates(weights, studies)
    if given.write:
        MODEL.write_bytes(network.onnx_bytes(weights))


if __name__ == "__main__":
    main()
