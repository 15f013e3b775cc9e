"""Clips that play slower than their files tell, at the speed at which it happened."""

from collections.abc import Mapping
from pathlib import Path

from eegview.model.errors import UsageError
from eegview.model.recording import Recording, SignalSource
from eegview.model.study.clip_slowness import ClipSlowness, typed_times, with_typed_slowness
from eegview.readers.clip.recording import ClipSource
from eegview.readers.video.typed_slowness import use_typed


def at_typed_speed(source: SignalSource, typed: Mapping[str, ClipSlowness]) -> SignalSource:
    """Return a study of clips at the speed that readers typed; any other study as it is.

    Its pictures and its sound are not read at that speed yet: see `play_typed`.

    source : as its files say
    typed : by the fingerprint of a clip; the others go by their files again
    """
    if not source.recording.is_film:
        return source
    slowed = with_typed_slowness(source.recording, typed)
    return source if slowed is source.recording else ClipSource(slowed)


def play_typed(recording: Recording) -> None:
    """Read pictures and sound of a study of clips at its speed from now on.

    Raises
    ------
    UsageError : a clip is part of the open study, which stands at another speed
    """
    others = use_typed(typed_times(recording))
    if others:
        name = Path(next(iter(others))).name
        raise UsageError(
            f"{name} is open at another speed, as its speed was entered in one study only.",
            "Close the open study, or enter the same speed in both.",
        )
