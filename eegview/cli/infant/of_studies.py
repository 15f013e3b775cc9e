"""The infant of studies that a command is given, and the studies of an infant that it names."""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass

from eegview.app.infant.log import all_logs, infant_log, owners_in
from eegview.app.infant.reading import read_timeline
from eegview.app.library.opening import is_library_there
from eegview.app.links.recordings import all_known_recordings
from eegview.app.resources import data_folder
from eegview.cli.blind_view import viewers_library
from eegview.cli.infant.looked_at import plain_counting
from eegview.cli.infant.opened import infant_work
from eegview.cli.output import print_message
from eegview.clinical.response_state import RecordedDay
from eegview.model.annotation import Annotation
from eegview.model.errors import EegViewError
from eegview.model.treatment.as_of import AsOf


def infants_eegs(infant: str, library: str | None, reviewer: str, as_of: AsOf) -> list[list[str]]:
    """Return the files of an infant's EEGs up to a day, as far as they were opened here; says which were not.

    Raises
    ------
    UsageError : there is no such infant
    LibraryRefused : there is no library
    """
    with infant_work(infant, library, reviewer) as work:
        places = all_known_recordings(data_folder())
        eegs = read_timeline(work.library, work.infant_id, reviewer, as_of, plain_counting(), places).eegs
    for study in eegs:
        if not study.paths:
            print_message(f"{study.label} was not opened on this computer and is left out.")
    return [list(study.paths) for study in eegs if study.paths]


@dataclass(frozen=True, slots=True)
class SaidOfInfant:
    """What counts for the studies of an infant beside themselves.

    records : of the infant's log
    filmed : what its clips say for the response
    """

    records: tuple[Annotation, ...] = ()
    filmed: tuple[RecordedDay, ...] = ()


def said_of_infant(library: str | None, reviewer: str, fingerprints: Sequence[str], as_of: AsOf) -> SaidOfInfant:
    """Return what is said of the infant of these studies; nothing where they belong to none, or to several."""
    try:
        if not is_library_there(library):
            return SaidOfInfant()
        with closing(viewers_library(library, reviewer)) as held:
            owners = owners_in(all_logs(held))
            found = {one.infant_id: one for name in fingerprints for one in owners.get(name, ())}
            if len(found) > 1:
                named = ", ".join(sorted(one.pseudonym for one in found.values()))
                print_message(f"These studies belong to different infants: {named}. Compare studies of one infant.")
            if len(found) != 1:
                return SaidOfInfant()
            infant_id = next(iter(found))
            filmed = read_timeline(held, infant_id, reviewer, as_of, plain_counting()).filmed
            return SaidOfInfant(infant_log(held, infant_id).records, filmed)
    except EegViewError as error:
        print_message(f"The log of the infant is left out. {error.sentence}")
        return SaidOfInfant()
