"""Compute where the electrodes of the 10-20 system lie on a spherical head, and how far a field spreads.

Coordinates are unit vectors: x to the right ear, y to the nose, z to the vertex.
"""

import numpy as np
import numpy.typing as npt

ELECTRODES = (
    *("Fp1", "Fp2", "F7", "F3", "Fz", "F4", "F8", "T7", "C3", "Cz", "C4"),
    *("T8", "P7", "P3", "Pz", "P4", "P8", "O1", "O2", "A1", "A2"),
)

Field = npt.NDArray[np.float32]


def _on_sphere(from_vertex_deg: float, from_nose_deg: float) -> np.ndarray:
    """Return the point this far down from the vertex and this far round from the nose (left is negative)."""
    down, around = np.radians([from_vertex_deg, from_nose_deg])
    return np.array([np.sin(down) * np.sin(around), np.sin(down) * np.cos(around), np.cos(down)])


def _between(first: np.ndarray, second: np.ndarray, third: np.ndarray | None = None) -> np.ndarray:
    """Return the point half way between two points, or half way from there to a third."""
    middle = first + second
    middle /= np.linalg.norm(middle)
    return middle if third is None else _between(middle, third)


def _positions() -> np.ndarray:
    # The ring through Fp1 … O2 is divided in tenths of its circumference, the midline in fifths of half of it.
    at = {"Cz": _on_sphere(0, 0), "Fz": _on_sphere(45, 0), "Pz": _on_sphere(45, 180)}
    ring = (("Fp1", -18), ("F7", -54), ("T7", -90), ("P7", -126), ("O1", -162))
    ring += (("Fp2", 18), ("F8", 54), ("T8", 90), ("P8", 126), ("O2", 162))
    at |= {name: _on_sphere(90, around) for name, around in ring}
    at |= {"A1": _on_sphere(115, -95), "A2": _on_sphere(115, 95)}
    for side, even in (("7", "3"), ("8", "4")):
        pole, rear = ("Fp1", "O1") if even == "3" else ("Fp2", "O2")
        at["C" + even] = _between(at["T" + side], at["Cz"])
        # F3 and P3 lie half way along both arcs that cross there, as nearly as a sphere allows.
        at["F" + even] = _between(at["F" + side], at["Fz"], _between(at[pole], at["C" + even]))
        at["P" + even] = _between(at["P" + side], at["Pz"], _between(at[rear], at["C" + even]))
    return np.array([at[name] for name in ELECTRODES])


POSITIONS = _positions()  # (21, 3)
LEFT = POSITIONS[:, 0] < -0.01
RIGHT = POSITIONS[:, 0] > 0.01


def electrode_index(name: str) -> int:
    """Return the number of an electrode in `ELECTRODES`."""
    return ELECTRODES.index(name)


def spread(centre: np.ndarray, width_deg: float) -> Field:
    """Return how strongly a source at `centre` is seen by each electrode.

    Parameters
    ----------
    centre : (3,) or (n, 3) unit vectors
    width_deg : angle at which the field has fallen to 0.61 of its peak

    Returns
    -------
    (21,) or (21, n) float32, 1 at the source
    """
    angle = np.degrees(np.arccos(np.clip(POSITIONS @ np.asarray(centre).T, -1, 1)))
    return np.exp(-0.5 * (angle / width_deg) ** 2).astype(np.float32)


def _muscle_fields() -> Field:
    """Return the (21, 4) fields of the scalp muscles, each with peak 1."""
    fields = []
    for places, width_deg in MUSCLE_GROUPS.values():
        field = spread(POSITIONS[[electrode_index(name) for name in places]], width_deg).max(axis=1)
        fields.append(field / field.max())
    return np.stack(fields, axis=1).astype(np.float32)


# Scalp muscles: the electrodes over them, and how far they are seen (degrees).
MUSCLE_GROUPS = {
    "forehead": (("Fp1", "Fp2"), 24),
    "left temple": (("F7", "T7"), 26),
    "right temple": (("F8", "T8"), 26),
    "neck": (("O1", "O2", "P7", "P8"), 22),
}
MUSCLE_FIELDS = _muscle_fields()


def muscle_on_scalp(groups_uv: np.ndarray) -> Field:
    """Return (21, …) of what (4, …) levels of the muscle groups are at the electrodes."""
    return np.einsum("eg,g...->e...", MUSCLE_FIELDS, groups_uv, dtype=np.float32, casting="same_kind")


def scattered_points(n_points: int, lowest_z: float = -0.35) -> np.ndarray:
    """Return `n_points` unit vectors spread evenly over the head above `lowest_z`, shape (n_points, 3)."""
    turn = np.pi * (3 - np.sqrt(5)) * np.arange(n_points)
    z = np.linspace(0.97, lowest_z, n_points)
    radius = np.sqrt(1 - z**2)
    return np.stack([radius * np.cos(turn), radius * np.sin(turn), z], axis=1)


def mixing_matrix(centres: np.ndarray, width_deg: float) -> Field:
    """Return the (21, n) weights that mix independent unit sources to unit variance at every electrode."""
    weights = spread(centres, width_deg)
    return weights / np.linalg.norm(weights, axis=1, keepdims=True)
