"""The modules of a DICOM EEG object beside its waveform: patient, study, series, equipment … (PS3.3, annex C)."""

from datetime import datetime
from enum import StrEnum

from pydicom.dataset import Dataset
from pydicom.uid import (
    UID,
    RoutineScalpElectroencephalogramWaveformStorage,
    SleepElectroencephalogramWaveformStorage,
    generate_uid,
)

from eegview import __version__
from eegview.exchange.dicom.annotations import code_item
from eegview.exchange.dicom.codes import Concept, line
from eegview.exchange.recording_part import RecordingPart
from eegview.model.patient import FEMALE, MALE

_NO_DATE = datetime(1900, 1, 1)  # noqa: DTZ001 - stands for a date that is withheld, where one has to stand
_SEX = {FEMALE: "F", MALE: "M"}
_NAME_SIGNS = str.maketrans("^=", "  ")  # they part the components of a name


class EegKind(StrEnum):
    """The class of object that is written."""

    ROUTINE = "routine"
    SLEEP = "sleep"


_CLASSES = {
    EegKind.ROUTINE: RoutineScalpElectroencephalogramWaveformStorage,
    EegKind.SLEEP: SleepElectroencephalogramWaveformStorage,
}


def sop_class(kind: EegKind) -> UID:
    """Return the SOP class of a kind of EEG."""
    return _CLASSES[kind]


def object_without_waveform(part: RecordingPart, kind: EegKind) -> Dataset:
    """Return all of the object but its waveform and annotations; UIDs are random."""
    data = Dataset()
    data.SpecificCharacterSet = "ISO_IR 192"
    data.SOPClassUID = sop_class(kind)
    data.SOPInstanceUID = generate_uid(prefix=None)
    _add_patient(data, part)
    _add_study(data, part)
    data.Modality = "EEG"
    data.SeriesInstanceUID = generate_uid(prefix=None)
    data.SeriesNumber = 1
    # C.7.4.2: the recorder's clock was not set by another
    data.SynchronizationFrameOfReferenceUID = generate_uid(prefix=None)
    data.SynchronizationTrigger = "NO TRIGGER"
    data.AcquisitionTimeSynchronized = "N"
    _add_equipment(data, part)
    _add_identification(data, part)
    data.AcquisitionContextSequence = []
    return data


def _add_patient(data: Dataset, part: RecordingPart) -> None:
    """Add C.7.1.1 and the age of C.7.2.2; nobody's where identity is left out."""
    patient = part.patient
    data.PatientName = line(patient.name.translate(_NAME_SIGNS))[:64] if patient else ""
    data.PatientID = line(patient.code)[:64] if patient else ""
    data.PatientBirthDate = patient.born.strftime("%Y%m%d") if patient and patient.born else ""
    data.PatientSex = _SEX.get(patient.sex, "") if patient else ""
    if patient and patient.age_days is not None and patient.born is None:
        data.PatientAge = _age_text(patient.age_days)
    if not data.PatientName and not data.PatientID and not data.PatientBirthDate:
        data.PatientIdentityRemoved = "YES"
        data.DeidentificationMethod = "Exported by eegview without identity"


def _add_study(data: Dataset, part: RecordingPart) -> None:
    """Add C.7.2.1."""
    at = part.started_at
    code, technician, _ = part.staff
    data.StudyInstanceUID = generate_uid(prefix=None)
    data.StudyDate = at.strftime("%Y%m%d") if at else ""
    data.StudyTime = at.strftime("%H%M%S.%f") if at else ""
    data.ReferringPhysicianName = ""
    data.StudyID = line(code)[:16]
    data.AccessionNumber = ""
    if technician:
        data.OperatorsName = line(technician.translate(_NAME_SIGNS))[:64]


def _add_equipment(data: Dataset, part: RecordingPart) -> None:
    """Add C.7.5.1 and C.7.5.2: what made this object is eegview; the recorder contributed to it (C.12.1)."""
    data.Manufacturer = "eegview"
    data.ManufacturerModelName = "eegview"
    data.DeviceSerialNumber = "none"
    data.SoftwareVersions = __version__
    recorder = line(part.staff[2])[:64]
    if recorder:
        item = Dataset()
        item.PurposeOfReferenceCodeSequence = [code_item(Concept("109101", "DCM", "Acquisition Equipment"))]
        item.Manufacturer = recorder
        data.ContributingEquipmentSequence = [item]


def _add_identification(data: Dataset, part: RecordingPart) -> None:
    """Add C.10.8; where the date is withheld, that is said in the words of the standard."""
    at = part.started_at or _NO_DATE
    data.InstanceNumber = 1
    data.ContentDate = at.strftime("%Y%m%d")
    data.ContentTime = at.strftime("%H%M%S.%f")
    data.AcquisitionDateTime = at.strftime("%Y%m%d%H%M%S.%f")
    if part.started_at is None:
        data.LongitudinalTemporalInformationModified = "REMOVED"


def _age_text(days: float) -> str:
    for unit, length in (("D", 1.0), ("W", 7.0), ("M", 30.4375), ("Y", 365.25)):
        if days / length < 1000:
            return f"{int(days / length):03d}{unit}"
    return ""
