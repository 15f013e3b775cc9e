"""Compute where scalp electrodes lie on a spherical head, and the field between them by spherical splines."""

import numpy as np
import numpy.typing as npt

Values = npt.NDArray[np.float64]

_STIFFNESS = 4  # m of Perrin et al. 1989
_N_TERMS = 40  # of the Legendre series; the rest is below 1e-6 of the first for m = 4
_SMOOTHING = 1e-7  # keeps two electrodes that lie close together from fighting each other
_EDGE = 1.06  # how far the grid reaches, 1 = the ring of Fp, T7, O and T8
_FARTHEST = 1.2  # no field is computed farther from the vertex than this

# Azimuth from the nose of the ring position, and angle of the midline position from the vertex, front positive.
_ROWS_DEG = {
    "AF": (36.0, 67.5),
    "F": (54.0, 45.0),
    "FC": (72.0, 22.5),
    "C": (90.0, 0.0),
    "CP": (108.0, -22.5),
    "P": (126.0, -45.0),
    "PO": (144.0, -67.5),
}
_RING_NAMES = {"FC": "FT", "C": "T", "CP": "TP"}  # how positions 7 to 10 of a row are called
_RING_DEG = 90.0  # from the vertex
_BELOW_DEG = 112.0  # positions 9 and 10


def electrode_position(name: str) -> Values | None:
    """Return the (3,) unit vector of a 10-20 or 10-10 position: x to the right ear, y to the nose, z to the vertex.

    Fp, T7, O and T8 lie on a ring 90° from the vertex, the midline in equal steps between; a position between ring and
    midline lies on the circle through both rings' ends and the midline, in equal steps. None for any other name.
    """
    return _POSITIONS.get(name)


def _on_sphere(from_vertex_deg: float, from_nose_deg: float) -> Values:
    down, around = np.radians([from_vertex_deg, from_nose_deg])
    return np.array([np.sin(down) * np.sin(around), np.sin(down) * np.cos(around), np.cos(down)])


def _on_row(ring_deg: float, midline_deg: float, share: float) -> Values:
    """Return the point `share` (-1 left end, 0 midline, 1 right end) along the circle through ends and midline."""
    left, middle, right = _on_sphere(_RING_DEG, -ring_deg), _on_sphere(midline_deg, 0), _on_sphere(_RING_DEG, ring_deg)
    normal = np.cross(left - middle, right - middle)
    normal /= np.linalg.norm(normal)
    centre = normal * float(normal @ middle)
    spoke = middle - centre
    across = np.cross(normal, spoke)
    end = right - centre
    angle = np.arctan2(float(end @ across), float(end @ spoke)) * share
    return centre + spoke * np.cos(angle) + across * np.sin(angle)


def _all_positions() -> dict[str, Values]:
    at = {"Fpz": _on_sphere(_RING_DEG, 0), "Oz": _on_sphere(_RING_DEG, 180)}
    at |= {"Fp1": _on_sphere(_RING_DEG, -18), "Fp2": _on_sphere(_RING_DEG, 18)}
    at |= {"O1": _on_sphere(_RING_DEG, -162), "O2": _on_sphere(_RING_DEG, 162)}
    for row, (ring_deg, midline_deg) in _ROWS_DEG.items():
        at[f"{row}z"] = _on_row(ring_deg, midline_deg, 0.0)
        for number in range(1, 11):
            side = -1 if number % 2 else 1
            step = (number + 1) // 2
            name = f"{_RING_NAMES.get(row, row) if step >= 4 else row}{number}"
            at[name] = (
                _on_row(ring_deg, midline_deg, side * step / 4)
                if step <= 4
                else _on_sphere(_BELOW_DEG, side * ring_deg)
            )
    return at


_POSITIONS = _all_positions()


def flattened(positions: Values) -> Values:
    """Return (n, 2) places on the map of (n, 3) unit vectors: angle from the vertex kept, 1 = the ring, nose at +y."""
    angle = np.degrees(np.arccos(np.clip(positions[:, 2], -1, 1))) / _RING_DEG
    level = np.hypot(positions[:, 0], positions[:, 1])
    scale = np.divide(angle, level, out=np.zeros_like(angle), where=level > 1e-12)
    return positions[:, :2] * scale[:, None]


def map_weights(positions: Values, n_across: int) -> Values:
    """Return what turns electrodes' values into a map: `weights @ values` is the field at each point of the grid.

    Parameters
    ----------
    positions : (n_electrodes, 3) unit vectors, at least four
    n_across : points across and down; the grid spans ±1.06 of the ring, row 0 at the nose

    Returns
    -------
    (n_across * n_across, n_electrodes) float64, NaN beyond 1.2 of the ring

    The interpolation is the spherical spline of Perrin, Pernier, Bertrand and Echallier (1989), Electroencephalography
    and Clinical Neurophysiology 72:184-187, with m = 4.
    """
    n_electrodes = len(positions)
    axis = np.linspace(-_EDGE, _EDGE, n_across)
    x, y = np.meshgrid(axis, -axis)
    level = np.hypot(x, y).ravel()
    is_inside = level <= _FARTHEST
    angle = np.radians(level[is_inside] * _RING_DEG)
    turn = np.arctan2(y.ravel()[is_inside], x.ravel()[is_inside])
    points = np.stack([np.sin(angle) * np.cos(turn), np.sin(angle) * np.sin(turn), np.cos(angle)], axis=1)
    system = np.zeros((n_electrodes + 1, n_electrodes + 1))
    system[:-1, :-1] = _spline(positions @ positions.T) + _SMOOTHING * np.eye(n_electrodes)
    system[-1, :-1] = system[:-1, -1] = 1.0
    solved = np.linalg.solve(system, np.eye(n_electrodes + 1)[:, :n_electrodes])
    basis = np.hstack([_spline(points @ positions.T), np.ones((len(points), 1))])
    weights = np.full((n_across * n_across, n_electrodes), np.nan)
    weights[is_inside] = basis @ solved
    return weights


def _spline(cosines: Values) -> Values:
    degrees = np.arange(1, _N_TERMS + 1)
    factors = (2 * degrees + 1) / (degrees * (degrees + 1.0)) ** _STIFFNESS / (4 * np.pi)
    series = np.concatenate([[0.0], factors])
    return np.asarray(np.polynomial.legendre.legval(np.clip(cosines, -1, 1), series), np.float64)


def strongest_moment(values: Values) -> int:
    """Return the sample at which the field is most uneven: the largest standard deviation over electrodes.

    values : (n_electrodes, n_samples); samples with a NaN are left out, the first is returned where all have one

    This is the global field power of Lehmann and Skrandies (1980), Electroencephalography and Clinical Neurophysiology
    48:609-621.
    """
    power = np.where(np.isfinite(values).all(axis=0), np.std(values, axis=0), -1.0)
    return int(np.argmax(power))
