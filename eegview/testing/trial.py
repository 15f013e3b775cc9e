"""One detector on trial: it is loaded once, and what goes wrong becomes a clause."""

import contextlib
import traceback
import warnings
from collections.abc import Callable, Generator, Iterator, Mapping
from pathlib import Path

from eegview.detect.manifest import Engine, Manifest, Value
from eegview.detect.process.messages import BadMessage
from eegview.detect.reporting import Stopped
from eegview.model.errors import DetectorFailed, UsageError
from eegview.model.read_marks import GivenMark
from eegview.model.span import Span
from eegview.testing.given_marks import before
from eegview.testing.loading import LoadedDetector
from eegview.testing.made_recording import MadeRecording
from eegview.testing.running import RunResult, run_isolated, run_loaded


class Broken(list[str]):
    """What came out that should not have, a clause each."""

    def named(self, made: MadeRecording) -> Iterator[tuple[str, str]]:
        """Yield each clause with the recording it is about."""
        for what in self:
            yield made.name, what


class Trial:
    """A detector and the recording it is tried on.

    detector : None where it has a Python of its own: then every run is in a process
    settled_s : so long before the end of what was read, what is told is told for good
    marks : of a reader, of terms that the manifest asks for; a run on less of the recording has those that begin in it
    """

    def __init__(
        self,
        detector: LoadedDetector | None,
        manifest: Manifest,
        made: MadeRecording,
        settled_s: float,
        parameters: Mapping[str, Value],
        marks: tuple[GivenMark, ...] = (),
    ) -> None:
        self.manifest, self.made, self.settled_s, self.marks = manifest, made, settled_s, marks
        self._detector, self._parameters = detector, parameters
        self._whole: RunResult | None = None
        self.last = Broken()

    @property
    def is_isolated(self) -> bool:
        return self._detector is None

    @property
    def can_cut(self) -> bool:
        """Whether the length of stretches can be chosen: not where a command gets a whole file."""
        return self._detector is not None and self.manifest.engine is not Engine.COMMAND

    @property
    def whole(self) -> RunResult:
        """What it tells of the whole recording; it is run once."""
        if self._whole is None:
            self._whole = self.run(self.made)
        return self._whole

    def run(
        self,
        made: MadeRecording,
        span: Span | None = None,
        length_s: float = 0.0,
        is_asked_to_stop: Callable[[], bool] = lambda: False,
        on_message: Callable[[], None] = lambda: None,
    ) -> RunResult:
        marks = before(made.duration_s, self.marks)
        if self._detector is None:
            return run_isolated(self.manifest.folder, made, span, self._parameters, marks)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the program writes them into a log
            return run_loaded(
                self._detector, made, span, self._parameters, marks, length_s, is_asked_to_stop, on_message
            )

    def run_isolated(self, made: MadeRecording) -> RunResult:
        marks = before(made.duration_s, self.marks)
        return run_isolated(self.manifest.folder, made, None, self._parameters, marks)

    def without_marks(self) -> "Trial":
        """Return the same trial for a reader who made no marks."""
        return Trial(self._detector, self.manifest, self.made, self.settled_s, self._parameters)

    @contextlib.contextmanager
    def told(self, made: MadeRecording) -> Generator[Broken]:
        """Give a list for clauses; what the detector raises in the block is added to it."""
        self.last = broken = Broken()
        try:
            yield broken
        except (UsageError, Stopped):
            raise
        except BadMessage as error:
            broken.append(_clause(str(error)) + _line(error, self.manifest.folder))
        except DetectorFailed as error:
            broken.append(_clause(f"{error.sentence} {error.advice}"))
        except Exception as error:  # noqa: BLE001 - whatever a detector raises is what the trial is for
            what = " ".join("".join(traceback.format_exception_only(error)).split())
            broken.append(f"it ended with {what.rstrip('.')}" + _line(error, self.manifest.folder))


def _clause(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:].rstrip(". ")


def _line(error: BaseException, folder: Path) -> str:
    """Return the last line of the detector's own files that an error came through, in brackets."""
    own = [
        f"{Path(frame.filename).relative_to(folder).as_posix()}, line {frame.lineno}"
        for frame in traceback.extract_tb(error.__traceback__)
        if Path(frame.filename).is_relative_to(folder)
    ]
    return f" ({own[-1]})" if own else ""
