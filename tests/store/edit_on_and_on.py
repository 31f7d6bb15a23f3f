"""A process that edits a workspace until it is killed, and says on standard output what it was told is safe.

Usage: edit_on_and_on.py WORKSPACE store|writer COUNT [synchronous]. One line an acknowledged edit: phase, revision and
number.
"""

from __future__ import annotations

import itertools
import os
import sys
from concurrent.futures import Future
from pathlib import Path

import numpy as np

from cmrstudio.domain.annotation import SliceAnnotation
from cmrstudio.domain.contour import Contour, Structure
from cmrstudio.store import sqlite
from cmrstudio.store.annotation_store import AnnotationStore
from cmrstudio.store.writer import StoreWriter

PHASES = 5


def annotation(number: int) -> SliceAnnotation:
    points = np.array([[0.0, 0.0], [30.0, 0.0], [30.0, 30.0], [0.0, 30.0]]) + number
    return SliceAnnotation("1.2.840.1", number % PHASES, 0, (Contour(Structure.LV_ENDOCARDIUM, points, "reader"),))


def tell(stored: SliceAnnotation) -> None:
    number = int(stored.contours[0].points_px[0, 0])
    os.write(1, f"{stored.phase_index} {stored.revision} {number}\n".encode())


def tell_done(future: Future[SliceAnnotation]) -> None:
    tell(future.result())


def main() -> None:
    workspace, way, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    if len(sys.argv) > 4:
        sqlite.PRAGMAS = (*sqlite.PRAGMAS, f"PRAGMA synchronous={sys.argv[4]}")
    store = AnnotationStore.open(workspace)
    first = 1 + max((len(store.history(annotation(n).key)) for n in range(PHASES)), default=0) * PHASES
    numbers = itertools.islice(itertools.count(first), count or None)
    if way == "store":
        for number in numbers:
            tell(store.append([annotation(number)], "Push")[0])
        return
    writer = StoreWriter(store)
    for number in numbers:
        is_last_of_gesture = number % 7 == 0
        future = writer.edit(annotation(number), "Push", final=is_last_of_gesture)
        future.add_done_callback(tell_done)
        if is_last_of_gesture:
            future.result()


main()
