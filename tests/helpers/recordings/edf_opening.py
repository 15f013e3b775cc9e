"""What a test that opens recordings is given: an opener that closes them all again."""

from collections.abc import Callable
from pathlib import Path

from eegview.readers.edf.recording import EdfSource

OpenFile = Callable[[Path], EdfSource]
