"""A clock for what asks for the time: `from standing_clock import StandingClock`."""


class StandingClock:
    """A steady clock that stands until the test moves it: `clock.now_s += 2.0`."""

    def __init__(self, now_s: float = 1000.0) -> None:
        self.now_s = now_s

    def __call__(self) -> float:
        return self.now_s
