"""Check whether a detector can work on a recording, and whether it was made for one like it."""

from eegview.detect.engines.onnx_settings import settings_of
from eegview.detect.input_plan import InputPlan
from eegview.detect.manifest import KINDS, Engine, Manifest, Need
from eegview.model.channel import ChannelKind
from eegview.model.errors import UsageError
from eegview.model.text.listing import listed

_MOST_NAMED = 6


def reads_eeg(manifest: Manifest) -> bool:
    """Return whether a detector cannot work on film alone."""
    needs = manifest.input
    return needs.minimum_rows > 0 or any(need is Need.REQUIRED for _kind, need in needs.kinds)


def outside_validity(
    manifest: Manifest, plan: InputPlan, age_months: float | None, has_movement: bool
) -> tuple[str, ...]:
    """Return sentences that say why results are outside what the detector was made for; none where they are inside.

    Raises
    ------
    UsageError : it cannot work on this recording at all
    """
    needs, rows = manifest.input, plan.rows
    if plan.is_film and reads_eeg(manifest):
        raise _unfit(
            manifest,
            "reads EEG, and this study is film alone",
            "Choose a detector of movement on video, or open the infant's EEG.",
        )
    if len(rows) < needs.minimum_rows:
        lacking = f" Missing: {listed(plan.missing, _MOST_NAMED)}." if plan.missing else ""
        raise _unfit(
            manifest,
            f"needs {needs.minimum_rows} rows of EEG; this recording has {len(rows)} of its montage",
            f"Choose a recording with those electrodes, or another detector.{lacking}",
        )
    slowest_hz = min((row.rate_hz for row in rows), default=0.0)
    if rows and slowest_hz < needs.minimum_rate_hz:
        raise _unfit(
            manifest,
            f"needs {needs.minimum_rate_hz:g} Hz; this recording has {slowest_hz:g} Hz",
            "Choose a recording at a higher rate, or another detector.",
        )
    for kind, need in needs.kinds:
        if need is Need.REQUIRED and not plan.names(kind):
            raise _unfit(
                manifest,
                f"needs {KINDS[ChannelKind(kind)]}, which this recording does not have",
                "Choose another recording or detector.",
            )
    if needs.video is Need.REQUIRED and not has_movement:
        raise _unfit(manifest, "needs the video", "Add the recording's video (on the command line with --video).")
    _check_model(manifest, plan)
    return (*_age(manifest, age_months), *_rows(plan))


def _check_model(manifest: Manifest, plan: InputPlan) -> None:
    """Refuse a recording that lacks the rows a learned model was made for."""
    if manifest.engine is not Engine.ONNX:
        return
    settings = settings_of(manifest)
    here = {row.label for row in plan.rows}
    missing = tuple(name for name in settings.rows if name not in here)
    if missing and (settings.together or len(missing) == len(settings.rows)):
        raise _unfit(
            manifest,
            f"needs rows which this recording does not have: {listed(missing, _MOST_NAMED)}",
            "Choose a recording with those electrodes, or another detector.",
        )


def _age(manifest: Manifest, age_months: float | None) -> tuple[str, ...]:
    if manifest.ages_months is None:
        return ()
    first, last = manifest.ages_months
    made = f"made for {first:g}–{last:g} months"
    if age_months is None:
        return (f"The infant's age is not known; {made}.",)
    return () if first <= age_months <= last else (f"The infant's age is {age_months:.1f} months; {made}.",)


def _rows(plan: InputPlan) -> tuple[str, ...]:
    if not plan.missing or not plan.rows:
        return ()
    n_all = len(plan.rows) + len(plan.missing)
    return (f"{len(plan.missing)} of the montage's {n_all} rows are missing: {listed(plan.missing, _MOST_NAMED)}.",)


def _unfit(manifest: Manifest, what: str, advice: str) -> UsageError:
    return UsageError(f"“{manifest.title}” {what}.", advice)
