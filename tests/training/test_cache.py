"""The cache of images gives what the data give, or nothing."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from cmrstudio.domain.errors import OutputError, TrainingDataError
from tests.training.truth_files import colours, picture_of, ring, write_png
from training import cache
from training.cache import load_images, load_part
from training.layouts import Layout, Subject, make_layout
from training.truth import TruthImage, TruthVolume


@dataclass
class Counted:
    """A layout that counts how often it is read."""

    inner: Layout = field(default_factory=lambda: make_layout("png"))
    name: str = "png"
    reads: int = field(default=0, repr=False)

    def subjects(self, folder: Path) -> list[Subject]:
        return self.inner.subjects(folder)

    def read(self, folder: Path, subjects: Iterable[str]) -> Iterator[TruthVolume]:
        self.reads += 1
        return self.inner.read(folder, subjects)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    for name, wall in (("anna/ED/1.png", 4), ("anna/ED/2.png", 0), ("bert/ES/1.png", 5)):
        write_png(tmp_path / "data/images" / name, picture_of(ring(wall_px=wall)))
        write_png(tmp_path / "data/masks" / name, colours(ring(wall_px=wall)))
    return tmp_path / "data"


def same(first: list[TruthImage], second: list[TruthImage]) -> bool:
    def facts(image: TruthImage) -> tuple[object, ...]:
        return image.subject, image.group, image.phase, image.slice_index, image.myocardium_known

    return [facts(image) for image in first] == [facts(image) for image in second] and all(
        np.array_equal(a.image, b.image) and np.array_equal(a.labels, b.labels)
        for a, b in zip(first, second, strict=True)
    )


def test_what_is_kept_is_what_was_read(data: Path, tmp_path: Path) -> None:
    layout = Counted()
    direct = load_images(layout, data, ["bert", "anna"])
    first = load_images(layout, data, ["bert", "anna"], tmp_path / "cache")
    again = load_images(layout, data, ["bert", "anna"], tmp_path / "cache")
    assert layout.reads == 2
    assert same(direct, first)
    assert same(direct, again)
    assert {image.myocardium_known for image in again} == {True, False}
    assert again[0].image.shape == (256, 256)


def test_a_cache_within_the_data_is_no_part_of_them(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(data)
    for kept in (data / "cache", Path("cache")):
        load_images(Counted(), Path(), ["anna"], kept)
    assert len(list((data / "cache").iterdir())) == 1


def test_other_subjects_settings_and_changed_files_are_read_anew(data: Path, tmp_path: Path) -> None:
    layout, kept = Counted(), tmp_path / "cache"
    load_images(layout, data, ["anna"], kept)
    assert {image.subject for image in load_images(layout, data, ["bert"], kept)} == {"bert"}
    write_png(data / "masks/anna/ED/1.png", colours(ring(3)))
    assert (load_images(layout, data, ["anna"], kept)[0].labels == 1).sum() < 60
    assert layout.reads == 3


@pytest.mark.parametrize("damage", [b"", b"rubbish", "cut", "flipped"])
def test_a_damaged_cache_is_made_anew(data: Path, tmp_path: Path, damage: bytes | str) -> None:
    direct = load_images(Counted(), data, ["anna"], tmp_path / "cache")
    (kept,) = (tmp_path / "cache").iterdir()
    content = kept.read_bytes()
    flipped = bytearray(content)
    flipped[len(content) // 3] ^= 0xFF
    kept.write_bytes({"cut": content[: len(content) // 2], "flipped": bytes(flipped)}.get(damage, damage))
    layout = Counted()
    assert same(load_images(layout, data, ["anna"], tmp_path / "cache"), direct)
    assert layout.reads == 1
    load_images(layout, data, ["anna"], tmp_path / "cache")
    assert layout.reads == 1


def test_a_full_disk_is_told_and_leaves_nothing_that_counts_as_cache(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(OutputError, match=r"cache/png-\w+\.npz: the file cannot be written: No space"):
            load_images(Counted(), data, ["anna"], tmp_path / "cache")
    assert list((tmp_path / "cache").iterdir()) == []
    assert len(load_images(Counted(), data, ["anna"], tmp_path / "cache")) == 2


def test_a_cache_of_another_format_is_not_used(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    layout = Counted()
    load_images(layout, data, ["anna"], tmp_path / "cache")
    monkeypatch.setattr(cache, "FORMAT", cache.FORMAT + 1)
    load_images(layout, data, ["anna"], tmp_path / "cache")
    assert layout.reads == 2


def test_nothing_to_train_on_is_an_error(data: Path, tmp_path: Path) -> None:
    with pytest.raises(TrainingDataError, match=r"data: it gives no image of 0 subjects"):
        load_images(Counted(), data, [], tmp_path / "cache")
    assert not (tmp_path / "cache").exists()


def test_an_absent_source_of_the_fixed_split_is_named(tmp_path: Path) -> None:
    with pytest.raises(TrainingDataError, match=r"acdc: the folder is absent"):
        load_part(tmp_path, "train", ["acdc"])
