"""Real detectors that misbehave: whatever they do, the run ends with a verdict, and what came before is kept."""

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import psutil
import pytest
from detectors.made_plugins import Reports, make_plugin, run_made, small_recording

from eegview.detect.process.running import Ending
from eegview.model.errors import Cancelled
from eegview.model.suggestion.detection import RunEnd

ONE = "report.event(3.0, 0.5, 'spasm', 0.7)\n"


@pytest.fixture(scope="module")
def recording(tmp_path_factory):
    return small_recording(tmp_path_factory.mktemp("recording"))


@pytest.fixture
def short_grace(monkeypatch):
    monkeypatch.setattr("eegview.detect.process.running._GRACE_S", 0.4)


class Runner:
    """Runs bodies of `detect`, and keeps what they report."""

    def __init__(self, folder: Path, recording: Path) -> None:
        self.folder, self.recording, self.reports = folder, recording, Reports()

    def __call__(self, body: str, more: str = "", is_cancelled=lambda: False) -> tuple[Ending, Reports]:
        plugin = make_plugin(self.folder / "made", body, more)
        return run_made(plugin, self.recording, self.folder / "logs", self.reports, is_cancelled), self.reports


@pytest.fixture
def run(tmp_path, recording):
    return Runner(tmp_path, recording)


def _is_gone(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def test_done(run):
    ending, reports = run(ONE + "report.trend('height', 'µV', 0.0, 10.0, [1.0, float('nan')])\nreport.note('Well.')")
    assert (ending.end, ending.message, ending.reached_s) == (RunEnd.DONE, "", 90.0)
    assert [one.onset_s for one in reports.detections] == [3.0]
    assert reports.trends[0].values[0] == 1.0
    assert reports.notes == ["Well."]


def test_a_segfault_is_a_crash_and_what_came_before_is_kept(run):
    ending, reports = run(ONE + "import ctypes, time\ntime.sleep(0.3)\nctypes.string_at(0)")
    assert ending.end is RunEnd.CRASHED
    assert "SIGSEGV" in ending.message
    assert len(reports.detections) == 1


@pytest.mark.parametrize("code", [0, 3])
def test_leaving_by_the_back_door_is_a_crash(run, code):
    ending, reports = run(ONE + f"import os\nos._exit({code})")
    assert ending.end is RunEnd.CRASHED
    assert f"code {code}" in ending.message
    assert len(reports.detections) == 1


def test_an_exception_is_reported_in_a_sentence_and_whole_in_the_log(run):
    ending, reports = run(ONE + "raise ValueError('the third row is empty')")
    assert ending.end is RunEnd.CRASHED
    assert ending.message.endswith(" with an error: ValueError: the third row is empty (detector.py, line 3).")
    assert "Traceback" in ending.log.read_text()
    assert len(reports.detections) == 1


def test_what_an_engine_cannot_do_is_reported_in_its_own_sentence(run):
    body = "from eegview.model.errors import DetectorFailed\nraise DetectorFailed('It cannot.', 'Choose another.')"
    ending, reports = run(ONE + body)
    assert (ending.end, ending.message) == (RunEnd.CRASHED, "It cannot. Choose another.")
    assert len(reports.detections) == 1


def test_a_slip_of_the_pen_is_reported_without_where_the_copy_lies(run, tmp_path):
    ending, _reports = run("x = (")
    assert ending.message.endswith(" with an error: SyntaxError: '(' was never closed (detector.py, line 2).")


@pytest.mark.parametrize(
    ("body", "end", "expected"),
    [("yield 1", RunEnd.CRASHED, "call report.event"), ("return [1]", RunEnd.DONE, "only what it reports counts")],
)
def test_events_that_are_returned_and_not_reported_are_no_riddle(run, body, end, expected):
    ending, reports = run(body)
    assert ending.end is end
    assert expected in " ".join([ending.message, *reports.notes])


def test_leaving_by_sys_exit_is_a_crash(run):
    assert run("import sys\nsys.exit(0)")[0].end is RunEnd.CRASHED


def test_a_hang_is_silence(run):
    ending, reports = run(ONE + "while True: pass", "[limits]\nsilence_s = 1.0")
    assert ending.end is RunEnd.SILENT
    assert "1 s" in ending.message
    assert len(reports.detections) == 1


def test_endless_output_is_bad_output(run):
    ending, reports = run("while True: report.event(1.0, 0.5, 'spasm', 0.5)")
    assert ending.end is RunEnd.BAD_OUTPUT
    assert "20000 events" in ending.message
    assert len(reports.detections) == 20_000


def test_a_message_without_end_is_bad_output(run):
    ending, _reports = run("while True: report._send(b'x' * 100000)")
    assert ending.end is RunEnd.BAD_OUTPUT
    assert "without end" in ending.message


def test_eight_gigabytes_at_once_are_refused(run):
    ending, reports = run(ONE + "import numpy as np\nheld = np.ones(2 ** 30, np.float64)\nreport.progress(1.0)")
    assert ending.end is RunEnd.OVER_MEMORY
    assert len(reports.detections) == 1


def test_memory_that_creeps_up_is_seen(run):
    body = ONE + "held = []\nimport time\nwhile True:\n    held.append(bytearray(8 << 20))\n    time.sleep(0.1)"
    ending, reports = run(body, "[limits]\nmemory_mib = 200.0")
    assert ending.end is RunEnd.OVER_MEMORY
    assert ending.peak_mib > 200
    assert len(reports.detections) == 1


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("report._send(b'{not json}\\n')", "not a message"),
        ('report._send(b\'{"event":{"onset_s":NaN,"duration_s":1,"score":0.5}}\\n\')', "not a finite"),
    ],
)
def test_what_cannot_be_is_bad_output(run, body, expected):
    ending, reports = run(ONE + body)
    assert ending.end is RunEnd.BAD_OUTPUT
    assert len(reports.detections) == 1
    assert expected in ending.message


def test_prints_go_to_the_log_and_disturb_nothing(run, recording):
    body = f"""
        import os, sys
        for number in range(20000):
            print('line', number, '{recording.name}')
        os.write(1, b'raw\\n'); os.write(2, bytes(range(256)))
        sys.stdout.close()
        os.closerange(0, 3)
        report.event(3.0, 0.5, 'spasm', 0.7)
    """
    ending, reports = run(body)
    assert ending.end is RunEnd.DONE
    assert len(reports.detections) == 1
    log = ending.log.read_text(errors="replace")
    assert "line 19999 the recording\n" in log
    assert recording.name not in log
    assert ending.log.stat().st_size < 1_000_000


def test_closing_the_line_is_a_crash(run, short_grace):
    ending, reports = run(ONE + "import os, time\ntime.sleep(0.2)\nos.closerange(3, 200)\ntime.sleep(60)")
    assert ending.end is RunEnd.CRASHED
    assert len(reports.detections) == 1


def test_a_stop_is_obeyed(run):
    body = ONE + "import time\nwhile True:\n    time.sleep(0.01)\n    report.progress(0.25)"
    ending, reports = run(body, is_cancelled=lambda: run.reports.share > 0)
    assert (ending.end, ending.message) == (RunEnd.CANCELLED, "Stopped.")
    assert len(reports.detections) == 1
    assert ending.reached_s == pytest.approx(22.5)


def test_one_who_does_not_listen_is_ended_after_a_grace(run, short_grace):
    body = ONE + "while True: pass"
    ending, _reports = run(body, is_cancelled=lambda: bool(run.reports.detections))
    assert ending.end is RunEnd.CANCELLED
    assert "did not stop on request" in ending.message


def test_the_one_who_listens_may_stop_it(tmp_path, recording):
    def on_report(_batch):
        raise Cancelled

    folder = make_plugin(tmp_path / "made", "while True: report.progress(0.1)")
    assert run_made(folder, recording, tmp_path / "logs", on_report).end is RunEnd.CANCELLED


def test_a_run_beyond_its_time_is_stopped(run, monkeypatch):
    monkeypatch.setattr("eegview.detect.process.running._SHORTEST_RUN_S", 1.0)
    ending, _reports = run(
        "import time\nwhile True: time.sleep(0.01); report.progress(0.1)", "[limits]\nseconds_per_hour = 1.0"
    )
    assert ending.end is RunEnd.CANCELLED
    assert "longer than 1 s" in ending.message


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_what_it_started_ends_with_it(run, tmp_path):
    written = tmp_path / "pid"
    body = f"""
        import os, time
        if os.fork() == 0:
            os.setsid()  # out of the group
            if os.fork() == 0:  # and away from the parent
                open({str(written)!r}, 'w').write(str(os.getpid()))
                time.sleep(600)
            os._exit(0)
        while not os.path.exists({str(written)!r}): time.sleep(0.01)
        time.sleep(0.05)
        os._exit(7)
    """
    ending, _reports = run(body)
    assert ending.end is RunEnd.CRASHED
    pid = int(written.read_text())
    deadline_s = time.monotonic() + 5
    while not _is_gone(pid) and time.monotonic() < deadline_s:
        threading.Event().wait(0.02)
    assert _is_gone(pid)


ENDS = {"returns": "", "crashes": "os._exit(7)", "aborts": "os.abort()", "hangs": "time.sleep(600)"}


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux hands orphans over to the detector's own process")
@pytest.mark.parametrize("how", ENDS)
def test_what_hides_from_it_ends_with_it_too(run, tmp_path, how, short_grace):
    written = tmp_path / "pid"
    stray = f"import os, time; open({str(written)!r}, 'w').write(str(os.getpid())); time.sleep(600)"
    body = f"""
        import os, sys, time
        if os.fork() == 0:
            os.setsid()
            if os.fork() == 0:
                os.setsid()
                os.execve(sys.executable, [sys.executable, '-S', '-c', {stray!r}], {{}})  # nothing tells whose it is
            os._exit(0)
        while not os.path.exists({str(written)!r}) or not open({str(written)!r}).read(): time.sleep(0.01)
        {ENDS[how]}
    """
    run(body, is_cancelled=lambda: how == "hangs" and written.exists())
    pid = int(written.read_text())
    assert _is_gone(pid)


def test_its_arguments_and_environment_tell_nothing(run, recording, tmp_path, monkeypatch):
    monkeypatch.setenv("EEGVIEW_LIBRARY", "postgresql://me:secret@server/study")
    written = tmp_path / "written"
    body = f"import os\nopen({str(written)!r}, 'w').write(open('/proc/self/cmdline').read() + str(dict(os.environ)))"
    if not Path("/proc/self/cmdline").exists():
        pytest.skip("this system does not show arguments in /proc")
    assert run(body)[0].end is RunEnd.DONE
    assert recording.name not in written.read_text()
    assert "secret" not in written.read_text()


def test_an_interpreter_that_is_not_there_is_reported(tmp_path, recording):
    folder = make_plugin(tmp_path / "made", top='interpreter = "no-such-python"')
    ending = run_made(folder, recording, tmp_path / "logs", Reports())
    assert ending.end is RunEnd.CRASHED
    assert "no-such-python" in ending.message


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no process groups")
def test_it_ends_when_the_program_is_killed(tmp_path, recording):
    written = tmp_path / "pid"
    body = f"import os, time\nopen({str(written)!r}, 'w').write(str(os.getpid()))\nwhile True: time.sleep(0.1)"
    folder = make_plugin(tmp_path / "made", body)
    host = subprocess.Popen(
        [sys.executable, "-c", HOST, str(folder), str(recording), str(tmp_path / "logs")],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )
    deadline_s = time.monotonic() + 30
    while not (written.exists() and written.read_text()) and time.monotonic() < deadline_s:
        threading.Event().wait(0.02)
    pid = int(written.read_text())
    host.kill()
    host.wait()
    while not _is_gone(pid) and time.monotonic() < deadline_s:
        threading.Event().wait(0.02)
    assert _is_gone(pid)


HOST = """
import sys
from pathlib import Path
from detectors.made_plugins import Reports, run_made
run_made(*map(Path, sys.argv[1:]), Reports())
"""
