"""The amplitudes of the epoch that is scored, measured on a lane of their own."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from eegview.app.lanes import NewestLane, Post
from eegview.app.scoring.amplitudes import AmplitudeRequest, EpochAmplitudes, RowAmplitude, measure_amplitudes
from eegview.model.errors import Cancelled, EegViewError
from eegview.model.recording import SignalSource
from eegview.ui.scoring.amplitude_column import ShownAmplitude
from eegview.ui.window.open_study import OpenStudy

_KEPT = 8  # epochs whose amplitudes are remembered


class AmplitudeServer(QObject):
    """Answers the newest request; one that is overtaken stops.

    show : called on the GUI thread with the amplitudes
    failed : called on the GUI thread with why they cannot be measured
    """

    def __init__(
        self,
        study: OpenStudy,
        post: Post,
        show: Callable[[EpochAmplitudes], None],
        failed: Callable[[str], None],
    ) -> None:
        super().__init__(study.scope)
        self._study, self._post, self._show, self._failed = study, post, show, failed
        self._asked: AmplitudeRequest | None = None
        self._known: dict[AmplitudeRequest, EpochAmplitudes] = {}
        self._lane: NewestLane | None = None
        self._source: SignalSource | None = None  # the lane's own handle, opened there
        study.scope.ended.connect(self._close)

    def ask(self, request: AmplitudeRequest) -> EpochAmplitudes | None:
        """Return the amplitudes where they are known, else have them measured."""
        found = self._known.get(request)
        if found is None and request != self._asked:
            self._asked = request
            lane = self._lane = self._lane or NewestLane("amplitudes", self._post)
            lane.ask(lambda: self._measure(request))
        return found

    def _measure(self, request: AmplitudeRequest) -> None:
        """Measure, on the lane."""

        def progress(_share: float) -> None:
            if request != self._asked:
                raise Cancelled

        try:
            source = self._source = self._source or self._study.source.reopen()
            measured = measure_amplitudes(source, request, progress)
        except Cancelled:
            return
        except EegViewError as error:
            sentence = str(error)
            self._post(lambda: self._fail(request, sentence))
            return
        self._post(lambda: self._take(measured))

    def _take(self, measured: EpochAmplitudes) -> None:
        if len(self._known) >= _KEPT:
            del self._known[next(iter(self._known))]
        self._known[measured.request] = measured
        if measured.request == self._asked:
            self._asked = None
            self._show(measured)

    def _fail(self, request: AmplitudeRequest, sentence: str) -> None:
        if request == self._asked:
            self._asked = None
            self._failed(sentence)

    def _close(self) -> None:
        self._asked = None
        if self._lane is not None:
            self._lane.close()
        if self._source is not None:
            self._source.close()


def shown_amplitudes(measured: EpochAmplitudes) -> tuple[ShownAmplitude, ...]:
    """Return the rows as the column at the end of the page shows them."""
    return tuple(
        ShownAmplitude(
            row.label,
            row.median_uv,
            row.limit_uv,
            row.is_posterior,
            row.is_high and not row.is_bad,
            _tip(row),
            "bad" if row.is_bad else "–",
        )
        for row in measured.rows
    )


def _tip(row: RowAmplitude) -> str:
    if row.median_uv is None:
        return f"{row.label}: not measured, {row.problem or 'no samples'}"
    kind = "posterior, judged apart" if row.is_posterior else "limit"
    limit = f" ({kind}: {row.limit_uv:.0f} µV)" if row.limit_uv is not None else ""
    lines = [f"{row.label}: median {row.median_uv:.0f} µV peak to peak of {row.n_windows} windows of 2 s{limit}"]
    if row.highest_uv is not None:
        lines.append(f"highest {row.highest_uv:.0f} µV")
    if row.n_artifact and row.clean_median_uv is not None:
        lines.append(f"{row.n_artifact} windows hold artifact; without them {row.clean_median_uv:.0f} µV")
    elif row.n_artifact:
        lines.append(f"all {row.n_artifact} windows hold artifact")
    if row.n_left_out:
        lines.append(f"{row.n_left_out} windows lie in a gap")
    if row.is_bad:
        lines.append("a channel of this row is marked bad")
    lines.append("Automatic, not part of the score: what counts is what you measure with the caliper (C).")
    return "\n".join(lines)
