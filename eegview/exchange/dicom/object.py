"""Puts a DICOM EEG object together and writes it in one sweep."""

from io import BytesIO
from itertools import pairwise
from pathlib import Path

from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import PYDICOM_IMPLEMENTATION_UID, ExplicitVRLittleEndian

from eegview import __version__
from eegview.exchange.dicom.annotations import ANNOTATIONS, annotation_bytes
from eegview.exchange.dicom.modules import EegKind, object_without_waveform
from eegview.exchange.dicom.plan import PlannedGroup, planned
from eegview.exchange.dicom.scales import Scaled, scaled
from eegview.exchange.dicom.waveform import encoded, filters_of, fits_label, write_waveforms
from eegview.exchange.recording_part import RecordingPart
from eegview.exchange.writing import whole_file
from eegview.model.channel import Channel


def write_object(part: RecordingPart, out: Path, kind: str, scan_share: float) -> list[str]:
    """Write a part of a recording; see `write_dicom`."""
    scales = scaled(part, scan_share)
    groups = planned(part, [form.is_wide for form in scales.channels], scales.missing, scales.lowest_used)
    wanted = EegKind(kind)
    chosen = EegKind.SLEEP if len(groups) > 1 else wanted
    data = object_without_waveform(part, chosen)
    annotations, lost = annotation_bytes(part, groups, scan_share)
    with whole_file(out) as file:
        file.write(_head(data[:ANNOTATIONS]))
        file.write(annotations)
        file.write(encoded(data[ANNOTATIONS:]))
        write_waveforms(file, part, groups, scales.channels, scan_share)
    part.progress(1.0)
    return [
        *_about_kind(part, groups, wanted, chosen),
        *_about_joins(part),
        *scales.sentences,
        *lost,
        *_about_texts(part.chosen),
        *_wide(scales),
    ]


def _head(first: Dataset) -> bytes:
    """Return preamble, file meta information and the elements in front of the annotations."""
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = first.SOPClassUID
    meta.MediaStorageSOPInstanceUID = first.SOPInstanceUID
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    meta.ImplementationClassUID = PYDICOM_IMPLEMENTATION_UID
    meta.ImplementationVersionName = f"EEGVIEW {__version__}"[:16]
    first.file_meta = meta
    out = BytesIO()
    first.save_as(out, enforce_file_format=True)
    return out.getvalue()


def _about_kind(part: RecordingPart, groups: tuple[PlannedGroup, ...], wanted: EegKind, chosen: EegKind) -> list[str]:
    if wanted is chosen:
        return []
    reasons = []
    if len(part.segments) > 1:
        reasons.append("gaps")
    if len(set(part.rates_hz)) > 1:
        reasons.append("channels of different rates")
    what = " and ".join(reasons) or "more channels than one group holds"
    return [
        f"The recording has {what}, which a routine EEG of DICOM does not hold in one file: it is a sleep EEG there."
    ]


def _about_joins(part: RecordingPart) -> list[str]:
    """Return a sentence where segments touch: the recorder paused for a time that nobody knows."""
    n = sum(b.start_s - part.segment_stop_s(a) < 0.5 / max(part.rates_hz) for a, b in pairwise(part.segments))
    return (
        [f"Breaks of unknown length ({n}) cannot be told in DICOM; the samples follow each other there."] if n else []
    )


def _about_texts(channels: tuple[Channel, ...]) -> list[str]:
    sentences = []
    n_labels = sum(not fits_label(channel) and len(channel.label) > 64 for channel in channels)
    if n_labels:
        sentences.append(f"{n_labels} labels are longer than DICOM holds and were cut.")
    n_filters = sum(not filters_of(channel.prefilter)[1] for channel in channels)
    if n_filters:
        sentences.append(
            "DICOM holds corner frequencies of filters only; other words on them are lost in "
            + ("1 channel." if n_filters == 1 else f"{n_filters} channels.")
        )
    return sentences


def _wide(scales: Scaled) -> list[str]:
    n = sum(form.is_digits and bool(form.shift) for form in scales.channels)
    what = "1 channel is" if n == 1 else f"{n} channels are"
    return [f"{what} written with 32 bits, since values would not be exact with 16."] if n else []
