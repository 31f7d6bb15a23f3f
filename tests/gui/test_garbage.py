"""Garbage is collected in the window's thread and in no other."""

from __future__ import annotations

import gc
import threading
from typing import ClassVar

from cmrstudio.gui.garbage import GarbageCollection


class Knot:
    """Something that only a collection frees, and that remembers which thread that was."""

    freed_by: ClassVar[list[threading.Thread]] = []

    def __init__(self) -> None:
        self.itself = self

    def __del__(self) -> None:
        self.freed_by.append(threading.current_thread())


def tie(count: int) -> None:
    for _ in range(count):
        Knot()


def test_what_a_worker_leaves_behind_is_collected_in_the_window_s_thread(qtbot, monkeypatch):
    monkeypatch.setattr(Knot, "freed_by", [])
    collection = GarbageCollection()
    assert not gc.isenabled()
    worker = threading.Thread(target=tie, args=(5_000,))
    worker.start()
    worker.join()
    assert Knot.freed_by == []
    qtbot.waitUntil(lambda: len(Knot.freed_by) == 5_000, timeout=10_000)
    assert set(Knot.freed_by) == {threading.main_thread()}
    collection.deleteLater()


def test_an_older_generation_is_due_after_so_many_collections_of_the_younger(monkeypatch):
    asked: list[int] = []
    counts = {"now": (701, 11, 3)}
    monkeypatch.setattr(gc, "get_count", lambda: counts["now"])
    monkeypatch.setattr(gc, "get_threshold", lambda: (700, 10, 10))
    monkeypatch.setattr(gc, "collect", asked.append)
    collection = GarbageCollection()
    collection.collect()
    assert asked == [0, 1]
    counts["now"] = (3, 11, 11)
    collection.collect()
    assert asked == [0, 1]
    collection.deleteLater()


def test_what_is_spared_is_looked_at_no_more_and_later_garbage_still_goes(monkeypatch):
    monkeypatch.setattr(Knot, "freed_by", [])
    collection = GarbageCollection()
    tie(1)
    collection.spare_what_is_there()
    tie(2)
    gc.collect()
    assert len(Knot.freed_by) == 2
    gc.unfreeze()
    gc.collect()
    assert len(Knot.freed_by) == 3
    collection.deleteLater()
