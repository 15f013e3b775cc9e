"""Evidence for scores is kept whatever happens: the program is killed while bins are marked, the library is a server."""

import json
import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from postgres_server import needs_postgres, postgres_url
from shared_data import PROJECT
from study_files import write_edf
from waiting import wait_for_lines

from eegview.app.scoring.book import EvidenceBook
from eegview.app.scoring.scales import scale_parameters
from eegview.cli.run import main
from eegview.model.scoring.evidence import SheetKey
from eegview.store.library import open_library

FINGERPRINT, KEY = "f" * 64, SheetKey("based2021", 600.0)
# Marks bins as fast as it can; tells each once it is committed to the library.
READER = """
import sys
from eegview.app.library.editing import Editor
from eegview.app.scoring.book import EvidenceBook
from eegview.app.scoring.scales import scale_parameters
from eegview.app.scoring.sheet_acts import SheetActs
from eegview.model.recording import Recording
from eegview.model.scoring.evidence import SheetKey
from eegview.store.library import open_library

key = SheetKey("based2021", 600.0)
editor = Editor(open_library(sys.argv[1]), "f" * 64, "ada", "neurologist")
book = EvidenceBook(scale_parameters())
book.replace_all(editor.stored())
from memory_source import make_recording
acts = SheetActs(book, make_recording(duration_s=3600.0, fingerprint="f" * 64), "ada")
for number in range(300):
    if number in book.sheet(key, "ada").bins:
        continue
    for change in editor.change_together(acts.mark_bins(key, {number: ("P4", "T7")[number % 2 :]})).changes:
        book.put(change.after)
    print(number, flush=True)
"""
