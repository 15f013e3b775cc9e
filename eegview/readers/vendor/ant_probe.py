"""Try an ANT CNT file in a process of its own before it is opened in this one.

The C library that reads the format trusts its bytes: damaged ones make it loop for ever or end the process.
"""

import subprocess
import sys
from pathlib import Path

from eegview.model.errors import UnreadableFile

_COMPUTING_S = 6  # of the processor; a sound file needs 0.1
_PATIENCE_S = 60.0  # by the clock, for a system that cannot limit computing; a busy machine makes a sound file wait
_START = """
import sys
from antio import read_cnt
from antio.parser import read_device_info, read_info, read_meas_date, read_triggers
try:
    import resource, time
    limit_s = int(time.process_time()) + int(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_CPU, (limit_s, limit_s + 1))
except ImportError:
    pass
"""
# Reads samples from the first to the last at up to fifty places, all triggers and the start time; nothing of the
# patient. Twice, since what one handle corrupts may bring down the next.
_TRIAL = """
for _ in range(2):
    cnt = read_cnt(sys.argv[1])
    read_info(cnt), read_meas_date(cnt), read_device_info(cnt), read_triggers(cnt)
    n_samples = cnt.get_sample_count()
    assert 0 < n_samples < 2**40 and 0 < cnt.get_channel_count() < 4096
    for first in range(0, n_samples, max(256, n_samples // 50)):
        cnt.get_samples(first, min(first + 256, n_samples))
    cnt.get_samples(n_samples - 1, n_samples)
    del cnt
"""


def refuse_if_unsafe(path: Path) -> None:
    """Read a few samples of a file in a child process; takes about a third of a second.

    Raises
    ------
    UnreadableFile : the child crashed, failed, computed for too long or did not end
    """
    try:
        subprocess.run(
            [sys.executable, "-I", "-c", _START + _TRIAL, str(path), str(_COMPUTING_S)],
            check=True,
            capture_output=True,
            timeout=_PATIENCE_S,
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise UnreadableFile(
            f"{path.name} looks like ANT CNT but is damaged beyond use.", "Copy it again from where it was recorded."
        ) from error
