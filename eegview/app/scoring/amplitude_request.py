"""Which amplitudes are measured: an epoch on a scale's montage and filters, against its limits."""

from dataclasses import dataclass

from eegview.app.montage.store import montage_by_id
from eegview.model.channel import ChannelKind
from eegview.model.display.filters import DisplayFilters
from eegview.model.display.montage import Montage
from eegview.model.scoring.parameters import ScaleParameters
from eegview.model.span import Span


@dataclass(frozen=True, slots=True)
class AmplitudeRequest:
    """What is measured; equal requests have equal answers.

    span : the epoch
    limits_uv : from this peak-to-peak on a row counts as high, by label of the row; of the scale
    posterior : labels of rows that the scale judges apart
    """

    span: Span
    montage: Montage
    filters: DisplayFilters
    limits_uv: tuple[tuple[str, float], ...]
    posterior: frozenset[str]
    bad_channels: frozenset[str] = frozenset()


def request_of(
    parameters: ScaleParameters,
    span: Span,
    montage: Montage | None = None,
    bad_channels: frozenset[str] = frozenset(),
) -> AmplitudeRequest:
    """Return the request for an epoch that is scored by a scale: its montage, filters, limits and posterior rows.

    montage : that of the scale as the study has it; None = as it came with the program

    Raises
    ------
    UsageError : there is no such montage
    """
    montage = montage or montage_by_id(parameters.montage_id)
    labels = [row.label for row in montage.derivations if row.kind is ChannelKind.EEG]
    return AmplitudeRequest(
        span,
        montage,
        DisplayFilters().with_kind(ChannelKind.EEG, parameters.filters),
        tuple((label, parameters.limit_of(label)) for label in labels),
        frozenset(label for label in labels if parameters.is_posterior(label)),
        bad_channels,
    )
