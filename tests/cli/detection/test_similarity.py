"""`eegview events list` of a clip tells which recorded events its events resemble."""

import json
from contextlib import closing
from pathlib import Path

import pytest
from films.barcoded import write_video
from made_studies.blind_study import BLIND, OTHER, add_home_event, make_blind_study

from eegview.app.infant.keeping import say
from eegview.app.library.opening import Reviewer, open_source
from eegview.app.study.records import Statement
from eegview.cli.run import main
from eegview.model.study.records import RESEMBLES_TERM
from eegview.model.study.resemblance import Resemblance, held_resemblance


def test_a_link_stands_below_its_event_and_in_the_json(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path / 'library.sqlite'}"
    monkeypatch.setenv("EEGVIEW_LIBRARY", url)
    clip = str(write_video(tmp_path / "clip.mp4", n_frames=50))
    add = ("events", "add", clip, "--term", "spasm", "--onset", "1", "--reviewer", "ana", "--json")
    assert main([*add]) == 0
    mark_id = json.loads(capsys.readouterr().out)["event"]["annotation_id"]
    with closing(open_source([clip])) as source:
        fingerprint = source.recording.fingerprint
    said = Resemblance(mark_id, 1.0, "e" * 32, "there", 151.5, 1.0, "Spasm · Flexor", "same")
    say(url, fingerprint, Reviewer("ana"), [Statement(RESEMBLES_TERM, mark_id, held_resemblance(said))])
    assert main(["events", "list", clip, "--reviewer", "ana"]) == 0
    out = capsys.readouterr().out.splitlines()
    assert out[1] == "  resembles (same): Spasm · Flexor at 00:02:31.50 of eeeeeeee…  [ana]"
    assert main(["events", "list", clip, "--reviewer", "ana", "--json"]) == 0
    (event,) = json.loads(capsys.readouterr().out)["events"]
    (link,) = event["resembles"]
    assert (link["study"], link["onset_s"], link["how_alike"], link["reader"]) == ("e" * 32, 151.5, "same", "ana")


def test_the_recorded_study_lists_the_home_event_at_its_mark(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EEGVIEW_REVIEWER", "Cy")
    made = make_blind_study(tmp_path)
    clip = add_home_event(made, tmp_path)
    monkeypatch.setenv("EEGVIEW_LIBRARY", made.library)
    with closing(open_source([str(clip)])) as source:
        fingerprint = source.recording.fingerprint
    listed = ("events", "list", str(made.file), "--reviewer", OTHER)
    assert main([*listed]) == 0
    assert (
        f"  resembled by (same): event at 00:00:01.00 of clip {fingerprint[:8]}…  [{OTHER}]" in capsys.readouterr().out
    )
    assert main([*listed, "--json"]) == 0
    (event,) = (one for one in json.loads(capsys.readouterr().out)["events"] if "resembled_by" in one)
    (link,) = event["resembled_by"]
    assert (event["layer"], link["clip"], link["onset_s"], link["reader"]) == (OTHER, fingerprint, 1.0, OTHER)
    for viewer in (BLIND, "Cy"):
        assert main(["events", "list", str(made.file), "--reviewer", viewer, "--json"]) == 0
        assert "resembled_by" not in capsys.readouterr().out
