"""A simulated infant of a set: a seed, and how severe everything is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from eegview.simulate.plan import StudyPlan

LEAST_INTENSITY = 0.15  # the weakest spasm that the simulator knows


@dataclass(frozen=True, slots=True)
class SimulatedInfant:
    """Which infant of the simulator, and how it differs from what its seed gives.

    form : of hypsarrhythmia, see `simulate.patient.HYPSARRHYTHMIA_FORMS`; "none" for an infant without it
    background : factor on the size of hypsarrhythmia and spikes
    spikes : factor on how often spikes come
    foci : so many places that spikes come from; 0 = as many as the seed gives
    spasms : factor on the intensity of spasms; 0 = an infant without spasms
    """

    seed: int
    hours: float = 1.0
    form: str = ""
    background: float = 1.0
    spikes: float = 1.0
    foci: int = 0
    spasms: float = 1.0

    @property
    def key(self) -> str:
        """Return what tells simulated studies of a set apart."""
        return f"simulated {self.seed}"


def plan_of(infant: SimulatedInfant) -> StudyPlan:
    """Return the study of an infant; the same infant always gives the same one.

    Raises
    ------
    UsageError : seed or length out of range
    """
    from eegview.simulate.study import plan_study

    plan = plan_study(infant.hours, infant.seed)
    patient = replace(
        plan.patient,
        hypsarrhythmia_form=infant.form if infant.form not in ("", "none") else plan.patient.hypsarrhythmia_form,
        hypsarrhythmia_gain=plan.patient.hypsarrhythmia_gain * infant.background,
        spike_rate_hz=plan.patient.spike_rate_hz * infant.spikes,
    )
    if infant.foci:
        weights = patient.spike_foci_weights[: infant.foci]
        patient = replace(
            patient, spike_foci=patient.spike_foci[: infant.foci], spike_foci_weights=weights / weights.sum()
        )
    spasms = tuple(
        replace(one, intensity=round(min(max(one.intensity * infant.spasms, LEAST_INTENSITY), 1.0), 2))
        for one in plan.spasms
    )
    if not infant.spasms:
        plan = replace(plan, clusters=())
        spasms = ()
    periods = () if infant.form == "none" else plan.hypsarrhythmia
    return replace(plan, patient=patient, spasms=spasms, hypsarrhythmia=periods)
