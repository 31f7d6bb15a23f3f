"""A model travels as one file of numbers; a file that is damaged or made to do harm is refused, and changes nothing."""

from __future__ import annotations

import hashlib
import io
import json
import os
import stat
import struct
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cmrstudio.domain.errors import ModelError, OutputError
from cmrstudio.inference import model_package
from cmrstudio.inference.model_card import CARD_FILE, WEIGHTS_FILE, ModelCard, card_bytes
from cmrstudio.inference.model_package import MANIFEST_FILE, PACKAGE_ENDING, ModelPackage, pack, read_package
from cmrstudio.inference.model_versions import ModelVersions
from cmrstudio.inference.registry import weights_bytes
from tests.inference import constant_network

WHO = "Dr. Example"
Parts = dict[str, bytes]


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return constant_network.write_shipped(tmp_path_factory.mktemp("shipped"))


def package(value: float = 0.25, **changes: object) -> ModelPackage:
    card = constant_network.card("first", version="2.0.0", parent="first@1.0.0")
    weights = weights_bytes(card, constant_network.weights(value))
    return ModelPackage(replace(card, **{"weights_sha256": hashlib.sha256(weights).hexdigest(), **changes}), weights)


@pytest.fixture(scope="module")
def good() -> bytes:
    return pack(package())


@pytest.fixture
def versions(shipped: Path, tmp_path: Path) -> ModelVersions:
    return ModelVersions(tmp_path / "here" / "models", shipped)


@pytest.fixture
def refused(versions: ModelVersions, tmp_path: Path) -> Callable[[bytes], str]:
    """Imports a file, which must be refused and leave nothing anywhere; returns the reason."""

    def check(content: bytes) -> str:
        path = tmp_path / f"model{PACKAGE_ENDING}"
        path.write_bytes(content)
        with pytest.raises(ModelError) as error:
            versions.import_(path, WHO)
        assert str(path) in str(error.value)
        assert sorted(tmp_path.rglob("*")) == [path]
        return str(error.value)

    return check


def parts_of(content: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def with_right_hashes(parts: Mapping[str, bytes]) -> Parts:
    manifest = json.loads(parts[MANIFEST_FILE])
    manifest["sha256"] = {name: hashlib.sha256(parts[name]).hexdigest() for name in (CARD_FILE, WEIGHTS_FILE)}
    return {**parts, MANIFEST_FILE: (json.dumps(manifest, indent=2) + "\n").encode()}


def zipped(parts: Mapping[str, bytes], compression: int = zipfile.ZIP_STORED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name)
            info.create_system, info.compress_type = 3, compression
            archive.writestr(info, content)
    return buffer.getvalue()


def with_weights(weights: bytes, **changes: object) -> bytes:
    """A file whose hashes are all right, around any weights."""
    return pack(ModelPackage(package(weights_sha256=hashlib.sha256(weights).hexdigest(), **changes).card, weights))


def npz(*arrays: np.ndarray) -> bytes:
    buffer = io.BytesIO()
    np.savez_compressed(buffer, allow_pickle=True, **{f"{i:03d}": a for i, a in enumerate(arrays)})  # type: ignore[arg-type]
    return buffer.getvalue()


def test_a_version_arrives_on_another_computer_as_it_left(
    versions: ModelVersions, shipped: Path, tmp_path: Path
) -> None:
    card = replace(constant_network.card("first"), version="1.0.0+learned.1.00aa", parent="first@1.0.0")
    sent = versions.add_candidate(card, constant_network.weights(0.25))
    path = versions.export("first", sent.version, tmp_path / "new folder" / f"unet{PACKAGE_ENDING}")
    elsewhere = ModelVersions(tmp_path / "elsewhere", shipped)
    assert elsewhere.import_(path, WHO) == sent
    assert elsewhere.in_use("first").version == "1.0.0", "what is imported is not in use by itself"
    assert elsewhere.promote("first", sent.version, WHO) == sent
    assert float(elsewhere.registry().weights("first")[0].flat[0]) == 0.25
    again = elsewhere.export("first", sent.version, tmp_path / "again")
    assert again.read_bytes() == path.read_bytes(), "equal models are equal files"
    assert elsewhere.import_(path, WHO) == sent, "twice is once"


def test_a_shipped_version_can_be_sent_and_is_known_where_it_is_shipped_too(
    versions: ModelVersions, tmp_path: Path
) -> None:
    path = versions.export("second", "1.0.0", tmp_path / "second")
    assert versions.import_(path, WHO).source == "second@1.0.0"
    assert not versions.user_folder.exists()


def test_a_model_that_was_not_there_at_all_is_in_use_under_its_own_id(versions: ModelVersions, tmp_path: Path) -> None:
    path = tmp_path / "other"
    path.write_bytes(pack(package(model_id="other")))
    card = versions.import_(path, WHO)
    assert versions.in_use("other") == card
    assert versions.in_use("first").version == "1.0.0"


def test_an_import_mends_a_version_whose_weights_were_damaged(
    versions: ModelVersions, good: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "model"
    path.write_bytes(good)
    card = versions.import_(path, WHO)
    (versions.folder("first", card.version) / WEIGHTS_FILE).write_bytes(b"damaged")
    assert versions.import_(path, WHO) == card
    assert versions.promote("first", card.version, WHO) == card


def test_a_version_that_is_there_with_other_content_stays(versions: ModelVersions, good: bytes, tmp_path: Path) -> None:
    path = tmp_path / "model"
    path.write_bytes(good)
    kept = versions.import_(path, WHO)
    other = tmp_path / "other"
    other.write_bytes(pack(package(0.5)))
    with pytest.raises(ModelError, match=r"first@2\.0\.0 is here already with other content"):
        versions.import_(other, WHO)
    other.write_bytes(pack(package(0.25, name="Another name")))
    with pytest.raises(ModelError, match="other content"):
        versions.import_(other, WHO)
    assert versions.registry().card("first@2.0.0") == kept


def test_a_shipped_version_is_not_replaced(versions: ModelVersions, tmp_path: Path) -> None:
    path = tmp_path / "model"
    path.write_bytes(pack(package(version="1.0.0")))
    with pytest.raises(ModelError, match=r"first@1\.0\.0 is here already with other content"):
        versions.import_(path, WHO)
    assert not versions.user_folder.exists()


def test_an_ensemble_is_neither_sent_nor_taken(
    versions: ModelVersions, shipped: Path, refused: Callable[[bytes], str], tmp_path: Path
) -> None:
    with pytest.raises(ModelError, match="export its networks, first, second"):
        versions.export("both", "1.0.0", tmp_path / "both")
    card = versions.registry().card("both")
    (tmp_path / "both").unlink(missing_ok=True)
    assert "an ensemble is no model of its own" in refused(pack(ModelPackage(card, package().weights)))


@pytest.mark.parametrize(
    "name",
    ["../evil.npz", "/etc/evil", "C:\\evil", "..\\evil", "weights.npz/", "card.json ", "code.py", "card.JSON"],
)
def test_parts_that_lead_elsewhere_or_do_not_belong_are_refused(
    good: bytes, refused: Callable[[bytes], str], name: str
) -> None:
    assert "and nothing else" in refused(zipped({**parts_of(good), name: b"harm"}))
    parts = parts_of(good)
    parts[name] = parts.pop(WEIGHTS_FILE)
    refused(zipped(parts))


def test_a_part_that_is_there_twice_is_refused(good: bytes, refused: Callable[[bytes], str]) -> None:
    buffer = io.BytesIO(good)
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr(CARD_FILE, b"{}")
    assert "and nothing else" in refused(buffer.getvalue())


def test_a_part_that_is_a_symbolic_link_is_refused(good: bytes, refused: Callable[[bytes], str]) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in parts_of(good).items():
            info = zipfile.ZipInfo(name)
            info.create_system = 3
            if name == WEIGHTS_FILE:
                info.external_attr = (stat.S_IFLNK | 0o777) << 16
            archive.writestr(info, content)
    assert "holds more than a model" in refused(buffer.getvalue())


def test_a_link_to_a_file_is_read_as_that_file_and_a_folder_or_device_is_none(
    versions: ModelVersions, good: bytes, tmp_path: Path
) -> None:
    path, link = tmp_path / "model", tmp_path / "link"
    path.write_bytes(good)
    link.symlink_to(path)
    assert versions.import_(link, WHO).source == "first@2.0.0"
    for none in (tmp_path, tmp_path / "absent", Path("/dev/zero"), Path(os.devnull)):
        with pytest.raises(ModelError, match="there is no such file"):
            versions.import_(none, WHO)


def test_a_part_that_unpacks_to_very_much_is_refused(good: bytes, refused: Callable[[bytes], str]) -> None:
    bomb = {**parts_of(good), WEIGHTS_FILE: bytes(50_000_000)}
    assert "is compressed" in refused(zipped(bomb, zipfile.ZIP_DEFLATED))


def test_weights_that_unpack_to_very_much_are_refused(refused: Callable[[bytes], str]) -> None:
    count = len(constant_network.weights(0))
    arrays = [np.zeros(1, np.float16) for _ in range(count - 1)]
    assert "unpack to more than" in refused(with_weights(npz(np.zeros(50_000_000, np.float16), *arrays)))


def test_a_part_that_claims_another_size_is_refused(good: bytes, refused: Callable[[bytes], str]) -> None:
    place = good.rindex(b"PK\x01\x02")  # the directory's entry of the weights
    for offset in (20, 24):  # compressed and uncompressed size
        for size in (0, 1 << 30, (1 << 32) - 2):
            content = bytearray(good)
            struct.pack_into("<I", content, place + offset, size)
            refused(bytes(content))


def test_a_file_larger_than_any_model_is_not_read(
    good: bytes, refused: Callable[[bytes], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(model_package, "largest_weights_bytes", lambda: 1000)
    assert "is not believed" in refused(good + bytes(2_000_000))


def test_pickled_objects_are_refused_and_not_run(tmp_path: Path, refused: Callable[[bytes], str]) -> None:
    class Trap:
        def __reduce__(self) -> tuple[object, tuple[object, ...]]:
            return Path.touch, (tmp_path / "sprung",)

    arrays = [weight.astype(np.float16) for weight in constant_network.weights(0)]
    arrays[1] = np.array([Trap()], object)
    assert "not an archive of plain number arrays" in refused(with_weights(npz(*arrays)))


def test_weights_that_are_not_the_architectures_are_refused(refused: Callable[[bytes], str]) -> None:
    arrays = [weight.astype(np.float16) for weight in constant_network.weights(0)]
    assert "arrays of weights, but the architecture has" in refused(with_weights(npz(*arrays[:-1])))
    assert "has shape" in refused(with_weights(npz(arrays[0][:1], *arrays[1:])))
    assert "is not of type float16" in refused(with_weights(npz(arrays[0].astype(np.float32), *arrays[1:])))
    assert "not finite" in refused(with_weights(npz(np.full_like(arrays[0], np.nan), *arrays[1:])))
    assert "the architecture has" in refused(with_weights(package().weights, architecture="fcn"))


def changed_card(good: bytes, **changes: object) -> bytes:
    """The file with another card, whose hash in the manifest is right."""
    parts = parts_of(good)
    card = {**json.loads(parts[CARD_FILE]), **changes}
    return zipped(with_right_hashes({**parts, CARD_FILE: (json.dumps(card, indent=2) + "\n").encode()}))


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"architecture": "transformer"}, "architecture is 'transformer'"),
        ({"model_id": "../first"}, "model_id is '../first'"),
        ({"model_id": "first/second"}, "model_id"),
        ({"version": "../../2.0.0"}, r"version is '../../2.0.0'"),
        ({"version": "2.0.0/x"}, "version"),
        ({"weights_sha256": "0" * 64}, "the weights have SHA-256"),
        ({"weights_sha256": ""}, "no weights_sha256"),
        ({"spacing_mm": 1e9}, "spacing_mm"),
        ({"code": "print()"}, "unknown field code"),
        ({"description": "x" * 2_000_000}, "is not believed"),
    ],
)
def test_a_card_that_cannot_be_is_refused(
    good: bytes, refused: Callable[[bytes], str], changes: dict[str, object], reason: str
) -> None:
    assert reason in refused(changed_card(good, **changes))


@pytest.mark.parametrize("name", [CARD_FILE, WEIGHTS_FILE])
def test_a_part_with_another_hash_than_the_manifests_is_refused(
    good: bytes, refused: Callable[[bytes], str], name: str
) -> None:
    parts = parts_of(good)
    parts[name] = parts[name][:-1] + bytes([parts[name][-1] ^ 1])
    assert "it is damaged" in refused(zipped(parts))


@pytest.mark.parametrize(
    "manifest",
    [b"", b"[]", b"{}", b"\xff", b"[" * 3000, b'{"format": "cmrstudio model", "format_version": 1, "sha256": 5}'],
)
def test_a_manifest_that_is_none_is_refused(good: bytes, refused: Callable[[bytes], str], manifest: bytes) -> None:
    assert "is not that of a model" in refused(zipped({**parts_of(good), MANIFEST_FILE: manifest}))


def test_a_file_of_a_newer_kind_says_so(good: bytes, refused: Callable[[bytes], str]) -> None:
    parts = parts_of(good)
    manifest = {**json.loads(parts[MANIFEST_FILE]), "format_version": 2}
    assert "Update cmrstudio to read it" in refused(zipped({**parts, MANIFEST_FILE: json.dumps(manifest).encode()}))


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x05\x06" + bytes(18), b"%PDF-1.7", b"\x80\x04."])
def test_a_file_of_something_else_is_refused(refused: Callable[[bytes], str], content: bytes) -> None:
    refused(content)


def test_something_hidden_beside_the_parts_is_refused(good: bytes, refused: Callable[[bytes], str]) -> None:
    assert "holds more than a model" in refused(b"#!/bin/sh\n" + good)
    buffer = io.BytesIO(good)
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.comment = b"hidden"
    assert "holds more than a model" in refused(buffer.getvalue())


def test_a_file_cut_off_anywhere_is_refused(good: bytes, refused: Callable[[bytes], str]) -> None:
    for length in {*range(0, len(good), max(1, len(good) // 40)), len(good) - 1}:
        refused(good[:length])


@settings(max_examples=150)
@given(data=st.data())
def test_a_file_with_any_bytes_changed_is_refused_or_the_same(
    good: bytes, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    content = bytearray(good)
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(good) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path_factory.mktemp("changed") / "model"
    path.write_bytes(content)
    if bytes(content) == good:
        assert read_package(path).card == package().card
    else:
        with pytest.raises(ModelError, match="model"):
            read_package(path)


def test_an_export_that_cannot_be_written_names_the_path(versions: ModelVersions, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OutputError, match="file"):
        versions.export("first", "1.0.0", tmp_path / "file" / "model")
    with pytest.raises(ModelError, match="no model 'first@9"):
        versions.export("first", "9.0.0", tmp_path / "model")


def test_a_damaged_model_is_not_sent(versions: ModelVersions, tmp_path: Path) -> None:
    card = versions.add_candidate(constant_network.card("first", version="2.0.0"), constant_network.weights(0.25))
    (versions.folder("first", card.version) / WEIGHTS_FILE).write_bytes(b"damaged")
    with pytest.raises(ModelError, match="SHA-256"):
        versions.export("first", card.version, tmp_path / "model")
    assert not (tmp_path / "model").exists()


def test_the_card_travels_as_it_lies_on_disk(good: bytes) -> None:
    card: ModelCard = package().card
    assert parts_of(good)[CARD_FILE] == card_bytes(card)
