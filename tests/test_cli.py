"""The command line: results on real input, and one clear line where there can be none."""

from __future__ import annotations

import json
import math
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import nibabel
import numpy as np
import pytest
import tifffile
from rich.table import Table

from cmrstudio import cli, workflow
from cmrstudio.domain.annotation import SliceAnnotation
from cmrstudio.domain.contour import Contour, Structure
from cmrstudio.domain.measures import measure
from cmrstudio.domain.phases import PhaseSelection, PhaseSource
from cmrstudio.domain.resource_paths import sample_study_folder
from cmrstudio.inference.model_facts import dice_text
from cmrstudio.inference.registry import ModelRegistry
from cmrstudio.store.annotation_store import AnnotationStore

MEASURES = ("edv_ml", "esv_ml", "sv_ml", "ef_percent", "lv_mass_g")


@pytest.fixture(scope="module")
def sample_results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("results") / "new folder"
    assert cli.main(["segment", str(sample_study_folder()), "--model", "unet", "--out", str(folder)]) == 0
    return folder


@pytest.fixture(scope="module")
def measures(sample_results: Path) -> dict[str, object]:
    content = json.loads((sample_results / "measures.json").read_text())
    assert isinstance(content, dict)
    return content


def test_measures_are_complete_and_consistent(measures: dict[str, float]) -> None:
    assert all(math.isfinite(measures[name]) for name in MEASURES)
    assert measures["sv_ml"] == pytest.approx(measures["edv_ml"] - measures["esv_ml"], abs=0.01)
    assert measures["ef_percent"] == pytest.approx(100 * measures["sv_ml"] / measures["edv_ml"], abs=0.01)


def test_volumes_are_given_for_every_phase(measures: dict[str, list[float]]) -> None:
    assert len(measures["volumes_ml"]) == 20


def test_measures_of_the_bundled_study_are_near_the_experts(measures: dict[str, float]) -> None:
    """The expert contours that come with the study give EDV 191 ml, ESV 141 ml, EF 26 %."""
    assert measures["edv_ml"] == pytest.approx(191, rel=0.15)
    assert measures["esv_ml"] == pytest.approx(141, rel=0.15)
    assert measures["ef_percent"] == pytest.approx(26, abs=6)


def test_masks_are_the_papers_colours_at_end_diastole_and_end_systole(sample_results: Path) -> None:
    masks = sorted((sample_results / "masks").glob("*.tiff"))
    assert len(masks) == 24
    for path in masks:
        mask = tifffile.imread(path)
        assert mask.shape == (256, 256, 3)
        assert np.array_equal((mask == 255).sum(axis=-1), np.ones((256, 256)))


def test_the_contact_sheet_is_a_picture(sample_results: Path) -> None:
    assert (sample_results / "contact_sheet.png").read_bytes().startswith(b"\x89PNG")


def test_nifti_comes_back_on_the_same_grid(tmp_path: Path) -> None:
    affine = np.diag([-1.5, -1.5, 8.0, 1.0])
    volume = np.random.default_rng(0).integers(0, 200, (96, 112, 3)).astype(np.int16)
    source = tmp_path / "scan.nii.gz"
    nibabel.save(nibabel.Nifti1Image(volume, affine), source)
    assert cli.main(["segment", str(source), "--out", str(tmp_path / "out")]) == 0
    labels = nibabel.load(tmp_path / "out" / "labels.nii.gz")
    assert labels.shape == volume.shape
    assert np.array_equal(labels.affine, affine)
    assert set(np.unique(labels.dataobj)) <= {0, 1, 2}


def test_models_are_listed_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["models", "--json"]) == 0
    models = {model["id"]: model for model in json.loads(capsys.readouterr().out)}
    assert models["unet"]["trainable_parameters"] == 8_480_739
    assert models["unet"]["licence"] == "CC BY-NC-SA 4.0"
    assert models["unet"]["metrics"]["acdc_test"]["cavity_dice"] >= 0.88


def test_models_are_listed_with_what_they_are_good_at(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["models"]) == 0
    shown = capsys.readouterr().out
    cavity = dice_text(ModelRegistry().card("residual_unet").metrics["acdc_test"]["cavity_dice"])
    assert all(word in shown for word in ("unet", "8,480,739", "ACDC", "Sunnybrook", f" {cavity} "))
    pooled = ModelRegistry().card("ensemble").metrics["sunnybrook_test"]["pooled_dice"]
    assert f" {pooled:.4f} " in shown
    assert all(shown.count(f" {card.model_id} ") >= 2 for card in ModelRegistry().cards()), "no id is cut short"


def test_every_model_says_how_fast_it_is_and_what_it_is_made_of(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["models", "--json"]) == 0
    for model in json.loads(capsys.readouterr().out):
        assert model["speed"]
        assert model["trainable_parameters"] > 0
        assert bool(model["members"]) == (model["architecture"] == "ensemble")


def test_the_quality_of_contours_is_told_and_written(sample_results: Path, measures: dict[str, Any]) -> None:
    quality = measures["quality"]
    assert quality["mean"] > 0.75
    assert len(quality["mean_by_phase"]) == 20
    assert [one["quality"] for one in quality["lowest"]] == sorted(one["quality"] for one in quality["lowest"])
    assert (sample_results / "contours.csv").read_text().startswith("phase,slice,structure,source,quality")


def test_the_terminal_shows_the_contours_that_are_worth_a_look(
    capsys: pytest.CaptureFixture[str],
) -> None:
    circle = np.column_stack([np.cos(np.arange(8)), np.sin(np.arange(8))])
    contour = Contour(Structure.LV_EPICARDIUM, circle, "unet@1.0.0", 0.625)
    annotations = {(1, 4): SliceAnnotation("1.2.3", 1, 4, (contour,))}
    reading = SimpleNamespace(annotations=annotations, series=SimpleNamespace(stack=SimpleNamespace(phase_count=12)))
    cli._print_quality(reading)  # type: ignore[arg-type]
    shown = capsys.readouterr().out
    assert "mean at phases  1-10" in shown
    assert "0.62" in shown
    assert all(word in shown for word in ("epicardium", "worth a look", "1 of 1 contours are below 0.8"))


def test_info_names_device_precision_and_store(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["info"]) == 0
    shown = capsys.readouterr().out
    assert all(word in shown for word in ("tensorflow", "keras", "device", "precision", "store"))


def refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    """Run, expect failure, and return the one line that standard error must hold."""
    assert cli.main(arguments) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    lines = captured.err.splitlines()
    assert len(lines) == 1
    return lines[0]


def test_a_folder_without_a_cine_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    assert str(empty) in refused(["segment", str(empty), "--out", str(tmp_path / "out")], capsys)


def test_localizers_alone_are_no_cine(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    localizers = sample_study_folder() / "localizers"
    line = refused(["segment", str(localizers), "--out", str(tmp_path / "out")], capsys)
    assert "short-axis" in line


def test_an_absent_path_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    absent = tmp_path / "absent"
    assert str(absent) in refused(["segment", str(absent), "--out", str(tmp_path / "out")], capsys)


def test_an_unknown_model_is_one_line_with_the_known_ones(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    line = refused(["segment", str(sample_study_folder()), "--model", "vnet", "--out", str(tmp_path)], capsys)
    assert "vnet" in line
    assert "unet" in line


def test_an_unwritable_output_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    occupied = tmp_path / "file"
    occupied.write_text("not a folder")
    line = refused(["segment", str(sample_study_folder()), "--out", str(occupied / "out")], capsys)
    assert str(occupied) in line


def test_brackets_in_a_name_are_printed_as_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    cli.output.print(Table("[fiesta]", title="SA [/1]"))
    cli.errors.print("Note: [/1]")
    told = capsys.readouterr()
    assert "SA [/1]" in told.out
    assert "[fiesta]" in told.out
    assert "[/1]" in told.err


@pytest.fixture(scope="module")
def kept_study(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, float]:
    """A workspace with circles on the bundled study, one of them verified, and the EDV that they give."""
    series = workflow.open_study(sample_study_folder()).short_axis
    turn = np.arange(12) * np.pi / 6
    circle = np.column_stack([np.cos(turn), np.sin(turn)])
    annotations = {
        (phase, index): SliceAnnotation(
            series.series_uid,
            phase,
            index,
            (
                Contour(Structure.LV_ENDOCARDIUM, 128 + (20 - phase) * circle, "reader"),
                Contour(Structure.LV_EPICARDIUM, 128 + 28 * circle, "reader"),
            ),
        )
        for phase in (0, 8)
        for index in range(3, 9)
    }
    path = tmp_path_factory.mktemp("kept") / "workspace.sqlite"
    phases = PhaseSelection(0, 8, PhaseSource.READER, PhaseSource.READER)
    store = AnnotationStore.open(path)
    stored = store.append(list(annotations.values()), "Draw")
    store.verify(stored[0], "Dr. Example", datetime.now(UTC))
    store.save_phases(series.series_uid, phases)
    store.close()
    edv_ml = measure(series.stack, annotations, phases).edv_ml
    assert edv_ml is not None
    return path, edv_ml


def test_a_report_is_of_what_the_workspace_keeps(
    kept_study: tuple[Path, float], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace, edv_ml = kept_study
    arguments = ["report", str(sample_study_folder()), "--out", str(tmp_path / "new"), "--workspace", str(workspace)]
    assert cli.main([*arguments, "--conclusion", "All well."]) == 0
    assert f" {edv_ml:.1f} " in capsys.readouterr().out
    (html,) = (tmp_path / "new").glob("*.html")
    text = html.read_text()
    assert f'<td class="number bold">{edv_ml:.1f}</td>' in text
    assert "1 of the 12 images that were counted are verified by Dr. Example" in text
    assert "All well." in text
    assert sorted(path.suffix for path in (tmp_path / "new").iterdir()) == [".csv"] * 4 + [".html", ".pdf", ".xlsx"]


def test_a_report_of_several_studies_without_identity_has_a_row_for_each(
    kept_study: tuple[Path, float], tmp_path: Path
) -> None:
    workspace, _ = kept_study
    studies = [str(sample_study_folder()), str(sample_study_folder() / "cine")]
    options = ["--out", str(tmp_path), "--workspace", str(workspace), "--without-identity", "--format", "csv"]
    assert cli.main(["report", *studies, *options]) == 0
    lines = (tmp_path / "selection_studies.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 3
    assert not any("SCD0000101" in path.read_text() for path in tmp_path.glob("*.csv"))


def test_a_report_segments_what_nobody_has_drawn(tmp_path: Path) -> None:
    source = tmp_path / "scan.nii.gz"
    volume = np.random.default_rng(0).integers(0, 200, (96, 112, 3)).astype(np.int16)
    nibabel.save(nibabel.Nifti1Image(volume, np.diag([-1.5, -1.5, 8.0, 1.0])), source)
    absent = tmp_path / "absent.sqlite"
    options = ["--out", str(tmp_path / "out"), "--workspace", str(absent), "--format", "pdf"]
    assert cli.main(["report", str(source), *options]) == 0
    (pdf,) = (tmp_path / "out").iterdir()
    assert pdf.read_bytes().startswith(b"%PDF")
    assert not absent.exists(), "asking for a report makes no workspace"


def test_a_report_while_a_window_has_the_workspace_is_one_line(
    kept_study: tuple[Path, float], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace, _ = kept_study
    store = AnnotationStore.open(workspace)
    try:
        line = refused(
            ["report", str(sample_study_folder()), "--out", str(tmp_path), "--workspace", str(workspace)], capsys
        )
    finally:
        store.close()
    assert str(workspace) in line


def test_a_wrong_option_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["segment", "--nope"]) == 2
    assert "--nope" in capsys.readouterr().err
