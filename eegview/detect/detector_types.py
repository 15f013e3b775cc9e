"""The types of what `detect` is given, for type checkers.

They say what is promised to detectors, and no more. A test holds `PluginRecording` to them.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias, runtime_checkable

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from eegview.detect.plugin_recording import Stretch
    from eegview.detect.reading.context_mark import ContextMark
    from eegview.detect.reading.frames import Frame
    from eegview.model.recording import Samples
    from eegview.model.span import Span

Parameters: TypeAlias = Mapping[str, Any]
"""A value for each parameter of plugin.toml: float, int, bool or str, as its `type` says."""


@runtime_checkable
class Recording(Protocol):
    """A recording as a detector sees it; `PluginRecording` is one, and so is whatever has the same names.

    span : what to search
    duration_s : from the recording's start to the end of the last sample
    segments : where samples exist, in the whole recording
    age_months : None = not known
    rows, rate_hz : of the data that are handed out
    times_s : (n,) the time of each column of `data()`
    """

    @property
    def span(self) -> "Span": ...

    @property
    def duration_s(self) -> float: ...

    @property
    def segments(self) -> "tuple[Span, ...]": ...

    @property
    def age_months(self) -> float | None: ...

    @property
    def rows(self) -> tuple[str, ...]: ...

    @property
    def rate_hz(self) -> float: ...

    @property
    def times_s(self) -> "npt.NDArray[np.float64]": ...

    def names(self, kind: str) -> tuple[str, ...]:
        """Return the names of the polygraphy rows of a kind: "emg", "ecg", "eog", "respiration", "spo2"."""
        ...

    def marks(self, term: str) -> "tuple[ContextMark, ...]":
        """Return the reader's own marks of a term that the manifest names, by onset."""
        ...

    def movement(self) -> "tuple[npt.NDArray[np.float64], npt.NDArray[np.float32]] | None":
        """Return (n,) times in s and (n,) values of the camera's movement, None where there is none."""
        ...

    def frames(self, length_s: float, hop_s: float | None = None, kinds: Iterable[str] = ()) -> "Iterator[Frame]":
        """Yield frames of equal length on the recording's own clock, in order of time, each in one segment."""
        ...

    def stretches(
        self, length_s: float = 60.0, before_s: float = 0.0, after_s: float = 0.0, kinds: Iterable[str] = ()
    ) -> "Iterator[Stretch]":
        """Yield the searched span piece by piece, with margins, in order of time, never across a gap."""
        ...

    def piece(self, span: "Span", kinds: Iterable[str] = ()) -> "Stretch | None":
        """Return the rows in `span`, wherever in the recording, None where it does not lie in one segment."""
        ...

    def data(self) -> "Samples":
        """Return all rows of what is searched, (n_rows, n) float32 µV with NaN in gaps."""
        ...
