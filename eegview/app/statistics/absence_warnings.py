"""When a recording is too short, or too little of it was read, to say “no spasms”, with the published figures.

The figures are those of one study and are never carried beyond it: no other lengths, no probability for this infant.
"""

from dataclasses import dataclass

from eegview.app.study.preview import length_text

SERIES = "Yuskaitis et al. 2021, Epilepsia Open, epi4.12540"
OWN_RULE = "a proposal of this program"
SERIES_FROM_S, SERIES_TO_S = 90 * 60.0, 240 * 60.0  # how long its EEGs were
FIRST_HOUR_S = 3600.0
LEAST_REVIEWED = 0.9995  # of what was recorded: less is said
_SERIES = "a series of 37 infants presumed to have responded to treatment, with EEG of 90–240 min"
_FIRST_HOUR = "the first hour missed 45 % and captured sleep in only 54 %"
_PROLONGED = "sensitivity 85 % (95 % CI 55–98), negative predictive value 92 %"


@dataclass(frozen=True, slots=True)
class CoverageWarning:
    """One reason not to say “no spasms” from this recording.

    code : stable
    sentence : for the reader; no conclusion on the infant
    source : where figures and limits in it come from
    basis : what of this recording it was decided from
    """

    code: str
    sentence: str
    source: str
    basis: str


@dataclass(frozen=True, slots=True)
class ReadTime:
    """What the warnings are decided from (s).

    read_s : recorded and reviewed; None where no reviewed time is known
    by : who reviewed, in words
    staged_s, sleep_s : recorded time with a sleep stage; of it sleep
    n_awakenings : awakenings from sleep that were staged
    n_marks : marks of the counted layer, of any term; None = not told
    is_film : clips alone, without EEG
    """

    recorded_s: float
    gaps_s: float
    n_gaps: int
    read_s: float | None
    by: str
    staged_s: float
    sleep_s: float
    n_awakenings: int
    n_marks: int | None = None
    is_film: bool = False


def absence_warnings(time: ReadTime) -> tuple[CoverageWarning, ...]:
    """Return the reasons not to say “no spasms”; none does not mean that it may be said."""
    if not time.recorded_s:
        return (CoverageWarning("nothing_recorded", "Nothing was recorded.", OWN_RULE, "0 s recorded"),)
    if time.is_film:
        return (_of_film(time), *_of_reading(time))
    return (*_of_length(time), *_of_reading(time), *_of_sleep(time), *_of_gaps(time))


def _of_film(time: ReadTime) -> CoverageWarning:
    said = (
        "Families film when something happens: clips show neither how often it happens nor that it does not, "
        "and no rate follows from them."
    )
    return CoverageWarning("film_alone", said, OWN_RULE, f"{length_text(time.recorded_s)} of film, no EEG")


def _of_length(time: ReadTime) -> tuple[CoverageWarning, ...]:
    length_s = time.recorded_s if time.read_s is None else time.read_s
    what = "recorded" if time.read_s is None else "recorded and reviewed"
    basis = f"{length_text(length_s)} {what}"
    if length_s < FIRST_HOUR_S:
        said = f"Too short to say “no spasms”: under one hour {what}. In {_SERIES}, {_FIRST_HOUR}."
        return (CoverageWarning("under_first_hour", said, SERIES, basis),)
    if length_s < SERIES_FROM_S:
        said = (
            f"Too short to say “no spasms”: one hour or more {what}, but less than in {_SERIES}; there {_FIRST_HOUR}."
        )
        return (CoverageWarning("under_series", said, SERIES, basis),)
    if length_s <= SERIES_TO_S:
        said = (
            f"A recording in which no spasm is seen can still miss them: in {_SERIES}, 30 % still had infantile "
            f"spasms, with {_PROLONGED}."
        )
        return (CoverageWarning("as_in_series", said, SERIES, basis),)
    return ()


def _of_reading(time: ReadTime) -> tuple[CoverageWarning, ...]:
    basis = f"{length_text(time.recorded_s)} recorded, {length_text(time.read_s or 0.0)} of it reviewed {time.by}"
    if time.read_s is None and time.n_marks == 0:
        said = "It is not known that anyone has read this recording, so a count of no spasms shows nothing."
        return (CoverageWarning("not_read", said, OWN_RULE, "no marks in the counted layer, no reviewed time"),)
    if time.read_s is None:
        said = "How much of the recording was reviewed is not known here."
        return (CoverageWarning("reviewed_unknown", said, OWN_RULE, "no reviewed time kept on this computer"),)
    if time.read_s < LEAST_REVIEWED * time.recorded_s:
        said = "Not all of the recording was reviewed: a rate per hour recorded may be too low."
        if time.is_film:
            said = "Not all of the film was reviewed: there may be more events in it."
        return (CoverageWarning("not_all_reviewed", said, OWN_RULE, basis),)
    return ()


def _of_sleep(time: ReadTime) -> tuple[CoverageWarning, ...]:
    basis = f"{length_text(time.staged_s)} staged, {length_text(time.sleep_s)} of it sleep"
    if not time.staged_s:
        said = "No sleep stages: whether sleep and an awakening were captured is not known."
        return (CoverageWarning("not_staged", said, OWN_RULE, basis),)
    if not time.sleep_s:
        return (CoverageWarning("no_sleep", "No sleep is staged in this recording.", OWN_RULE, basis),)
    if not time.n_awakenings:
        return (CoverageWarning("no_awakening", "No awakening from sleep is staged.", OWN_RULE, basis),)
    return ()


def _of_gaps(time: ReadTime) -> tuple[CoverageWarning, ...]:
    if not time.n_gaps:
        return ()
    gaps = "1 gap" if time.n_gaps == 1 else f"{time.n_gaps} gaps"
    said = "The recording has gaps, in which nothing can have been seen in the EEG."
    return (CoverageWarning("gaps", said, OWN_RULE, f"{gaps}, {length_text(time.gaps_s)}"),)
