"""One study of a comparison: its recording, what is marked and scored in it, its trends."""

from collections.abc import Callable, Sequence
from datetime import date, datetime

from eegview.app.notifier import Notifier
from eegview.app.page.session import Session
from eegview.app.review.clusters import counted_spasms
from eegview.app.review.review import Review
from eegview.app.scoring.scoring import Scoring
from eegview.app.study.patient import KnownPatient, known_patient
from eegview.app.trends.study_trends import StudyTrends
from eegview.clinical.hypnogram import Hypnogram, hypnogram_of
from eegview.clinical.stages import staging_layer
from eegview.model.annotation import Annotation
from eegview.model.infant.study_of_infant import StudyOfInfant, study_in_records
from eegview.model.recording import Recording, SignalSource, patient_of
from eegview.model.study.bad_channels import bad_channels
from eegview.model.study.clip_start import with_typed_starts
from eegview.ui.response.matching.worst_epoch import WorstEpoch, worst_epoch


class ComparedStudy:
    """A study as it is compared. The open one is the window's; any other is read only, nothing of it is ever changed.

    source : the GUI thread's handle; whoever reads on a lane opens it again
    trends : computed in the background, see `StudyTrends`
    scoring : gives what is scored in it as far as the reviewer may see it; None where the scale cannot be used
    is_open_study : it is the one that is open in the window
    infant_records : give what the log of the infant of the open study says, which may have this study too
    changed : emits when marks, records or trends are others
    """

    def __init__(
        self,
        paths: Sequence[str],
        source: SignalSource,
        session: Session,
        review: Review,
        trends: StudyTrends,
        scoring: Callable[[], Scoring | None],
        is_open_study: bool,
        infant_records: Callable[[], Sequence[Annotation]] = tuple,
    ) -> None:
        self.paths, self.source, self.session, self.review = tuple(paths), source, session, review
        self.trends, self.scoring, self.is_open_study = trends, scoring, is_open_study
        self.changed: Notifier[None] = Notifier()
        self.is_closed = False
        self._infant_records = infant_records
        self._worst: tuple[WorstEpoch | None] | None = None  # None = to be found anew
        self._facts = patient_of(source)
        self._hypnogram: tuple[tuple[object, str], Hypnogram] | None = None
        self._spasms: tuple[tuple[object, ...], tuple[Annotation, ...]] | None = None
        review.marks_changed.connect(lambda _edit: self._tell())
        review.records.changed.connect(lambda _records: self._tell())
        review.layers.counted_changed.connect(lambda _layer: self._tell())
        trends.changed.connect(lambda _none: self._tell())

    def _tell(self) -> None:
        self._worst = None
        if not self.is_closed:
            self.changed.emit(None)

    @property
    def recording(self) -> Recording:
        return self.session.recording

    @property
    def fingerprint(self) -> str:
        return self.recording.fingerprint

    @property
    def started_at(self) -> datetime | None:
        """Return when it was recorded, by the recorder's clock without a zone, on the day that holds; None = none."""
        of_infant, started = self.of_infant, self._filmed_at
        if of_infant is not None:
            started = of_infant.moved(started)
        return started.replace(tzinfo=None) if started is not None else None

    @property
    def day(self) -> date | None:
        return self.patient.day

    @property
    def of_infant(self) -> StudyOfInfant | None:
        """Return it as one of the infant, None where the infant does not have it."""
        return study_in_records(self._infant_records(), self.fingerprint)

    @property
    def patient(self) -> KnownPatient:
        return known_patient(self._facts, self._filmed_at, self.review.records, self.of_infant)

    @property
    def _filmed_at(self) -> datetime | None:
        """Return its start by its clock; of a clip the one that a reader typed holds."""
        return with_typed_starts(self.recording, self.review.records).started_at

    @property
    def age_days(self) -> float | None:
        """Return the age at the recording in days, by the infant, as typed, or by the file; None = not known."""
        age = self.patient.age
        return age.days if age is not None else None

    # what counts

    @property
    def layer(self) -> str:
        """Return the layer whose marks count."""
        return self.review.layers.counted

    @property
    def hypnogram(self) -> Hypnogram:
        """Return the course of sleep and wake by the layer that counts, else by the layer that staged it."""
        key = self.review.marks, self.layer
        if self._hypnogram is None or self._hypnogram[0][0] is not key[0] or self._hypnogram[0][1] != key[1]:
            layer = staging_layer(key[0], key[1])
            self._hypnogram = key, hypnogram_of(mark for mark in key[0] if mark.layer == layer)
        return self._hypnogram[1]

    @property
    def spasms(self) -> tuple[Annotation, ...]:
        """Return the spasms of the layer that counts, each event once, by onset."""
        layers = self.review.layers
        key = self.review.marks, layers.counted, layers.same_event
        if self._spasms is None or self._spasms[0][0] is not key[0] or self._spasms[0][1:] != key[1:]:
            self._spasms = key, tuple(sorted(counted_spasms(self.review), key=lambda mark: mark.onset_s))
        return self._spasms[1]

    @property
    def worst(self) -> WorstEpoch | None:
        """Return its worst five minutes, None where they are not known; see `worst_epoch`."""
        if self._worst is None:
            scoring = self.scoring()
            sheets = scoring.sheets() if scoring is not None else ()
            onsets_s = [mark.onset_s for mark in self.spasms]
            found = worst_epoch(sheets, self.review.author, self.trends.table, self.hypnogram, onsets_s)
            self._worst = (found,)
        return self._worst[0]

    def follow_records(self) -> None:
        """Leave out what is marked bad, and keep other readers' evidence hidden from a blind reader."""
        if self.is_open_study or self.is_closed:
            return
        bad = frozenset(bad_channels(self.review.records))
        if bad != self.session.view.bad_channels:
            self.session.change(bad_channels=bad)
            self.trends.set_bad_channels(bad)
        scoring = self.scoring()
        if scoring is not None:
            self.review.selection.hide(scoring.hidden_marks())

    def close(self) -> None:
        """Close what was opened for the comparison alone."""
        if self.is_closed:
            return
        self.is_closed = True
        if not self.is_open_study:
            self.trends.close()
            self.review.close()
            self.source.close()
