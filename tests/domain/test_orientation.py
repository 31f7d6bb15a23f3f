from __future__ import annotations

import numpy as np

from cmrstudio.domain.orientation import edge_letters


def affine(column: tuple[float, float, float], row: tuple[float, float, float]) -> np.ndarray:
    matrix = np.eye(4)
    matrix[:3, 0], matrix[:3, 1] = column, row
    return matrix


def test_an_axial_image_has_right_and_front_at_left_and_top() -> None:
    assert edge_letters(affine((1.4, 0, 0), (0, 1.4, 0))) == ("R", "A", "L", "P")


def test_an_oblique_edge_has_its_two_strongest_letters() -> None:
    left, top, right, bottom = edge_letters(affine((0.8, 0.6, 0), (0, 0.1, -1)))
    assert (left, right) == ("RA", "LP")
    assert (top, bottom) == ("H", "F")


def test_an_affine_that_tells_nothing_has_no_letters() -> None:
    assert edge_letters(np.zeros((4, 4))) == ("", "", "", "")
    assert edge_letters(np.full((4, 4), np.nan)) == ("", "", "", "")
