"""A video file's place in time, as the panel for matching says it."""

from eegview.app.video.clip_sync import ClipSync, source_text
from eegview.model.film.video import SyncMap
from eegview.model.recording import Recording
from eegview.model.text.language import tr
from eegview.model.time.clock import elapsed_text
from eegview.ui.sync.panel import ShownAnchor, ShownSync
from eegview.ui.window.study.open_study import wall_text


def shown_sync(
    state: ClipSync, sync: SyncMap, name: str, trust: str, is_warning: bool, by: str, recording: Recording
) -> ShownSync:
    """Return what the panel shows of one file.

    sync : its place as it is shown, nudges included
    name : of the file
    trust : how sure the time at the cursor is
    by : who set it, "" for the reviewer
    """
    anchors = tuple(
        ShownAnchor(
            elapsed_text(anchor.video_s, 3),
            wall_text(recording, anchor.eeg_s, 3) or elapsed_text(anchor.eeg_s, 3),
            residual_ms,
            number in state.outliers,
        )
        for number, (anchor, residual_ms) in enumerate(zip(state.anchors, state.residuals_ms, strict=True))
    )
    worst_ms = state.worst_residual_ms
    fit = f"Offset {sync.offset_s + 0.0:.3f} s · drift {sync.drift_ppm + 0.0:+.1f} ppm".replace("-", "−")
    if worst_ms is not None:
        fit += f" · largest residual {worst_ms:.0f} ms"
    return ShownSync(
        name,
        source_text(sync) + by,
        fit,
        f"At the cursor: {trust}",
        is_warning,
        sync.offset_s,
        anchors,
        state.fit.notes if state.fit is not None else (),
    )


def time_from(sync: SyncMap) -> str:
    """Return where the place of a file comes from, as a sentence."""
    if sync.is_elsewhere:
        return tr("By its clock of {at}, not of this EEG; place made up", at=sync.elsewhere_at)
    none, colon, reason = sync.source.partition(": ")
    return (
        f"Video start time unknown; {reason}"
        if none == "none" and colon
        else tr("Time from {source}", source=sync.source)
    )
