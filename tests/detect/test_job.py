from eegview.app.montage.store import montage_by_id
from eegview.detect.job import Job, job_from_line, job_line
from eegview.model.span import Span


def test_a_job_comes_back_from_its_line():
    montage = montage_by_id("longitudinal_bipolar")
    job = Job(
        ("/data/a b.edf",), "f" * 64, montage, Span(1.5, 9.0), (("x", 1.0), ("y", True)), 6.5, "", "/s", 100.0, "koi8-r"
    )
    line = job_line(job, "/plugins/mine")
    assert line.count(b"\n") == 1
    assert line.endswith(b"\n")
    assert job_from_line(line) == (job, "/plugins/mine")
