"""All that an evaluation measured, and what its numbers depend on."""

from dataclasses import dataclass

from eegview.app.evaluation.compared_term import ANY_SEIZURE, is_counted
from eegview.app.evaluation.trials import Outcome, Trial, outcome_at
from eegview.app.evaluation.units import Unit, units_of
from eegview.app.vocabulary.store import load_vocabulary
from eegview.clinical.calibration import Calibration, calibration_of, judged_candidates

NOT_STATED = "not stated"


@dataclass(frozen=True, slots=True)
class DataStatement:
    """What the person who ran an evaluation stated about its data; None = nothing.

    data : what it is, in words that name nobody
    looks : how often it had been looked at, this time included
    fitted : what was fitted on it, "" = nothing
    """

    data: str = ""
    looks: int | None = None
    fitted: str | None = None

    @property
    def looks_text(self) -> str:
        if self.looks is None:
            return NOT_STATED
        return "once, for this figure" if self.looks == 1 else f"{self.looks} times, this one included"

    @property
    def fitted_text(self) -> str:
        return NOT_STATED if self.fitted is None else self.fitted or "nothing"


@dataclass(frozen=True, slots=True)
class Measured:
    """The trials of an evaluation and everything their numbers depend on.

    term_id : what the detector proposes
    versions : (what, version) of everything the numbers depend on
    parameters : (name, value) of the detector
    threshold : proposals below it are not counted; None = the detector's own choice
    sweep : further thresholds to report
    simulated, real : trials; of the real ones some may be refused
    patients : how the patients of the real ones were told apart, in words that name nobody
    n_lone_truth : files of truth without a recording
    """

    detector_id: str
    title: str
    term_id: str
    versions: tuple[tuple[str, str], ...]
    parameters: tuple[tuple[str, str], ...]
    command: str
    threshold: float | None
    tolerance_s: float
    sweep: tuple[float, ...]
    simulated: tuple[Trial, ...] = ()
    real: tuple[Trial, ...] = ()
    stated: DataStatement = DataStatement()
    patients: str = ""
    n_lone_truth: int = 0

    @property
    def counted(self) -> tuple[Trial, ...]:
        """The real trials that are counted."""
        return tuple(trial for trial in self.real if not trial.refused)

    @property
    def refused(self) -> tuple[Trial, ...]:
        return tuple(trial for trial in self.real if trial.refused)

    @property
    def least_score(self) -> float | None:
        """The score below which the detector proposed nothing, None where that is not known."""
        value = dict(self.parameters).get("minimum_score")
        return float(value) if value is not None else None

    @property
    def is_timed(self) -> bool:
        """Whether the term is compared by the time it covers."""
        return any(trial.timed is not None for trial in (*self.simulated, *self.real))

    @property
    def is_szcore(self) -> bool:
        """Whether seizures of all kinds are scored as SzCORE does, and nothing else."""
        return self.term_id == ANY_SEIZURE

    @property
    def is_counted(self) -> bool:
        """Whether its onsets are matched: those of a pattern read in epochs are not, as its edges are no events."""
        return not self.is_szcore and is_counted(load_vocabulary().term(self.term_id))

    def outcome(self, trial: Trial, threshold: float | None = None, tolerance_s: float | None = None) -> Outcome:
        threshold = self.threshold if threshold is None else threshold
        return outcome_at(trial, threshold, self.tolerance_s if tolerance_s is None else tolerance_s)

    def units(
        self, trials: tuple[Trial, ...], threshold: float | None = None, tolerance_s: float | None = None
    ) -> tuple[Unit, ...]:
        """Return the outcomes of some trials by whom they are of."""
        return units_of(self.outcome(trial, threshold, tolerance_s) for trial in trials)

    def calibration(self, trials: tuple[Trial, ...]) -> Calibration:
        """Return the reliability of the scores of all that was proposed, whatever the threshold."""
        if not self.is_counted:
            return calibration_of(())
        outcomes = [outcome_at(trial, None, self.tolerance_s) for trial in trials]
        return calibration_of(one for o in outcomes for one in judged_candidates(o.found, o.matching))
