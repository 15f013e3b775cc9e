"""The numbers by which the background is measured."""

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class BackgroundRules:
    """The numbers by which the background is measured; `resources/trends/background.toml` says where they are from.

    bin_s : in each of which amplitude and sharp waves are measured
    largest_uv, smallest_uv : peak to peak in a bin; beyond them it is a cable or a dead electrode
    most_fast_uv : rms of the change from sample to sample, above it is muscle
    least_good : share of a row's bins that must be neither, for the row to count in an epoch
    least_rows : share of the rows that must count, and `fewest_rows`
    window_s, edge_share, edge_low_hz, edge_high_hz : of the spectral edge
    delay_s : between the three samples that permutation entropy compares
    sharp_uv, sharp_times, sharp_s : height of a sharp wave, beside the row's median peak, and its width at half height
    sharp_most : in a bin; more is a rhythm, a spindle or muscle
    sharp_rows : rows in which a bin has a sharp wave, for it to count
    least_s : of an epoch in one piece, where missing samples of all rows cut it
    typical_uv : amplitude at which the index is 0
    """

    bin_s: float = 1.0
    largest_uv: float = 1500.0
    smallest_uv: float = 1.0
    most_fast_uv: float = 25.0
    least_good: float = 0.6
    least_rows: float = 0.5
    fewest_rows: int = 2
    window_s: float = 2.0
    edge_share: float = 0.95
    edge_low_hz: float = 0.5
    edge_high_hz: float = 30.0
    delay_s: float = 1 / 64
    sharp_uv: float = 80.0
    sharp_times: float = 3.0
    sharp_s: float = 0.05
    sharp_most: int = 6
    sharp_rows: int = 2
    least_s: float = 8.0
    typical_uv: float = 230.0

    def __post_init__(self) -> None:
        """Refuse numbers by which nothing can be measured, with a ValueError."""
        for field in fields(self):
            if not getattr(self, field.name) > 0:
                raise ValueError(f"“{field.name}” is {getattr(self, field.name)}; it must be above 0.")
        if self.edge_low_hz >= self.edge_high_hz:
            raise ValueError(f"“edge_low_hz” is {self.edge_low_hz:g} Hz; it must be below “edge_high_hz”.")
