"""Random changes of image and truth that teach a network to meet other scanners, fields of view and contrasts."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

Image = npt.NDArray[np.float32]


@dataclass(frozen=True)
class AugmentSettings:
    """How strongly images are changed; angles in degrees, shifts in pixels of the 1.5 mm grid."""

    side_px: int = 128
    rotation_degrees: float = 90.0
    wide_rotation_share: float = 0.5
    narrow_rotation_degrees: float = 20.0
    scale_range: tuple[float, float] = (0.75, 1.3)
    heart_share: float = 0.75
    heart_shift_px: float = 28.0
    flip_share: float = 0.3
    gamma_range: tuple[float, float] = (0.6, 1.6)
    bias_amplitude: float = 0.4
    noise_sigma: float = 0.05
    blur_sigma_px: float = 1.2
    clahe_share: float = 0.2


@dataclass(frozen=True)
class WholeFrameSettings:
    """The paper's augmentation of whole frames: a turn by an angle in (-rotation_degrees, rotation_degrees), and CLAHE.

    ``clahe_share`` of the images get CLAHE. With both 0 the images stay as they are.
    """

    rotation_degrees: float = 90.0
    clahe_share: float = 0.5


def augment(
    image: npt.NDArray[np.uint8],
    labels: npt.NDArray[np.uint8],
    settings: AugmentSettings | WholeFrameSettings,
    random: np.random.Generator,
) -> tuple[Image, npt.NDArray[np.uint8]]:
    """Change an image (row, column) and its labels together, at random.

    ``AugmentSettings`` cuts out a turned, scaled and recoloured square (side_px, side_px); ``WholeFrameSettings`` keeps
    the frame. Returns the image as float32 around 0..1 and the labels.
    """
    if isinstance(settings, WholeFrameSettings):
        return _change_whole_frame(image, labels, settings, random)
    matrix = _random_view(labels, settings, random)
    size = (settings.side_px, settings.side_px)
    turned = np.asarray(cv2.warpAffine(image, matrix, size, flags=cv2.INTER_LINEAR), np.float32) / 255
    turned_labels = cv2.warpAffine(labels, matrix, size, flags=cv2.INTER_NEAREST)
    return _recolour(turned, settings, random), np.asarray(turned_labels, np.uint8)


def _change_whole_frame(
    image: npt.NDArray[np.uint8],
    labels: npt.NDArray[np.uint8],
    settings: WholeFrameSettings,
    random: np.random.Generator,
) -> tuple[Image, npt.NDArray[np.uint8]]:
    if settings.rotation_degrees:
        rows, columns = image.shape
        angle = float(random.uniform(-settings.rotation_degrees, settings.rotation_degrees))
        matrix = cv2.getRotationMatrix2D(((columns - 1) / 2, (rows - 1) / 2), angle, 1.0)
        image = np.asarray(cv2.warpAffine(image, matrix, (columns, rows), flags=cv2.INTER_LINEAR), np.uint8)
        labels = np.asarray(cv2.warpAffine(labels, matrix, (columns, rows), flags=cv2.INTER_NEAREST), np.uint8)
    if random.random() < settings.clahe_share:
        image = np.asarray(cv2.createCLAHE(clipLimit=2.0, tileGridSize=(8, 8)).apply(image), np.uint8)
    return np.asarray(image / np.float32(255), np.float32), labels


def _random_view(
    labels: npt.NDArray[np.uint8], settings: AugmentSettings, random: np.random.Generator
) -> npt.NDArray[np.float64]:
    """The 2 x 3 matrix from source to output (column, row): a turn, a scale, a flip, and a centre near the heart."""
    rows, columns = np.nonzero(labels)
    if len(rows) and random.random() < settings.heart_share:
        centre = np.array([columns.mean(), rows.mean()])
        centre += random.uniform(-settings.heart_shift_px, settings.heart_shift_px, 2)
    else:
        margin = settings.side_px // 3
        centre = random.uniform([margin, margin], [labels.shape[1] - margin, labels.shape[0] - margin])
    widest = settings.narrow_rotation_degrees
    if random.random() < settings.wide_rotation_share:
        widest = settings.rotation_degrees
    angle = np.deg2rad(random.uniform(-widest, widest))
    scale = np.exp(random.uniform(*np.log(settings.scale_range)))
    stretch = np.exp(random.uniform(-0.08, 0.08, 2))
    linear = scale * np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]]) * stretch
    if random.random() < settings.flip_share:
        linear[:, 0] *= -1
    offset = (settings.side_px - 1) / 2 - linear @ centre
    return np.column_stack([linear, offset])


def _recolour(image: npt.NDArray[np.floating], settings: AugmentSettings, random: np.random.Generator) -> Image:
    if random.random() < settings.clahe_share:
        equaliser = cv2.createCLAHE(clipLimit=float(random.uniform(1, 4)), tileGridSize=(4, 4))
        image = np.asarray(equaliser.apply((image * 255).astype(np.uint8)), np.float32) / 255
    if random.random() < 0.3:
        image = np.asarray(
            cv2.GaussianBlur(image, (0, 0), float(random.uniform(0.3, settings.blur_sigma_px))), np.float32
        )
    if random.random() < 0.5:
        image = np.power(np.clip(image, 0, 1), np.exp(random.uniform(*np.log(settings.gamma_range))))
    if random.random() < 0.5:
        image = image * _bias_field(image.shape[0], settings.bias_amplitude, random)
    image = image * random.uniform(0.75, 1.25) + random.uniform(-0.1, 0.1)
    if random.random() < 0.3:
        image = image + random.normal(0, random.uniform(0, settings.noise_sigma), image.shape)
    return np.clip(image, 0, 1).astype(np.float32)


def _bias_field(side_px: int, amplitude: float, random: np.random.Generator) -> Image:
    """A smooth multiplicative field around 1, as a surface coil leaves it."""
    coarse = random.uniform(-amplitude, amplitude, (3, 3)).astype(np.float32)
    field = cv2.resize(coarse, (side_px, side_px), interpolation=cv2.INTER_CUBIC)
    return np.asarray(np.exp(field), np.float32)
