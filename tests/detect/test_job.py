from eegview.app.montage.store import montage_by_id
from eegview.detect.job import Job, identifying_texts, job_from_line, job_line
from eegview.model.span import Span


def test_a_job_comes_back_from_its_line():
    montage = montage_by_id("longitudinal_bipolar")
    job = Job(("/data/a b.edf",), "f" * 64, montage, Span(1.5, 9.0), (("x", 1.0), ("y", True)), 6.5, "", "/s", 100.0)
    line = job_line(job, "/plugins/mine")
    assert line.count(b"\n") == 1
    assert line.endswith(b"\n")
    assert job_from_line(line) == (job, "/plugins/mine")


def test_what_names_a_recording_is_hidden_in_whatever_file_of_it_is_named():
    said = "cannot open /data/Smith_John/night7.vmrk, only night7.eeg, night7.vhdr and /data/Smith_John/night7.vhdr"
    for text in identifying_texts(["/data/Smith_John/night7.vhdr"]):
        said = said.replace(text, "it ")
    assert said == "cannot open it .vmrk, only it eeg, it  and it "


def test_a_plain_name_leaves_plain_words_alone():
    said = "The recording of this study is too short."
    for text in identifying_texts(["/data/recording.edf", "/data/study.edf"]):
        said = said.replace(text, "it")
    assert said == "The recording of this study is too short."
