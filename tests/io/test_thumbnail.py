from __future__ import annotations

import cv2
import numpy as np

from cmrstudio.io.thumbnail import SIDE_PX, thumbnail_png


def decode(png: bytes) -> np.ndarray:
    return cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_UNCHANGED)


def test_the_middle_of_the_image_is_in_the_middle_of_the_picture() -> None:
    rows, columns = np.mgrid[:200, :160]
    image = np.where(np.hypot(rows - 99.5, columns - 79.5) < 20, 900, 100).astype(np.uint16)
    picture = decode(thumbnail_png(image, (1.5, 1.5)))
    assert picture.shape == (SIDE_PX, SIDE_PX)
    assert (picture[SIDE_PX // 2, SIDE_PX // 2], picture[2, 2]) == (255, 0)


def test_pixels_that_are_not_square_are_drawn_square() -> None:
    rows, columns = np.mgrid[:100, :200]
    image = np.where(np.hypot((rows - 49.5) * 2, columns - 99.5) < 40, 900, 100).astype(np.int16)
    bright = decode(thumbnail_png(image, (2.0, 1.0))) > 127
    assert abs(int(bright.any(axis=0).sum()) - int(bright.any(axis=1).sum())) <= 1


def test_an_empty_image_gives_a_black_picture() -> None:
    assert not decode(thumbnail_png(np.full((5, 7), np.nan, np.float32), (1.0, 1.0))).any()
    assert not decode(thumbnail_png(np.zeros((1, 1), np.int16), (1.0, 1.0))).any()
