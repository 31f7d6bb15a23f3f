from __future__ import annotations

import numpy as np

from cmrstudio.domain.annotation import SliceAnnotation
from cmrstudio.domain.labels import label_image


def test_the_ring_between_the_contours_is_the_myocardium(circle) -> None:
    labels = label_image(circle(0, 0, 15.0, 25.0, spacing_mm=(1.0, 1.0)), (96, 80))
    row, column = np.mgrid[:96, :80]
    distance = np.hypot(row - 48, column - 40)
    assert (labels[distance < 14.5] == 1).all()
    assert (labels[(distance > 15.5) & (distance < 24.5)] == 2).all()
    assert (labels[distance > 25.5] == 0).all()


def test_an_epicardium_alone_is_all_myocardium(circle) -> None:
    labels = label_image(circle(0, 0, None, 25.0), (96, 80))
    assert set(np.unique(labels)) == {0, 2}


def test_an_image_without_contours_is_background() -> None:
    labels = label_image(SliceAnnotation("1", 0, 0), (5, 7))
    assert labels.shape == (5, 7)
    assert not labels.any()
