"""A figure that was counted or measured, with its 95 % interval or the reason why it has none."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its 95 % interval.

    value : in `unit`
    low, high : ends of the 95 % interval, both None where there is none
    unit : "per_hour", "share" (0–1), "s", "min" or "count"
    method : how the interval was computed, or why there is none
    n : how many observations the figure rests on
    marks : ids of the marks it was counted from, by onset
    run_limit : of a rate of which none was seen: upper 95 % limit of runs of spasms per hour
    n_runs : of a rate: in how many runs of spasms they came
    """

    value: float
    low: float | None
    high: float | None
    unit: str
    method: str
    n: int
    marks: tuple[str, ...] = ()
    run_limit: float | None = None
    n_runs: int | None = None

    @property
    def has_interval(self) -> bool:
        return self.low is not None and self.high is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Median(Estimate):
    """A median with its 95 % interval, and how the values spread.

    lower_quartile, upper_quartile : 25 % and 75 % of the values lie below (interpolated between two values)
    least, most : the range
    """

    lower_quartile: float
    upper_quartile: float
    least: float
    most: float
