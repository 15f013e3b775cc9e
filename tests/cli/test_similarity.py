"""`eegview events list` of a clip tells which recorded events its events resemble."""

import json
from contextlib import closing
from pathlib import Path

import pytest
from barcoded import write_video

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
