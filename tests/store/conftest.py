from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from cmrstudio.domain.annotation import SliceAnnotation
from cmrstudio.domain.contour import Contour, Structure
from cmrstudio.store.annotation_store import AnnotationStore


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    return tmp_path / "workspace.sqlite"


@pytest.fixture
def store(workspace: Path) -> Iterator[AnnotationStore]:
    opened = AnnotationStore.open(workspace)
    yield opened
    opened.close()


@pytest.fixture
def drawn() -> Callable[..., SliceAnnotation]:
    """An annotation whose points tell the number it was made with."""

    def make(number: float = 0, phase: int = 3, slice_: int = 4, source: str = "reader") -> SliceAnnotation:
        angles = np.arange(12) * np.pi / 6
        points = np.column_stack([np.cos(angles), np.sin(angles)]) * 20 + [60 + number, 50 + number / 7]
        contour = Contour(Structure.LV_ENDOCARDIUM, points, source)
        return SliceAnnotation("1.2.840.1", phase, slice_, (contour,))

    return make
