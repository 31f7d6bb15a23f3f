"""The registry finds models and refuses every file that is not exactly what its card and architecture say."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from cmrstudio.domain.errors import ModelError, OutputError, UnknownModelError
from cmrstudio.inference.architectures import weight_shapes
from cmrstudio.inference.model_card import CARD_FILE, WEIGHTS_FILE, write_card
from cmrstudio.inference.registry import ModelRegistry, write_model
from tests import brightness_model

ARCHITECTURE = "fcn"
Array = npt.NDArray[np.generic]


def zeros(dtype: str = "float16") -> list[Array]:
    return [np.zeros(shape, dtype) for shape in weight_shapes(ARCHITECTURE)]


def registry_with(folder: Path, arrays: Sequence[Array], *, allow_pickle: bool = False) -> ModelRegistry:
    """A registry with a model whose hash is right and whose arrays are these."""
    buffer = io.BytesIO()
    named = {f"{index:03d}": array for index, array in enumerate(arrays)}
    np.savez_compressed(buffer, allow_pickle=allow_pickle, **named)  # type: ignore[arg-type]
    return registry_of(folder, buffer.getvalue())


def registry_of(folder: Path, content: bytes) -> ModelRegistry:
    model = folder / "model"
    model.mkdir()
    (model / WEIGHTS_FILE).write_bytes(content)
    card = brightness_model.card("model", ARCHITECTURE)
    write_card(model / CARD_FILE, replace(card, weights_sha256=hashlib.sha256(content).hexdigest()))
    return ModelRegistry([folder])


def test_written_weights_read_back_rounded_to_float16(
    brightness_folder: Path, brightness_weights: list[npt.NDArray[np.float32]]
) -> None:
    read = ModelRegistry([brightness_folder]).weights(brightness_model.MODEL_ID)
    assert len(read) == len(brightness_weights)
    for stored, original in zip(read, brightness_weights, strict=True):
        assert stored.dtype == np.float32
        assert np.array_equal(stored, original.astype(np.float16).astype(np.float32))


def test_right_arrays_are_read(tmp_path: Path) -> None:
    weights = registry_with(tmp_path, zeros()).weights("model")
    assert [array.shape for array in weights] == list(weight_shapes(ARCHITECTURE))


def test_weights_changed_after_they_were_written_are_refused(tmp_path: Path) -> None:
    registry = registry_with(tmp_path, zeros())
    path = tmp_path / "model" / WEIGHTS_FILE
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    with pytest.raises(ModelError, match="SHA-256"):
        registry.weights("model")


def test_too_few_arrays_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="33 arrays of weights, but the architecture has 34"):
        registry_with(tmp_path, zeros()[:-1]).weights("model")


def test_an_array_of_another_shape_is_refused(tmp_path: Path) -> None:
    arrays = zeros()
    arrays[3] = arrays[3][:-1]
    with pytest.raises(ModelError, match=r"array 003 has shape \(31,\), but the architecture has \(32,\)"):
        registry_with(tmp_path, arrays).weights("model")


def test_arrays_of_another_type_are_refused(tmp_path: Path) -> None:
    arrays = zeros()
    arrays[1] = arrays[1].astype(np.float32)
    with pytest.raises(ModelError, match="array 001 is not of type float16"):
        registry_with(tmp_path, arrays).weights("model")


def test_pickled_objects_are_refused_and_not_run(tmp_path: Path) -> None:
    class Trap:
        def __reduce__(self) -> tuple[object, tuple[object, ...]]:
            return Path.touch, (tmp_path / "sprung",)

    arrays = zeros()
    arrays[1] = np.array([Trap()], object)
    with pytest.raises(ModelError, match="not an archive of plain number arrays"):
        registry_with(tmp_path, arrays, allow_pickle=True).weights("model")
    assert not (tmp_path / "sprung").exists()


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_values_that_are_not_finite_are_refused(tmp_path: Path, value: float) -> None:
    arrays = zeros()
    arrays[1] = np.full_like(arrays[1], value)
    with pytest.raises(ModelError, match="array 001 has values that are not finite"):
        registry_with(tmp_path, arrays).weights("model")


def test_arrays_by_other_names_are_refused(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **{f"layer{index}": array for index, array in enumerate(zeros())})  # type: ignore[arg-type]
    with pytest.raises(ModelError, match="array 000 is missing"):
        registry_of(tmp_path, buffer.getvalue()).weights("model")


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x05\x06" + bytes(18)])
def test_a_file_that_is_no_archive_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(ModelError, match=WEIGHTS_FILE):
        registry_of(tmp_path, content).weights("model")


def test_an_archive_of_something_else_is_refused(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for index in range(len(zeros())):
            archive.writestr(f"{index:03d}.npy", b"text")
    with pytest.raises(ModelError, match="array 000 is not of type float16"):
        registry_of(tmp_path, buffer.getvalue()).weights("model")


def test_an_archive_with_damaged_compression_is_refused(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **{f"{index:03d}": array for index, array in enumerate(zeros())})  # type: ignore[arg-type]
    content = bytearray(buffer.getvalue())
    content[60:90] = bytes(30)
    with pytest.raises(ModelError, match="plain number arrays"):
        registry_of(tmp_path, bytes(content)).weights("model")


def test_an_array_that_claims_to_be_endless_is_refused(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    header = io.BytesIO()
    np.lib.format.write_array_header_1_0(header, {"descr": "<f2", "fortran_order": False, "shape": (1 << 60,)})
    with zipfile.ZipFile(buffer, "w") as archive:
        for index in range(len(zeros())):
            archive.writestr(f"{index:03d}.npy", header.getvalue())
    with pytest.raises(ModelError, match="plain number arrays"):
        registry_of(tmp_path, buffer.getvalue()).weights("model")


def test_an_archive_that_unpacks_to_more_than_the_architecture_has_is_refused(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("000.npy", bytes(64_000_000))
        for index in range(1, len(zeros())):
            archive.writestr(f"{index:03d}.npy", b"")
    with pytest.raises(ModelError, match="unpack to more than"):
        registry_of(tmp_path, buffer.getvalue()).weights("model")


def test_missing_weights_are_reported_with_their_path(tmp_path: Path) -> None:
    registry = registry_with(tmp_path, zeros())
    (tmp_path / "model" / WEIGHTS_FILE).unlink()
    with pytest.raises(ModelError, match=WEIGHTS_FILE):
        registry.weights("model")


def test_an_unknown_model_is_reported_with_the_known_ones(brightness_folder: Path) -> None:
    with pytest.raises(UnknownModelError, match="no model 'absent'; choose one of brightness"):
        ModelRegistry([brightness_folder]).card("absent")


def test_a_model_with_a_damaged_card_is_listed_as_broken_and_refused_with_the_reason(tmp_path: Path) -> None:
    registry = registry_with(tmp_path, zeros())
    path = tmp_path / "model" / CARD_FILE
    path.write_text(json.dumps({**json.loads(path.read_text()), "architecture": "transformer"}))
    assert registry.cards() == ()
    assert [model.folder.name for model in registry.broken()] == ["model"]
    with pytest.raises(ModelError, match="architecture is 'transformer'"):
        registry.weights("model")


def test_of_two_models_with_one_id_the_one_in_the_earlier_folder_counts(tmp_path: Path) -> None:
    for name, version in (("mine", "2.0.0"), ("shipped", "1.0.0")):
        (tmp_path / name / "model").mkdir(parents=True)
        card = replace(brightness_model.card("model"), version=version, weights_sha256="0" * 64)
        write_card(tmp_path / name / "model" / CARD_FILE, card)
    registry = ModelRegistry([tmp_path / "mine", tmp_path / "shipped"])
    assert [card.version for card in registry.cards()] == ["2.0.0"]


def test_an_absent_folder_has_no_models(tmp_path: Path) -> None:
    assert ModelRegistry([tmp_path / "absent"]).cards() == ()


def test_a_folder_of_models_that_cannot_be_read_is_named_and_hides_no_others(
    brightness_folder: Path, tmp_path: Path
) -> None:
    no_folder = tmp_path / "models"
    no_folder.write_text("in the way")
    registry = ModelRegistry([no_folder, brightness_folder])
    assert [card.model_id for card in registry.cards()] == [brightness_model.MODEL_ID]
    (broken,) = registry.broken()
    assert (
        broken.reason
        == f"{no_folder}: the folder of models cannot be read (Not a directory). Check that you may read it."
    )


def test_a_model_that_may_not_be_looked_at_is_listed_as_broken(
    brightness_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, **_facts: bool) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "stat", refuse)
    registry = ModelRegistry([brightness_folder])
    assert registry.cards() == ()
    assert [model.folder.name for model in registry.broken()] == [brightness_model.MODEL_ID]
    with pytest.raises(ModelError, match=r"card\.json: the model card cannot be read \(Permission denied\)"):
        registry.card(brightness_model.MODEL_ID)


def test_a_model_added_later_is_found(tmp_path: Path) -> None:
    registry = ModelRegistry([tmp_path])
    assert registry.cards() == ()
    write_model(tmp_path / "model", brightness_model.card("model", ARCHITECTURE), zeros())
    assert [card.model_id for card in registry.cards()] == ["model"]


def test_equal_weights_have_equal_hashes(tmp_path: Path) -> None:
    card = brightness_model.card("model", ARCHITECTURE)
    first, second = (write_model(tmp_path / name, card, zeros()) for name in ("a", "b"))
    assert first.weights_sha256 == second.weights_sha256 != ""


@pytest.mark.parametrize("value", [1e6, np.nan])
def test_weights_that_do_not_fit_float16_are_not_written(tmp_path: Path, value: float) -> None:
    arrays = zeros("float32")
    arrays[1] = np.full_like(arrays[1], value)
    with pytest.raises(ModelError, match="not finite or too large"):
        write_model(tmp_path / "model", brightness_model.card("model", ARCHITECTURE), arrays)
    assert not (tmp_path / "model").exists()


def test_weights_of_another_architecture_are_not_written(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="shapes of 'unet'"):
        write_model(tmp_path / "model", brightness_model.card("model", "unet"), zeros())


def test_a_model_that_cannot_be_written_names_the_path(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OutputError, match="weights cannot be written"):
        write_model(tmp_path / "file" / "model", brightness_model.card("model", ARCHITECTURE), zeros())
