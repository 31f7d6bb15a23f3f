"""Volumes with a grey ring around a bright disc, and a "network" that reads such images by their brightness."""

import numpy as np

from training.truth import TruthVolume

SHAPE = (64, 72)
RADII_PX = (14.0, 12.0, 10.0)
WALL_PX = 6.0
GREYS = np.array([0, 200, 100], np.uint16)


def ring(radius_px: float, centre: tuple[float, float] = (31.0, 36.0)) -> np.ndarray:
    """Labels of one slice with a cavity of ``radius_px`` around ``centre`` (row, column) in a wall of 6 pixels."""
    row, column = np.mgrid[: SHAPE[0], : SHAPE[1]]
    radius = np.hypot(row - centre[0], column - centre[1])
    return np.where(radius < radius_px, 1, np.where(radius < radius_px + WALL_PX, 2, 0)).astype(np.uint8)


def toy_volume(
    subject: str = "one", phase: str = "ED", group: str = "NOR", *, scale: float = 1.0, **changes: object
) -> TruthVolume:
    """Three slices from base to apex, calibrated to 1.5 mm and 10 mm; ``changes`` are fields of ``TruthVolume``."""
    labels = np.stack([ring(radius * scale) for radius in RADII_PX])
    values = {
        "source": "toy",
        "images": GREYS[labels],
        "labels": labels,
        "pixel_spacing_mm": (1.5, 1.5),
        "slice_spacing_mm": 10.0,
        "calibrated": True,
        **changes,
    }
    return TruthVolume(subject=subject, group=group, phase=phase, **values)


def read_brightness(images: np.ndarray) -> np.ndarray:
    """Probabilities of cavity where an image is bright, of myocardium where it is grey, of background elsewhere."""
    cavity = images > 0.75
    myocardium = (images > 0.25) & ~cavity
    return np.stack([cavity, myocardium, ~cavity & ~myocardium], axis=-1).astype(np.float32)


def see_nothing(images: np.ndarray) -> np.ndarray:
    """Background everywhere."""
    probabilities = np.zeros((*images.shape, 3), np.float32)
    probabilities[..., 2] = 1
    return probabilities
