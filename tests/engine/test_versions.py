"""The engine draws with the version in use as soon as it is put to use, and every contour says which one that was."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from cmrstudio.domain.contour import Contour
from cmrstudio.domain.errors import ModelError
from cmrstudio.domain.geometry import closed_spline, contour_area_px
from cmrstudio.engine.client import EngineClient
from cmrstudio.engine.protocol import PhaseImages, PhaseSegmented, Reply, SegmentRequest
from cmrstudio.inference.model_card import CARD_FILE
from cmrstudio.inference.model_versions import ModelVersions
from tests import brightness_model
from tests.engine.conftest import TOGETHER

SPACING_MM = (1.25, 1.25)
WHO = "Dr. Example"
MODEL = brightness_model.MODEL_ID


@pytest.fixture(scope="module")
def versions(model_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> ModelVersions:
    return ModelVersions(tmp_path_factory.mktemp("user") / "models", model_folder)


@pytest.fixture(scope="module")
def engine(model_folder: Path, versions: ModelVersions) -> Iterator[EngineClient]:
    client = EngineClient([model_folder], versions.user_folder)
    client.start()
    yield client
    client.stop()


@pytest.fixture(scope="module")
def candidate(versions: ModelVersions) -> str:
    """A version that takes grey for cavity too, so that what it draws is larger."""
    weights = brightness_model.weights()
    weights[-1] = np.array([0.4, -0.9, -0.3], np.float32) * brightness_model.STEEPNESS
    card = replace(brightness_model.card(), parent=f"{MODEL}@1.0.0")
    card = replace(card, version=versions.learned_version(card, weights))
    return versions.add_candidate(card, weights).source


def drawn(engine: EngineClient, model_id: str) -> tuple[Contour, ...]:
    heart = brightness_model.heart((160, 180), (84.0, 75.5), 24.0, 9.0, SPACING_MM)
    images = PhaseImages(0, (heart[None] * 800).astype(np.int16), np.array([True]))
    replies: list[Reply] = []
    engine.segment(SegmentRequest(engine.next_generation(), model_id, SPACING_MM, (images,)), replies.append)
    (phase,) = [reply for reply in replies if isinstance(reply, PhaseSegmented)]
    return phase.contours[0]


def source_and_area(engine: EngineClient, model_id: str) -> tuple[str, float]:
    contours = drawn(engine, model_id)
    (source,) = {contour.source for contour in contours}
    return source, contour_area_px(closed_spline(contours[0].points_px))


def test_contours_say_which_version_drew_them_before_and_after_a_promotion_and_a_rollback(
    engine: EngineClient, versions: ModelVersions, candidate: str
) -> None:
    shipped, small = source_and_area(engine, MODEL)
    assert shipped == f"{MODEL}@1.0.0"
    versions.promote(MODEL, candidate.partition("@")[2], WHO)
    promoted, large = source_and_area(engine, MODEL)
    assert promoted == candidate
    assert large > 1.2 * small
    versions.rollback(MODEL, WHO)
    assert source_and_area(engine, MODEL) == (shipped, small)


def test_any_version_can_be_asked_to_draw(engine: EngineClient, candidate: str) -> None:
    assert source_and_area(engine, candidate)[0] == candidate
    assert source_and_area(engine, f"{MODEL}@1.0.0")[0] == f"{MODEL}@1.0.0"
    with pytest.raises(ModelError, match=rf"no model '{MODEL}@9\.9\.9'"):
        drawn(engine, f"{MODEL}@9.9.9")


def test_the_ensemble_draws_the_same_whichever_version_of_a_member_is_in_use(
    engine: EngineClient, versions: ModelVersions, candidate: str
) -> None:
    before = source_and_area(engine, TOGETHER)
    versions.promote(MODEL, candidate.partition("@")[2], WHO)
    assert source_and_area(engine, TOGETHER) == before
    versions.rollback(MODEL, WHO)


def test_a_version_in_use_that_was_damaged_is_told_and_the_engine_lives_on(
    engine: EngineClient, versions: ModelVersions, candidate: str
) -> None:
    version = candidate.partition("@")[2]
    versions.promote(MODEL, version, WHO)
    path = versions.folder(MODEL, version) / CARD_FILE
    content = path.read_bytes()
    path.write_bytes(b"{}")
    with pytest.raises(ModelError, match="Roll back to the version before it"):
        drawn(engine, MODEL)
    path.write_bytes(content)
    versions.rollback(MODEL, WHO)
    assert source_and_area(engine, MODEL)[0] == f"{MODEL}@1.0.0"
