"""The computer's loudspeaker. The only module that knows the sound library."""

import ctypes
import sys
from collections.abc import Callable, Generator
from typing import Protocol

import numpy as np

from eegview.model.errors import EegViewError
from eegview.model.recording import Samples

Pull = Callable[[int], Samples]  # asked for n samples, returns (n, n_channels) float32; runs on the device's thread

_PERIOD_MS, _N_PERIODS = 40, 3  # 120 ms: the interpreter may be busy with a page for some tens of milliseconds


class SoundDeviceGone(EegViewError):
    """The sound device, or the system's sound server, went away."""

    def __init__(self) -> None:
        super().__init__(
            "The computer's sound output was lost; the video continues without sound.",
            "Sound returns once there is an output again.",
        )


class SoundDevice(Protocol):
    """A device that plays samples; `start` and `stop` may follow each other often.

    Both raise `SoundDeviceGone` where the device is there no more.
    """

    def start(self, pull: Pull) -> None: ...
    def stop(self) -> None: ...
    def close(self) -> None: ...


def open_sound_device(rate_hz: int, n_channels: int) -> SoundDevice | None:
    """Open the system's default sound device; return None where there is none, or it refuses."""
    import miniaudio

    _keep_alsa_quiet()
    try:
        device = miniaudio.PlaybackDevice(
            output_format=miniaudio.SampleFormat.FLOAT32,
            nchannels=n_channels,
            sample_rate=rate_hz,
            buffersize_msec=_PERIOD_MS,
            callback_periods=_N_PERIODS,
            app_name="eegview",
        )
    except miniaudio.MiniaudioError:
        return None  # a workstation without loudspeaker is no error
    if device.backend == "Null":
        device.close()
        return None
    return MiniaudioDevice(device)


class MiniaudioDevice:
    """A `SoundDevice` on an open `miniaudio.PlaybackDevice`."""

    def __init__(self, device) -> None:
        self._device = device

    def start(self, pull: Pull) -> None:
        import miniaudio

        blocks = _blocks(pull)
        next(blocks)  # the library sends the number of samples, so it must stand at its first yield
        try:
            self._device.start(blocks)
        except miniaudio.MiniaudioError:
            raise SoundDeviceGone from None

    def stop(self) -> None:
        import miniaudio

        try:
            self._device.stop()
        except miniaudio.MiniaudioError:
            raise SoundDeviceGone from None

    def close(self) -> None:
        self._device.close()


def _blocks(pull: Pull) -> Generator[Samples | bytes, int, None]:
    n_samples = yield b""
    while True:
        n_samples = yield np.ascontiguousarray(pull(n_samples))


_AlsaHandler = ctypes.CFUNCTYPE(None, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p)
_say_nothing = _AlsaHandler(lambda *_what: None)  # kept for ever: the library holds only its address


def _keep_alsa_quiet() -> None:
    """Keep ALSA from writing to the terminal, dozens of lines where a computer has no sound card."""
    if sys.platform.startswith("linux"):
        try:
            alsa = ctypes.CDLL("libasound.so.2")
        except OSError:
            return  # no ALSA, nothing to keep quiet
        alsa.snd_lib_error_set_handler(_say_nothing)
