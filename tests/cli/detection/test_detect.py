"""`eegview detect` and `eegview detectors`, as scripts use them."""

import json
import os
from pathlib import Path

import pytest
from detectors.made_plugins import make_plugin
from recordings.study_files import write_edf

from eegview.cli.run import main

BODY = """
report.event(12.25, 0.5, "spasm", 1 / (1 + 2.718281828459045 ** -parameters["points"]), ["Fp1-F7", "F7-T7"],
             [("height", 3.0, "z", parameters["points"])])
report.event(3.0, 0.0, "spasm", 0.5)
"""
MORE = '[[parameters]]\nname = "points"\nlabel = "Points"\ndefault = 1.0\nmaximum = 5.0\n'


@pytest.fixture(autouse=True)
def own_folders(tmp_path, monkeypatch):
    """Have agreements, logs and libraries in a folder of the test."""
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))
    monkeypatch.setenv("EEGVIEW_LIBRARY", str(tmp_path / "library.sqlite"))
    monkeypatch.setenv("EEGVIEW_PLUGINS", str(tmp_path / "plugins"))


@pytest.fixture
def study(tmp_path):
    return write_edf(tmp_path / "study.edf", segments=((0, 30),))


@pytest.fixture
def plugin(tmp_path):
    return make_plugin(tmp_path / "plugins" / "made", BODY, MORE)


def test_from_new_to_a_table(tmp_path, study, plugin, capsys):
    out = tmp_path / "found.tsv"
    order = ["detect", str(study), "--detector", "made", "--set", "points=2", "-o", str(out)]
    assert main(order) == 4
    assert "eegview detectors trust made" in capsys.readouterr().err
    assert main(["detectors", "trust", "made"]) == 0
    shown = capsys.readouterr().out
    assert "detector.py" in shown
    assert "with your rights" in shown
    assert main(order) == 0
    assert "2 suggestions" in capsys.readouterr().out
    head, *rows = (line.split("\t") for line in out.read_text().splitlines())
    assert head == ["onset", "duration", "trial_type", "score", "channels", "run_id", "reasons"]
    assert [row[:5] for row in rows] == [
        ["3.000", "0.000", "spasm", "0.5000", "n/a"],
        ["12.250", "0.500", "spasm", "0.8808", "Fp1-F7,F7-T7"],
    ]
    assert len(rows[0][5]) == 32
    assert rows[0][5] == rows[1][5]
    assert [row[6] for row in rows] == ["n/a", "height = 3 z (+2)"]
    assert main([*order[:-2], "--no-store", "--json", "--from", "10", "--to", "00:00:20"]) == 4  # 3 s is not searched
    told = json.loads(capsys.readouterr().out)
    assert told["end"] == "bad output"
    assert [one["onset_s"] for one in told["detections"]] == [12.25]
    assert told["detections"][0]["terms"] == [{"name": "height", "value": 3.0, "unit": "z", "points": 2.0}]
    assert told["parameters"] == {"points": "2.0"}


def test_what_more_of_the_recording_may_change_is_said(tmp_path, study, capsys):
    body = """
stop_s = recording.span.stop_s
for onset_s, waits in ((3.0, False), (stop_s - 4, True), (stop_s - 2, True)):
    terms = [("height", 1.0, "z", 1.0)] + [("not final: little was read after it", 4.0, "s", 0.0)] * waits
    report.event(onset_s, 0.5, "spasm", 1 / (1 + 2.718281828459045 ** -1.0), (), terms)
"""
    make_plugin(tmp_path / "plugins" / "made", body)
    assert main(["detectors", "trust", "made"]) == 0
    order, out = ["detect", str(study), "--detector", "made", "--no-store"], tmp_path / "found.tsv"
    capsys.readouterr()
    assert main([*order, "--to", "20", "--json", "-o", str(out)]) == 0
    told = capsys.readouterr()
    assert "Not final: 2 of 3 suggestions, from 00:00:16 on. The search ended at 00:00:20" in told.err
    found = json.loads(told.out)
    assert [one["is_final"] for one in found["detections"]] == [True, False, False]
    assert found["program"].startswith("0.")
    assert len(found["code_hash"]) == 64
    columns = out.read_text().splitlines()[0].split("\t")
    assert columns == ["onset", "duration", "trial_type", "score", "channels", "run_id", "reasons"]
    assert main(order) == 0
    assert "this may change; otherwise it stands" in capsys.readouterr().err
    make_plugin(tmp_path / "plugins" / "made", "report.note('nothing')")
    assert main(["detectors", "trust", "made"]) == 0
    assert main(order) == 0
    assert "ot final" not in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["--detector", "nothing"], 2, "no detector “nothing”"),
        (["--detector", "made", "--set", "points"], 2, "not KEY=VALUE"),
        (["--detector", "made", "--set", "points=9"], 2, "above 5"),
        (["--detector", "made", "--set", "speed=9"], 2, "no parameter “speed”"),
        (["--detector", "made", "--from", "20", "--to", "10"], 2, "not after the beginning"),
        (["--detector", "made", "-o", "found.xlsx"], 2, "ends in .tsv"),
    ],
)
def test_what_makes_no_sense_is_told(study, plugin, capsys, words, code, told):
    assert main(["detect", str(study), *words]) == code
    assert told in capsys.readouterr().err


def test_a_file_that_cannot_be_read(tmp_path, plugin, capsys):
    assert main(["detect", str(tmp_path / "no.edf"), "--detector", "made"]) == 3


def test_the_list_has_shipped_and_own(plugin, capsys):
    assert main(["detectors", "list", "--json"]) == 0
    listed = {one["id"]: one for one in json.loads(capsys.readouterr().out)}
    assert listed["made"]["state"] == "new"
    assert {"id", "title", "version", "state"} <= set(listed["example"])
    assert main(["detectors"]) == 0
    assert "made" in capsys.readouterr().out


def test_info_shows_page_and_parameters(plugin, capsys):
    assert main(["detectors", "info", "made"]) == 0
    assert "## Limits" in (shown := capsys.readouterr().out)
    assert "points = 1.0" in shown
    assert main(["detectors", "info", "made", "--json"]) == 0
    described = json.loads(capsys.readouterr().out)
    assert described["parameters"][0]["maximum"] == 5.0
    assert set(described["threshold"].values()) == {True}
    assert main(["detectors", "info", "hypsarrhythmia", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["threshold"] == {"hypsarrhythmia": False}


FIGURES = """
[[evidence]]
data = "one infant"
result = "none false"
read_h = 0.5
looks = 1
fitted = ""
[[calibration]]
score_from = 0.7
score_to = 0.8
n = 9
n_true = 6
data = "20 infants"
"""


def test_info_says_what_each_figure_says_of_its_data(tmp_path, capsys):
    make_plugin(tmp_path / "plugins" / "made", more=FIGURES)
    assert main(["detectors", "info", "made"]) == 0
    shown = capsys.readouterr().out
    assert "one infant: none false (0.5 h read, looked at once, nothing fitted on it)" in shown
    assert "Of 9 suggestions scored 0.70–0.80 in tests, 6 were true (67 %, 35–88 %; 20 infants)." in shown
    assert main(["detectors", "info", "made", "--json"]) == 0
    described = json.loads(capsys.readouterr().out)
    assert described["evidence"] == [
        {"data": "one infant", "result": "none false", "read_h": 0.5, "looks": 1, "fitted": ""}
    ]
    assert described["calibration"] == [{"score_from": 0.7, "score_to": 0.8, "n": 9, "n_true": 6, "data": "20 infants"}]


def test_check_tells_every_fault_and_exits_with_2(tmp_path, plugin, capsys):
    assert main(["detectors", "check", str(plugin)]) == 0
    capsys.readouterr()
    more = '[input]\nmontage = "crown"\nrate_hz = -1\nhalo = 2\n'
    broken = make_plugin(tmp_path / "broken", more=more, detector_id="broken")
    assert main(["detectors", "check", str(broken)]) == 2
    assert len(capsys.readouterr().out.splitlines()) == 3
    make_plugin(broken, more='[input]\nmontage = "crown"\n', top='terms = ["epilepsy"]')
    assert main(["detectors", "check", str(broken)]) == 2
    lines = capsys.readouterr().out.splitlines()
    assert any("epilepsy" in line for line in lines)
    assert any("crown" in line for line in lines)
    (broken / "plugin.toml").write_bytes(os.urandom(500))
    assert main(["detectors", "check", str(broken)]) == 2
    assert main(["detectors", "check", str(tmp_path / "nowhere")]) == 2


def test_a_broken_one_is_neither_trusted_nor_explained(tmp_path, capsys):
    broken = make_plugin(tmp_path / "broken", more="halo = 2\n[input]\nhalo = 2")
    for command in ("trust", "info"):
        assert main(["detectors", command, str(broken)]) == 4
        assert "is broken" in capsys.readouterr().err


def test_a_video_beside_the_recording_is_watched_where_it_is_needed(tmp_path, study, capsys, monkeypatch):
    from eegview.cli.detection import detect as command

    asked = []
    monkeypatch.setattr(command, "movement_in", lambda videos, *_more: asked.append(videos))
    make_plugin(tmp_path / "plugins" / "made", more='[input]\nvideo = "required"')
    (tmp_path / "study.mp4").write_bytes(b"")
    assert main(["detectors", "trust", "made"]) == 0
    assert main(["detect", str(study), "--detector", "made", "--no-store"]) == 2
    assert "needs the video" in capsys.readouterr().err
    assert [[Path(path).name for path in videos] for videos in asked] == [["study.mp4"]]


@pytest.mark.parametrize(
    ("text", "is_one"), [("0.1,0,0.6,1", True), ("0.6,0,0.1,1", False), ("a,b", False), ("0,0,2,1", False)]
)
def test_a_region_of_the_picture(text, is_one):
    from eegview.cli.detection.inputs import region_of
    from eegview.model.errors import UsageError

    if is_one:
        region = region_of(text)
        assert region is not None
        assert region.corners[0] == (0.1, 0.0)
    else:
        with pytest.raises(UsageError):
            region_of(text)


def test_a_video_of_unknown_time_is_not_used_and_that_is_said(tmp_path, study, capsys):
    from films.barcoded import write_video

    video = write_video(tmp_path / "elsewhere.mp4")
    order = ["detect", str(study), "--detector", "made", "--no-store", "--video", str(video)]
    make_plugin(
        tmp_path / "plugins" / "made",
        "seen = recording.movement()\nreport.note(f'{0 if seen is None else len(seen[0])} seen')",
        more='[input]\nvideo = "optional"',
    )
    assert main(["detectors", "trust", "made"]) == 0
    capsys.readouterr()
    assert main(order) == 0
    said = capsys.readouterr().err
    assert "elsewhere.mp4, time of the video: unknown" in said
    assert "its movement is not used" in said
    assert "0 seen" in said
    video.with_suffix(".sync.json").write_text('{"offset_s": 10.0, "drift_ppm": 0}')
    assert main(order) == 0
    said = capsys.readouterr().err
    assert "side file" in said
    assert "not used" not in said
    assert "120 seen" in said


def test_an_approval_is_withdrawn_with_all_its_versions(tmp_path, study, plugin, capsys):
    order = ["detect", str(study), "--detector", "made", "--no-store"]
    assert main(["detectors", "trust", "made"]) == 0
    make_plugin(plugin, BODY + "# changed", MORE)
    assert main(["detectors", "trust", str(plugin)]) == 0
    assert main(order) == 0
    capsys.readouterr()
    assert main(["detectors", "distrust", "made"]) == 0
    told = capsys.readouterr().out
    assert told.count("Withdrawn: “made” of") == 2
    assert "does not run until it is approved again" in told
    assert main(order) == 4
    assert "has not been approved yet" in capsys.readouterr().err
    assert main(["detectors", "distrust", "made"]) == 0
    assert "“made” was not approved; nothing was withdrawn." in capsys.readouterr().out
    assert main(["detectors", "trust", "made"]) == 0
    capsys.readouterr()
    assert main(["detectors", "distrust", str(plugin)]) == 0
    assert "Withdrawn" in capsys.readouterr().out
    assert main(["detectors", "distrust", "nothing"]) == 2
    assert "No detector “nothing” is known." in capsys.readouterr().err
    assert main(["detectors", "distrust", "spasms"]) == 0
    assert "comes with the program and needs no approval" in capsys.readouterr().out


TRENDS = """
import math
report.trend("Slow power, left", "µV²", 0.0, 10.0, [1.5, math.nan, 3.0])
report.trend("Spikes", "/min", 0.0, 4.0, [0.0, 2.0])
report.trend("Spikes!", "/min", 0.0, 4.0, [1.0])
"""


def test_trends_as_a_table(tmp_path, study, capsys):
    make_plugin(tmp_path / "plugins" / "made", TRENDS)
    assert main(["detectors", "trust", "made"]) == 0
    out = tmp_path / "trends.csv"
    assert main(["detect", str(study), "--detector", "made", "--no-store", "--trends", str(out)]) == 0
    assert "slow_power_left_uv2 every 10 s, spikes_per_min every 4 s" in capsys.readouterr().err
    assert out.read_text().splitlines() == [
        "time_s,slow_power_left_uv2,spikes_per_min,spikes_per_min_2",
        "0,1.5,0,1",
        "4,,2,",
        "10,,,",
        "20,3,,",
    ]


def test_a_detector_without_trends_replaces_the_table_by_an_empty_one(tmp_path, study, plugin, capsys):
    assert main(["detectors", "trust", "made"]) == 0
    out = tmp_path / "trends.csv"
    out.write_text("time_s,height_uv\n0,1\n")  # of a run before
    assert main(["detect", str(study), "--detector", "made", "--no-store", "--trends", str(out)]) == 0
    assert "gave no trends, so trends.csv has no rows" in capsys.readouterr().err
    assert out.read_text() == "time_s\n"
    wrong = ["detect", str(study), "--detector", "made", "--trends", str(tmp_path / "trends.tsv")]
    assert main(wrong) == 2
    assert "ends in .csv" in capsys.readouterr().err
