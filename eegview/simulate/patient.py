"""The traits of a simulated infant that stay the same through the study: background, spasm waveform, habits."""

from dataclasses import dataclass

import numpy as np

from eegview.simulate.head import LEFT, MUSCLE_FIELDS, POSITIONS, RIGHT, Field, electrode_index, spread
from eegview.simulate.seeds import Stream, random_stream

# Spindles are longest at 13 weeks (mean 6 s), 2.5 s at 23 weeks and 1.5 s at a year (PMID 8828973); at 4-5 months
# the median is 2.9 s, quartiles 2.6 and 3.6 (Ventura 2022, PMID 34755881).
_SPINDLE_S = ((3.0, 4.5, 5.3, 12.0), (6.0, 2.9, 2.5, 1.5))
HYPSARRHYTHMIA_FORMS = ("classic", "asymmetric", "increased_synchrony", "consistent_focus", "mainly_slow")


@dataclass(frozen=True, slots=True, eq=False)
class Patient:
    """Parameters drawn once per seed.

    posterior_hz : dominant rhythm awake
    hypsarrhythmia_gain : 1 = irregular waves of about 300-500 µV peak to peak in bipolar rows
    spike_rate_hz : multifocal spikes per second while hypsarrhythmia is full
    spike_foci : (n, 3) unit vectors, the places spikes come from; weights of equal length
    side : "both", or the scalp hemisphere where this infant's spasms are larger ("left", "right")
    asymmetric_share, subtle_share : of all spasms
    movement_shares : flexor, extensor, mixed
    slow_wave_uv, slow_wave_s : of a full-intensity spasm at the field's peak, and its main deflection's width
    slow_wave_field : (21,) signed, peak 1
    after_wave : size and sign of the second deflection relative to the first
    scalp_muscle_uv : usual rms of scalp muscle awake, 15-100 Hz, where it is strongest
    muscle_shares : (4,) how strong each of `head.MUSCLE_GROUPS` is
    awake_slow_gain : factor on the slow waves of the background awake
    waxing : how strongly the faster background grows and shrinks from second to second, about 1
    spindle_s : median length of sleep spindles
    fast_hz, fast_uv, fast_field : the low-voltage fast activity that starts a spasm
    """

    seed: int
    age_months: float
    posterior_hz: float
    background_gain: float
    spindle_hz: float
    spindles_per_min: float
    posterior_wave_uv: float
    hypsarrhythmia_form: str
    hypsarrhythmia_gain: float
    spike_rate_hz: float
    spike_foci: np.ndarray
    spike_foci_weights: np.ndarray
    side: str
    asymmetric_share: float
    subtle_share: float
    movement_shares: tuple[float, float, float]
    slow_wave_uv: float
    slow_wave_s: float
    slow_wave_field: Field
    after_wave: float
    fast_hz: float
    fast_uv: float
    fast_field: Field
    attenuation_share: float
    emg_uv: float
    scalp_muscle_uv: float
    muscle_shares: np.ndarray
    awake_slow_gain: float
    waxing: float
    spindle_s: float
    heart_rate_per_min: float
    breaths_per_min: float

    @property
    def code(self) -> str:
        """Return what this infant is called in a file: `SIM-001`."""
        return f"SIM-{self.seed:03d}"

    @property
    def muscle_field(self) -> Field:
        """Return where all scalp muscles together are seen, (21,), peak 1."""
        field = np.sqrt((MUSCLE_FIELDS**2) @ (self.muscle_shares**2))
        return (field / field.max()).astype(np.float32)

    @property
    def sex(self) -> str:
        """Return "F" or "M"; nothing else of the infant goes by it."""
        return "F" if self.seed % 2 else "M"


def draw_patient(seed: int) -> Patient:
    """Return the infant of this seed."""
    rng = random_stream(seed, Stream.PATIENT)
    age_months = rng.uniform(3.0, 12.0)
    form = str(rng.choice(HYPSARRHYTHMIA_FORMS, p=(0.45, 0.15, 0.15, 0.15, 0.10)))
    n_foci = int(rng.integers(5, 10))
    foci = POSITIONS[rng.choice(19, n_foci, replace=False)] + rng.normal(0, 0.1, (n_foci, 3))
    foci /= np.linalg.norm(foci, axis=1, keepdims=True)
    weights = rng.dirichlet(np.full(n_foci, 2.0))
    if form == "consistent_focus":
        weights[0] += 1.5
    own = random_stream(seed, Stream.PATIENT, 2)
    # About one infant in six has asymmetric spasms (17.6 % of 68, Indian J Pediatr).
    side = str(rng.choice(("both", "left", "right"), p=(0.8, 0.1, 0.1)))
    shares = rng.dirichlet((3.4, 2.2, 4.2))  # flexor 34 %, extensor 22 %, mixed 42 % (Kellaway 1979)
    return Patient(
        seed=seed,
        age_months=round(float(age_months), 1),
        posterior_hz=float(np.interp(age_months, (3, 12), (4.2, 6.5)) + rng.normal(0, 0.3)),
        background_gain=float(rng.uniform(0.75, 1.25)),
        spindle_hz=float(rng.uniform(12.2, 13.8)),
        spindles_per_min=float(rng.uniform(2.5, 7.0)),
        posterior_wave_uv=float(rng.uniform(120, 280)),
        hypsarrhythmia_form=form,
        hypsarrhythmia_gain=float(rng.uniform(0.7, 1.25)),
        spike_rate_hz=float(rng.uniform(1.0, 3.0)) * (0.3 if form == "mainly_slow" else 1.0),
        spike_foci=foci,
        spike_foci_weights=weights / weights.sum(),
        side=side,
        asymmetric_share=0.85 if side != "both" else float(rng.uniform(0.0, 0.12)),
        subtle_share=float(rng.uniform(0.05, 0.25)),
        movement_shares=(float(shares[0]), float(shares[1]), float(shares[2])),
        slow_wave_uv=float(rng.uniform(220, 480)),
        slow_wave_s=float(rng.uniform(0.32, 0.62)),
        slow_wave_field=_slow_wave_field(rng),
        after_wave=float(-rng.uniform(0.15, 0.6)),
        fast_hz=float(rng.uniform(18, 45)),
        fast_uv=float(rng.uniform(8, 26)),
        fast_field=_fast_field(rng, side),
        attenuation_share=float(rng.uniform(0.75, 0.98)),
        emg_uv=float(rng.uniform(70, 240)),
        # Muscle at rest, differing by infant: an assumption around the one real infant at hand (see tone.py).
        scalp_muscle_uv=float(np.clip(own.lognormal(np.log(6.0), 0.45), 2.5, 16.0)),
        muscle_shares=np.clip(own.lognormal((-0.1, 0.0, 0.0, -0.7), 0.3), 0.15, 1.6),
        awake_slow_gain=float(own.uniform(1.2, 3.4)),
        waxing=float(own.uniform(0.6, 1.1)),
        spindle_s=float(np.interp(age_months, *_SPINDLE_S) * own.lognormal(0, 0.12)),
        heart_rate_per_min=float(rng.uniform(118, 142)),
        breaths_per_min=float(rng.uniform(28, 40)),
    )


def _slow_wave_field(rng: np.random.Generator) -> Field:
    """Return a field with vertex positivity, or one positive in front and negative behind, each with its own tilt."""
    vertex = spread(POSITIONS[electrode_index("Cz")] + (rng.normal(0, 0.2), rng.normal(0, 0.3), 0), 52)
    front_back = POSITIONS[:, 1] * 0.9 + rng.normal(0.1, 0.15)
    diffuse = np.full(len(POSITIONS), 0.5) + 0.15 * POSITIONS[:, 1]
    mix = rng.dirichlet((2.0, 1.2, 0.8))
    field = mix[0] * vertex * 1.2 + mix[1] * front_back + mix[2] * diffuse
    field = field + rng.normal(0, 0.05, len(field))
    return (field / np.abs(field).max()).astype(np.float32)


def _fast_field(rng: np.random.Generator, side: str) -> Field:
    """Return a field in one hemisphere (mostly parietal), seldom midline."""
    left = side == "left" or (side == "both" and rng.random() < 0.5)
    name = str(rng.choice(("P3", "C3", "F3") if left else ("P4", "C4", "F4"), p=(0.5, 0.3, 0.2)))
    centre = POSITIONS[electrode_index(name if rng.random() < 0.75 else "Cz")]
    return (0.25 + 0.75 * spread(centre, 45)).astype(np.float32)


def hemisphere_field(side: str, weaker: float) -> Field:
    """Return (21,) factors: 1 on `side`, `weaker` on the other, between them on the midline; all 1 for "both"."""
    gain = np.ones(len(POSITIONS), np.float32)
    if side == "both":
        return gain
    gain[RIGHT if side == "left" else LEFT] = weaker
    gain[~LEFT & ~RIGHT] = (1 + weaker) / 2
    return gain
