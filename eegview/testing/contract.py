"""Hold a detector to the laws that every detector of the program keeps."""

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from eegview.detect.manifest import Value
from eegview.detect.manifest_file import read_manifest
from eegview.model.errors import UsageError
from eegview.testing.faults import check
from eegview.testing.given_marks import Marks, given_marks
from eegview.testing.laws import LAWS, Breach
from eegview.testing.loading import folder_of, loaded
from eegview.testing.made_recording import MadeRecording, simulated
from eegview.testing.trial import Trial

_SETTLED_S = 65.0
_SHORTEST_MINUTES = 4.0


class BrokenContract(AssertionError):
    """A detector breaks laws; the text has a sentence for each."""


def assert_contract(
    folder: str | Path,
    *,
    recording: MadeRecording | None = None,
    settled_s: float = _SETTLED_S,
    without: Collection[str] = (),
    parameters: Mapping[str, Value] | None = None,
    marks: Marks = (),
) -> None:
    """Check that a detector has no fault and keeps the laws in `LAWS`; it is run some twenty times.

    Parameters
    ----------
    recording : to try it on; None = a simulated infant of some minutes
    settled_s : so long before the end of what was read, what is told is told for good
    without : names of laws that are left out, with your reason beside it in the test
    parameters : those that differ from the defaults
    marks : the reader's, as in `run`

    Raises
    ------
    AssertionError : it breaks laws; the text has a sentence for each, with the input and what came out
    UsageError : `without` names a law that there is not
    """
    faults = [str(fault) for fault in check(folder) if not fault.is_warning]
    if faults:
        raise BrokenContract("\n".join([f"{Path(folder).name} has faults, so it was not run:", *faults]))
    found = list(
        contract_breaches(
            folder, recording=recording, settled_s=settled_s, without=without, parameters=parameters, marks=marks
        )
    )
    if found:
        raise BrokenContract("\n".join([f"{Path(folder).name} breaks {len(found)} times a law:", *map(str, found)]))


def contract_breaches(
    folder: str | Path,
    *,
    recording: MadeRecording | None = None,
    settled_s: float = _SETTLED_S,
    without: Collection[str] = (),
    parameters: Mapping[str, Value] | None = None,
    marks: Marks = (),
) -> Iterator[Breach]:
    """Yield each law that a detector breaks, as it is found; see `assert_contract`."""
    if unknown := sorted(set(without) - set(LAWS)):
        raise UsageError(f"There is no law “{unknown[0]}”.", f"The laws: {', '.join(LAWS)}.")
    manifest = read_manifest(folder_of(folder))
    made = recording if recording is not None else simulated(max(_SHORTEST_MINUTES, 3 * settled_s / 60))
    given = given_marks(manifest, marks)
    if manifest.interpreter:
        yield from _breaches(Trial(None, manifest, made, settled_s, parameters or {}, given), without)
        return
    with loaded(folder) as detector:
        yield from _breaches(Trial(detector, manifest, made, settled_s, parameters or {}, given), without)


def _breaches(trial: Trial, without: Collection[str]) -> Iterator[Breach]:
    for name, (_sentence, law) in LAWS.items():
        if name not in without:
            yield from (Breach(name, recording, what) for recording, what in law(trial))
