"""Single files that are odd, broken or hostile: cases D01 to D08 of reading DICOM."""

from __future__ import annotations

import random
import struct
import zlib
from pathlib import Path

import numpy as np
import pydicom
import pytest
from pydicom.dataset import Dataset
from pydicom.encaps import encapsulate
from pydicom.sequence import Sequence
from pydicom.uid import (
    DeflatedExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    ImplicitVRLittleEndian,
    JPEG2000Lossless,
    JPEGLosslessSV1,
    JPEGLSLossless,
    RLELossless,
)

from cmrstudio.domain.errors import NoShortAxisCineError, StudyReadError
from cmrstudio.io.dicom.decode_pool import DecodePool


def test_a_plain_study_is_read_with_all_its_pixels(tmp_path, synthetic_cine, read):
    cine = synthetic_cine()
    cine.write(tmp_path)
    study = read(tmp_path)
    stack = study.short_axis.stack
    np.testing.assert_array_equal(stack.pixels, cine.expected)
    assert stack.present.all()
    assert stack.pixels.dtype == np.uint16
    assert study.left_out == ()
    assert study.short_axis.notes == ()


def test_d01_a_file_without_preamble_and_meta_is_read_as_part_of_the_stack(tmp_path, synthetic_cine, read):
    cine = synthetic_cine()
    paths = cine.write(tmp_path)
    dataset = next(iter(cine.datasets.values()))
    del dataset.file_meta
    dataset.preamble = None
    pydicom.dcmwrite(paths[0], dataset, implicit_vr=True, little_endian=True)
    assert paths[0].read_bytes()[128:132] != b"DICM"
    study = read(tmp_path)
    np.testing.assert_array_equal(study.short_axis.stack.pixels, cine.expected)


@pytest.mark.parametrize(
    "content", [b"", b"\x08\x00", b"\x08\x00\x05\x00junk" * 40, bytes(range(256)) * 8, b"GIF89a" + b"\0" * 500]
)
def test_d01_bytes_that_are_no_dicom_are_left_out_by_name(tmp_path, synthetic_cine, read, reasons, content):
    cine = synthetic_cine()
    cine.write(tmp_path)
    (tmp_path / "junk").write_bytes(content)
    study = read(tmp_path)
    assert study.short_axis.stack.present.all()
    assert list(reasons(study)) == ["junk"]
    assert "not a DICOM file" in reasons(study)["junk"]


def test_d01_a_bare_dataset_without_geometry_is_not_taken_for_an_image(tmp_path, synthetic_cine, read, reasons):
    cine = synthetic_cine()
    paths = cine.write(tmp_path)
    dataset = next(iter(cine.datasets.values()))
    del dataset.file_meta
    dataset.preamble = None
    del dataset.ImagePositionPatient
    pydicom.dcmwrite(paths[0], dataset, implicit_vr=True, little_endian=True)
    assert "not a DICOM file" in reasons(read(tmp_path))[paths[0].name]


@pytest.mark.parametrize("syntax", [None, JPEGLSLossless])
def test_d02_a_truncated_image_is_missing_and_not_filled_in(tmp_path, synthetic_cine, read, reasons, syntax):
    cine = synthetic_cine()
    if syntax:
        for dataset in cine.datasets.values():
            dataset.compress(syntax, encoding_plugin="pyjpegls", generate_instance_uid=False)
    paths = dict(zip(cine.datasets, cine.write(tmp_path), strict=True))
    cut = paths[2, 1]
    cut.write_bytes(cut.read_bytes()[:-20])
    study = read(tmp_path)
    stack = study.short_axis.stack
    assert not stack.present[2, 1]
    assert stack.present.sum() == 11
    assert stack.sop_uids[2, 1] == ""
    assert "cut short" in reasons(study)[cut.name]
    assert any("Slice 2, phase 3: missing, its pixel data" in note for note in study.short_axis.notes)


def test_d02_a_compressed_image_whose_code_lacks_its_end_is_missing(tmp_path, synthetic_cine, read, reasons):
    cine = synthetic_cine(shape=(32, 32))
    dataset = cine.datasets[0, 0]
    dataset.compress(JPEGLSLossless, encoding_plugin="pyjpegls", generate_instance_uid=False)
    frame = next(pydicom.encaps.generate_frames(dataset.PixelData, number_of_frames=1))
    dataset.PixelData = encapsulate([frame[: len(frame) // 2]])
    paths = cine.write(tmp_path)
    study = read(tmp_path)
    assert not study.short_axis.stack.present[0, 0]
    assert "cut short" in reasons(study)[paths[0].name]


def test_d03_a_file_that_names_no_transfer_syntax_is_refused_by_name(tmp_path, synthetic_cine, read, reasons):
    cine = synthetic_cine()
    paths = cine.write(tmp_path)
    content = paths[0].read_bytes()
    start = content.index(b"\x02\x00\x10\x00UI")
    length = struct.unpack("<H", content[start + 6 : start + 8])[0]
    group_length = struct.unpack("<I", content[140:144])[0] - 8 - length
    without = content[:140] + struct.pack("<I", group_length) + content[144:start] + content[start + 8 + length :]
    paths[0].write_bytes(without)
    study = read(tmp_path)
    assert "transfer syntax" in reasons(study)[paths[0].name]
    assert study.short_axis.stack.present.sum() == 11


def test_d03_an_unknown_transfer_syntax_is_refused_by_name(tmp_path, synthetic_cine, read, reasons):
    cine = synthetic_cine()
    paths = cine.write(tmp_path)
    paths[0].write_bytes(paths[0].read_bytes().replace(b"1.2.840.10008.1.2.1\0", b"1.2.840.10008.9.9.9\0"))
    assert "unknown transfer syntax" in reasons(read(tmp_path))[paths[0].name]


def test_d03_an_invalid_value_representation_is_refused_by_name(tmp_path, synthetic_cine, read, reasons):
    cine = synthetic_cine()
    paths = cine.write(tmp_path)
    content = paths[3].read_bytes()
    paths[3].write_bytes(content.replace(b"\x18\x00\x60\x10DS", b"\x18\x00\x60\x10?!"))
    study = read(tmp_path)
    assert "(0018,1060) has the invalid value representation" in reasons(study)[paths[3].name]


def _compress_with_gdcm(source: Path, target: Path) -> None:
    import gdcm

    reader = gdcm.ImageReader()
    reader.SetFileName(str(source))
    assert reader.Read()
    change = gdcm.ImageChangeTransferSyntax()
    change.SetTransferSyntax(gdcm.TransferSyntax(gdcm.TransferSyntax.JPEGLosslessProcess14_1))
    change.SetInput(reader.GetImage())
    assert change.Change()
    writer = gdcm.ImageWriter()
    writer.SetFileName(str(target))
    writer.SetFile(reader.GetFile())
    writer.SetImage(change.GetOutput())
    assert writer.Write()


def _encode(dataset: pydicom.FileDataset, syntax: pydicom.uid.UID, path: Path) -> None:
    if syntax in (RLELossless, JPEG2000Lossless, JPEGLSLossless):
        dataset.compress(syntax, generate_instance_uid=False)
        dataset.save_as(path)
    elif syntax == JPEGLosslessSV1:
        dataset.save_as(path)
        _compress_with_gdcm(path, path)
    else:
        if syntax == ExplicitVRBigEndian:
            dataset.PixelData = np.frombuffer(dataset.PixelData, "<u2").astype(">u2").tobytes()
        dataset.file_meta.TransferSyntaxUID = syntax
        pydicom.dcmwrite(path, dataset, enforce_file_format=True)


@pytest.mark.parametrize(
    "syntax",
    [
        RLELossless,
        JPEG2000Lossless,
        JPEGLSLossless,
        JPEGLosslessSV1,
        DeflatedExplicitVRLittleEndian,
        ExplicitVRBigEndian,
        ImplicitVRLittleEndian,
    ],
    ids=lambda uid: uid.keyword,
)
@pytest.mark.parametrize("signed", [False, True], ids=["unsigned", "signed"])
def test_d04_every_transfer_syntax_is_decoded_bit_exact(tmp_path, synthetic_cine, read, syntax, signed):
    cine = synthetic_cine(slices=3, phases=2, shape=(40, 36))
    expected = cine.expected.astype(np.int32)
    if signed:
        expected -= 700
    for number, ((phase, slice_), dataset) in enumerate(cine.datasets.items()):
        dataset.PixelRepresentation = int(signed)
        dataset.PixelData = expected[phase, slice_].astype("<i2" if signed else "<u2").tobytes()
        _encode(dataset, syntax, tmp_path / f"{number}.dcm")
        assert pydicom.dcmread(tmp_path / f"{number}.dcm").file_meta.TransferSyntaxUID == syntax
    stack = read(tmp_path).short_axis.stack
    assert stack.present.all()
    np.testing.assert_array_equal(stack.pixels, expected)
    assert stack.pixels.dtype == (np.int16 if signed else np.uint16)


def _broken_rle() -> bytes:
    """An RLE frame whose segment offsets point far outside of it."""
    return struct.pack("<16L", 2, 64, 0xFFFFFFF0, *([0] * 13)) + b"\x80" * 64


def _broken_jpeg2000(dataset: pydicom.FileDataset) -> bytes:
    """A JPEG 2000 image that claims four thousand million columns in tiles of one pixel."""
    dataset.compress(JPEG2000Lossless, generate_instance_uid=False)
    frame = bytearray(next(pydicom.encaps.generate_frames(dataset.PixelData, number_of_frames=1)))
    size = frame.index(b"\xff\x51") + 6
    frame[size : size + 4] = b"\xff\xff\xff\xff"
    frame[size + 16 : size + 24] = struct.pack(">II", 1, 1)
    return bytes(frame)


@pytest.mark.parametrize("codec", ["rle", "jpeg2000"])
def test_d05_pixel_data_that_break_a_codec_cost_that_image_alone(tmp_path, synthetic_cine, read, reasons, codec):
    cine = synthetic_cine(shape=(64, 48))
    dataset = cine.datasets[1, 1]
    frame = _broken_rle() if codec == "rle" else _broken_jpeg2000(dataset)
    dataset.file_meta.TransferSyntaxUID = RLELossless if codec == "rle" else JPEG2000Lossless
    dataset.PixelData = encapsulate([frame])
    paths = dict(zip(cine.datasets, cine.write(tmp_path), strict=True))
    study = read(tmp_path)
    assert not study.short_axis.stack.present[1, 1]
    assert study.short_axis.stack.present.sum() == 11
    assert list(reasons(study)) == [paths[1, 1].name]


def test_d05_mutated_jpeg2000_images_never_cost_more_than_themselves(tmp_path, synthetic_cine, read, reasons):
    cine = synthetic_cine(slices=3, phases=8, shape=(48, 40))
    chance = random.Random(1)
    mutated = set()
    for number, (key, dataset) in enumerate(cine.datasets.items()):
        dataset.compress(JPEG2000Lossless, generate_instance_uid=False)
        if number % 2:
            frame = bytearray(next(pydicom.encaps.generate_frames(dataset.PixelData, number_of_frames=1)))
            for _ in range(chance.choice((1, 2, 8))):
                frame[chance.randrange(len(frame) - 2)] = chance.randrange(256)
            dataset.PixelData = encapsulate([bytes(frame)])
            mutated.add(key)
    paths = dict(zip(cine.datasets, cine.write(tmp_path), strict=True))
    study = read(tmp_path)
    stack = study.short_axis.stack
    for key in set(paths) - mutated:
        np.testing.assert_array_equal(stack.pixels[key], cine.expected[key])
    named = {paths[key].name for key in mutated if not stack.present[key]}
    assert set(reasons(study)) == named
    assert named


def _deflated(dataset: pydicom.FileDataset, path: Path, zeros_mb: int) -> None:
    """Write a deflated file whose pixel data are ``zeros_mb`` megabytes of zeros."""
    del dataset.PixelData
    dataset.file_meta.TransferSyntaxUID = DeflatedExplicitVRLittleEndian
    pydicom.dcmwrite(path, dataset, enforce_file_format=True)
    plain = path.read_bytes()
    start = 144 + struct.unpack("<I", plain[140:144])[0]
    head = zlib.decompress(plain[start:], -15) + b"\xe0\x7f\x10\x00OW\0\0" + struct.pack("<I", zeros_mb << 20)
    squeeze = zlib.compressobj(1, zlib.DEFLATED, -15)
    zeros = bytes(1 << 20)
    with path.open("wb") as file:
        file.write(plain[:start] + squeeze.compress(head))
        for _ in range(zeros_mb):
            file.write(squeeze.compress(zeros))
        file.write(squeeze.flush())


def test_d06_a_deflate_bomb_is_refused_and_the_rest_loads(tmp_path, synthetic_cine, read, reasons):
    cine = synthetic_cine()
    paths = cine.write(tmp_path)
    _deflated(cine.datasets[0, 0], paths[0], zeros_mb=300)
    assert paths[0].stat().st_size < 2_000_000
    study = read(tmp_path)
    assert "inflates to more than 256 MB" in reasons(study)[paths[0].name]
    assert study.short_axis.stack.present.sum() == 11


def test_d06_a_file_that_needs_more_memory_than_the_cap_is_refused(tmp_path, synthetic_cine, read, reasons):
    cine = synthetic_cine()
    paths = cine.write(tmp_path)
    content = paths[0].read_bytes()
    start = content.index(b"\xe0\x7f\x10\x00OW")
    with paths[0].open("wb") as file:  # a sparse file: it takes no room on the disk
        file.write(content[: start + 8] + struct.pack("<I", 400 << 20))
        file.truncate(start + 12 + (400 << 20))
    with DecodePool(1, memory_limit_bytes=200 << 20) as pool:
        study = read(tmp_path, pool=pool)
    assert "more memory" in reasons(study)[paths[0].name]
    assert study.short_axis.stack.present.sum() == 11


@pytest.mark.parametrize("keyword", ["Rows", "Columns"])
def test_d07_an_image_of_absurd_size_is_refused(tmp_path, synthetic_cine, read, reasons, keyword):
    cine = synthetic_cine()
    setattr(cine.datasets[0, 0], keyword, 65535)
    paths = cine.write(tmp_path)
    assert "65535" in reasons(read(tmp_path))[paths[0].name]


@pytest.mark.parametrize("undefined_length", [False, True])
def test_d07_deeply_nested_sequences_are_refused(tmp_path, synthetic_cine, read, reasons, undefined_length):
    cine = synthetic_cine()
    paths = cine.write(tmp_path)
    inner = b""
    for _ in range(400):
        if undefined_length:
            body = b"\x40\x00\x75\x02SQ\0\0\xff\xff\xff\xff\xfe\xff\x00\xe0\xff\xff\xff\xff" + inner
            inner = body + b"\xfe\xff\x0d\xe0\0\0\0\0\xfe\xff\xdd\xe0\0\0\0\0"
        else:
            item = b"\xfe\xff\x00\xe0" + struct.pack("<I", len(inner)) + inner
            inner = b"\x40\x00\x75\x02SQ\0\0" + struct.pack("<I", len(item)) + item
    content = paths[0].read_bytes()
    start = content.index(b"\xe0\x7f\x10\x00OW")
    paths[0].write_bytes(content[:start] + inner + content[start:])
    study = read(tmp_path)
    assert "nested too deep" in reasons(study)[paths[0].name]
    assert study.short_axis.stack.present.sum() == 11


def test_d07_ordinary_sequences_do_no_harm(tmp_path, synthetic_cine, read):
    cine = synthetic_cine()
    for dataset in cine.datasets.values():
        item = Dataset()
        item.CodeValue = "1"
        dataset.ProcedureCodeSequence = Sequence([item])
    cine.write(tmp_path)
    assert read(tmp_path).left_out == ()


def test_d08_monochrome1_is_turned_round(tmp_path, synthetic_cine, read):
    cine = synthetic_cine()
    for (phase, slice_), dataset in cine.datasets.items():
        dataset.PhotometricInterpretation = "MONOCHROME1"
        dataset.BitsStored, dataset.HighBit = 12, 11
        dataset.PixelData = (4095 - cine.pixels(phase, slice_)).astype("<u2").tobytes()
    cine.write(tmp_path)
    np.testing.assert_array_equal(read(tmp_path).short_axis.stack.pixels, cine.expected)


def test_d08_rescale_slope_and_intercept_of_each_image_are_applied(tmp_path, synthetic_cine, read):
    cine = synthetic_cine()
    for (_, slice_), dataset in cine.datasets.items():
        dataset.RescaleSlope, dataset.RescaleIntercept = 0.5 + slice_, -3.25
    cine.write(tmp_path)
    stack = read(tmp_path).short_axis.stack
    slopes = (0.5 + np.arange(3))[None, :, None, None]
    assert stack.pixels.dtype == np.float32
    np.testing.assert_allclose(stack.pixels, cine.expected * slopes - 3.25, rtol=1e-6)


def test_d08_a_whole_intercept_stays_in_whole_numbers(tmp_path, synthetic_cine, read):
    cine = synthetic_cine()
    for dataset in cine.datasets.values():
        dataset.BitsStored, dataset.HighBit = 12, 11
        dataset.RescaleSlope, dataset.RescaleIntercept = 1, -1024
    cine.write(tmp_path)
    stack = read(tmp_path).short_axis.stack
    assert stack.pixels.dtype == np.int16
    np.testing.assert_array_equal(stack.pixels, cine.expected.astype(int) - 1024)


def test_d08_eight_bit_images_are_read(tmp_path, synthetic_cine, read):
    cine = synthetic_cine(shape=(8, 8))
    for (phase, slice_), dataset in cine.datasets.items():
        dataset.BitsAllocated = dataset.BitsStored = 8
        dataset.HighBit = 7
        dataset.PixelData = (cine.pixels(phase, slice_) % 256).astype(np.uint8).tobytes()
    cine.write(tmp_path)
    np.testing.assert_array_equal(read(tmp_path).short_axis.stack.pixels, cine.expected % 256)


def test_d09_burnt_in_text_is_warned_of(tmp_path, synthetic_cine, read):
    cine = synthetic_cine()
    cine.datasets[0, 0].BurnedInAnnotation = "YES"
    cine.write(tmp_path)
    assert any("burnt into the images" in note for note in read(tmp_path).short_axis.notes)


def test_a_colour_picture_is_left_out(tmp_path, synthetic_cine, read, reasons):
    cine = synthetic_cine()
    picture = synthetic_cine(slices=1, phases=1, study_uid=cine.study_uid).datasets[0, 0]
    picture.SamplesPerPixel, picture.PhotometricInterpretation, picture.PlanarConfiguration = 3, "RGB", 0
    picture.BitsAllocated = picture.BitsStored = 8
    picture.HighBit = 7
    picture.PixelData = bytes(3 * 12 * 10)
    cine.write(tmp_path)
    picture.save_as(tmp_path / "picture.dcm")
    assert "colour picture" in reasons(read(tmp_path))["picture.dcm"]


def test_a_study_without_one_readable_image_is_refused_with_the_reason(tmp_path, synthetic_cine, read):
    cine = synthetic_cine()
    for dataset in cine.datasets.values():
        dataset.PixelData = b"\0" * 10
    cine.write(tmp_path)
    with pytest.raises(NoShortAxisCineError, match="cut short"):
        read(tmp_path)


def test_a_folder_of_junk_is_refused_and_says_what_was_expected(tmp_path, read):
    (tmp_path / "notes.txt").write_text("nothing here")
    with pytest.raises(StudyReadError, match=r"no MR images.*choose a short-axis cine") as caught:
        read(tmp_path)
    assert caught.value.path == tmp_path
