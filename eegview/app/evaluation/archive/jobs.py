"""What is to be tried on an archive, and the local key that says which recording is which."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from eegview.app.evaluation.archive.files import Archive, ArchiveItem, find_archive
from eegview.app.evaluation.archive.patients import Patients, patients_of, read_patient_table
from eegview.app.evaluation.trials import Trial
from eegview.app.evaluation.trying import TrialJob
from eegview.exchange.plain_table import tab_text

_COLUMNS = ("recording", "patient", "file", "patient label", "file of truth", "counted", "what was said")


@dataclass(frozen=True, slots=True)
class ArchiveOrder:
    """A request to try a detector on an archive.

    recordings, truths : files, or folders that are searched to any depth
    patients : a table that says whose each recording is, None = by BIDS labels
    layer : whose marks are the reference, "" = the Final layer, else the only one
    takes_notes : where no file of truth is, a recording's own notes are it
    holds_none : where no truth is, the recording is known to hold none of the events
    apart : files that lie among the others and are neither
    """

    recordings: tuple[Path, ...] = ()
    truths: tuple[Path, ...] = ()
    patients: Path | None = None
    layer: str = ""
    takes_notes: bool = False
    holds_none: bool = False
    apart: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class FoundArchive:
    """The recordings of an archive with their truth and their patients."""

    archive: Archive
    patients: Patients

    def jobs(self, order: ArchiveOrder, common: TrialJob) -> list[TrialJob]:
        """Return a job for each recording; `common` holds the detector and what it is asked for."""
        return [
            replace(
                common,
                path=str(item.path.absolute()),
                label=f"R{number}",
                patient=f"P{patient}",
                truth=item.truth,
                layer=order.layer,
                takes_notes=order.takes_notes,
                holds_none=order.holds_none,
                refused=_refused(item),
            )
            for number, (item, patient) in enumerate(zip(self.archive.items, self.patients.numbers, strict=True), 1)
        ]

    def key_text(self, trials: Sequence[Trial]) -> str:
        """Return the table that says which recording and patient is which: for the hospital alone."""
        rows: list[Sequence[str]] = [_COLUMNS]
        for item, number, trial in zip(self.archive.items, self.patients.numbers, trials, strict=True):
            said = " ".join(filter(None, (*trial.notes, *trial.said)))
            truth = item.truth.path.name if item.truth else ""
            label, told = self.patients.labels[number - 1], trial.refused or "yes"
            rows.append((trial.name, trial.patient, item.relative.as_posix(), label, truth, told, said))
        rows += [(f"T{k}", "", "", "", one.path.name, "no recording", "") for k, one in enumerate(self.archive.lone, 1)]
        return tab_text(rows)


def found_archive(order: ArchiveOrder) -> FoundArchive:
    """Return what an archive holds; no recording is opened.

    Raises
    ------
    UnreadableFile : a place is not there
    UsageError : the table of patients is none
    """
    table = read_patient_table(order.patients) if order.patients else {}
    apart = (*order.apart, *((order.patients,) if order.patients else ()))
    archive = find_archive(order.recordings, order.truths, apart)
    return FoundArchive(archive, patients_of(archive.items, table))


def _refused(item: ArchiveItem) -> str:
    return f"{item.n_truth} files of truth bear its name, and nothing tells them apart" if item.n_truth > 1 else ""
