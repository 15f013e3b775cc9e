"""The amplitudes of the epoch that is scored, measured on a lane of their own."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from eegview.app.lanes import Post
from eegview.app.scoring.amplitudes import AmplitudeRequest, EpochAmplitudes, measure_amplitudes
from eegview.app.scoring.side.amplitudes import row_tip
from eegview.model.errors import Cancelled, EegViewError
from eegview.model.text.language import tr
from eegview.ui.scoring.amplitudes.amplitude_column import ShownAmplitude
from eegview.ui.window.study.open_study import OpenStudy
from eegview.ui.window.study.study_lane import StudyLane

_KEPT = 8  # epochs whose amplitudes are remembered
ORIENTATION = tr("Automatic, not part of the score: what counts is what you measure with the caliper (C).")


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
        self._post, self._show, self._failed = post, show, failed
        self._asked: AmplitudeRequest | None = None
        self._known: dict[AmplitudeRequest, EpochAmplitudes] = {}
        study.scope.ended.connect(self._forget)  # before its lane, which would wait for what runs
        self._lane = StudyLane(study, post, "amplitudes")

    def ask(self, request: AmplitudeRequest) -> EpochAmplitudes | None:
        """Return the amplitudes where they are known, else have them measured."""
        found = self._known.get(request)
        if found is None and request != self._asked:
            self._asked = request
            self._lane.ask(lambda: self._measure(request))
        return found

    def _measure(self, request: AmplitudeRequest) -> None:
        """Measure, on the lane."""

        def progress(_share: float) -> None:
            if request != self._asked:
                raise Cancelled

        try:
            measured = measure_amplitudes(self._lane.source(), request, progress)
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

    def _forget(self) -> None:
        self._asked = None  # what is being measured stops


def shown_amplitudes(measured: EpochAmplitudes) -> tuple[ShownAmplitude, ...]:
    """Return the rows as the column at the end of the page shows them."""
    return tuple(
        ShownAmplitude(
            row.label,
            row.median_uv,
            row.limit_uv,
            row.is_posterior,
            row.is_high and not row.is_bad,
            f"{row_tip(row)}\n{ORIENTATION}",
            "bad" if row.is_bad else "–",
        )
        for row in measured.rows
    )
