from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from cmrstudio import __version__
from cmrstudio.domain.annotation import SliceAnnotation
from cmrstudio.domain.contour import Contour, Structure
from cmrstudio.domain.conventions import BasalRule, Conventions, MitralPlane, PapillaryMuscles
from cmrstudio.domain.errors import OutputError
from cmrstudio.domain.measures import Measures, measure
from cmrstudio.domain.phases import PhaseSelection, PhaseSource
from cmrstudio.domain.study import CineStack, LeftOut, Series, Study, View
from cmrstudio.io.results import Origin, write_measures

ORIGIN = Origin("unet", "1.2.0", "CC BY-NC-SA 4.0")
NUMBERS = {"edv_ml": "ml", "esv_ml": "ml", "sv_ml": "ml", "ef_percent": "%", "lv_mass_g": "g"}


def series(description: str = "SAX cine") -> Series:
    stack = CineStack(
        pixels=np.zeros((4, 3, 64, 64), np.int16),
        present=np.ones((4, 3), bool),
        pixel_spacing_mm=(1.0, 1.0),
        slice_positions_mm=np.array([0.0, 10.0, 20.0]),
        affine_mm=np.repeat(np.eye(4)[None], 3, axis=0),
        trigger_times_ms=np.full((4, 3), np.nan),
        sop_uids=np.full((4, 3), ""),
        slice_thickness_mm=8.0,
        frame_time_ms=40.0,
    )
    return Series("1.2.3", View.SHORT_AXIS, description, stack, ("A note.",))


def study(of: Series) -> Study:
    left_out = (LeftOut(Path("/data/readme.txt"), "not an image"),)
    return Study("1.2", "k5", None, (of,), Path("/data/s"), left_out, patient_label="=HYPERLINK()")


def measures(of: Series, radii=(20.0, 15.0, 12.0, 18.0), epicardium: bool = True, skip=()) -> Measures:
    drawn = contours(radii, epicardium, skip)
    return measure(of.stack, drawn, PhaseSelection(0, 2, PhaseSource.VOLUMES, PhaseSource.READER))


def contours(radii=(20.0, 15.0, 12.0, 18.0), epicardium: bool = True, skip=()) -> dict:
    angles = np.arange(16) * np.pi / 8
    ring = np.column_stack([np.cos(angles), np.sin(angles)])
    found = {}
    for phase, radius in enumerate(radii):
        for slice_ in range(3):
            if (phase, slice_) not in skip:
                drawn = [Contour(Structure.LV_ENDOCARDIUM, 32 + radius * ring, "unet@1.2.0")]
                drawn += [Contour(Structure.LV_EPICARDIUM, 32 + 28 * ring, "unet@1.2.0")] if epicardium else []
                found[phase, slice_] = SliceAnnotation("1.2.3", phase, slice_, tuple(drawn))
    return found


def written(
    folder: Path, found: Measures, of: Series | None = None, drawn: dict | None = None
) -> tuple[dict, list[dict], list[dict]]:
    of = of or series()
    paths = write_measures(folder, study(of), of, found, ORIGIN, drawn or {})
    assert [path.name for path in paths] == ["measures.json", "measures.csv", "volumes.csv", "contours.csv"]
    tables = [table(path) for path in paths[1:]]
    return json.loads(paths[0].read_text(encoding="utf-8")), tables[0], tables[1]


def table(path: Path) -> list[dict]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_the_json_has_every_number_as_measured(tmp_path: Path) -> None:
    found = measures(series())
    content, _, _ = written(tmp_path, found)
    assert content["end_diastole_index"] == 0
    assert content["end_systole_index"] == 2
    assert {name: content[name] for name in NUMBERS} == {name: getattr(found, name) for name in NUMBERS}
    assert content["volumes_ml"] == found.volumes_ml.tolist()
    assert content["flags"] == []
    assert content["slices_used"] == {"edv_ml": [0, 1, 2], "esv_ml": [0, 1, 2], "lv_mass_g": [0, 1, 2]}


def test_the_json_says_where_the_numbers_come_from(tmp_path: Path) -> None:
    content, _, _ = written(tmp_path, measures(series()))
    assert content["model"] == {"id": "unet", "version": "1.2.0", "licence": "CC BY-NC-SA 4.0"}
    assert content["cmrstudio_version"] == __version__
    assert content["study"]["left_out"] == [{"path": "/data/readme.txt", "reason": "not an image"}]
    assert content["series"]["notes"] == ["A note."]
    assert content["end_systole_source"] == "reader"
    assert content["notice"] == "Not for diagnostic use."


def test_the_patients_name_is_in_no_file(tmp_path: Path) -> None:
    written(tmp_path, measures(series()))
    assert not any("HYPERLINK" in path.read_text() for path in tmp_path.iterdir())


def test_unknown_numbers_are_null_and_flagged(tmp_path: Path) -> None:
    found = measures(series(), radii=(20.0,), epicardium=False)
    content, table, volumes = written(tmp_path, found)
    assert [content[name] for name in ("esv_ml", "sv_ml", "ef_percent", "lv_mass_g")] == [None] * 4
    assert content["volumes_ml"][1:] == [None] * 3
    assert {flag["kind"] for flag in content["flags"]} == {"no_contours", "missing_epicardium"}
    values = {row["measure"]: row for row in table}
    assert values["esv_ml"]["value"] == values["lv_mass_g"]["value"] == ""
    assert "no endocardial contour at end-systole" in values["ef_percent"]["flags"]
    assert [row["lv_volume_ml"] for row in volumes[1:]] == [""] * 3


def test_a_flag_tells_its_kind_phase_and_slices(tmp_path: Path) -> None:
    content, table, _ = written(tmp_path, measures(series(), skip=[(2, 1)]))
    (flag,) = content["flags"]
    assert (flag["kind"], flag["phase_index"], flag["slice_indices"]) == ("missing_contour", 2, [1])
    flags = {row["measure"]: row["flags"] for row in table}
    assert "slice 2 at phase 3" in flags["esv_ml"]
    assert flags["ef_percent"] == flags["esv_ml"]
    assert flags["edv_ml"] == flags["lv_mass_g"] == ""


def test_flags_of_other_phases_are_told_too(tmp_path: Path) -> None:
    content, _, volumes = written(tmp_path, measures(series(), skip=[(1, 1)]))
    assert [flag["phase_index"] for flag in content["flags"]] == [1]
    assert "slice 2 at phase 2" in volumes[1]["flags"]


def test_the_table_has_a_row_a_measure_with_unit_and_slices(tmp_path: Path) -> None:
    found = measures(series())
    _, table, _ = written(tmp_path, found)
    assert [(row["measure"], row["unit"]) for row in table] == list(NUMBERS.items())
    for row in table:
        assert float(row["value"]) == pytest.approx(getattr(found, row["measure"]), abs=0.0006)
    assert table[0]["slices"] == "1 2 3"
    assert table[3]["phases"] == "1 / 3"
    assert table[0]["model"] == "unet@1.2.0"


def test_the_volume_table_has_a_row_a_phase(tmp_path: Path) -> None:
    found = measures(series())
    _, _, volumes = written(tmp_path, found)
    assert [row["phase"] for row in volumes] == ["1", "2", "3", "4"]
    assert [float(row["time_ms"]) for row in volumes] == [0, 40, 80, 120]
    assert [row["is_end_diastole"] for row in volumes] == ["1", "0", "0", "0"]
    assert [row["is_end_systole"] for row in volumes] == ["0", "0", "1", "0"]
    np.testing.assert_allclose([float(row["lv_volume_ml"]) for row in volumes], found.volumes_ml, atol=0.0006)


def test_text_that_a_spreadsheet_would_run_is_disarmed(tmp_path: Path) -> None:
    of = series()
    hostile = Origin("=cmd|' /C calc'!A0", "1", "none")
    write_measures(tmp_path, study(of), of, measures(of), hostile, {})
    with (tmp_path / "measures.csv").open(newline="") as file:
        assert all(row["model"].startswith("'=") for row in csv.DictReader(file))


def test_an_unwritable_place_is_named(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("in the way")
    of = series()
    with pytest.raises(OutputError, match=r"out/measures\.json: the file cannot be written: "):
        write_measures(tmp_path / "out", study(of), of, measures(of), ORIGIN, {})


def test_files_are_replaced_whole(tmp_path: Path) -> None:
    written(tmp_path, measures(series()))
    content, _, _ = written(tmp_path, measures(series(), radii=(21.0, 15.0, 12.0, 18.0)))
    assert content["edv_ml"] == pytest.approx(np.pi * 21**2 * 30 / 1000, rel=0.01)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "contours.csv",
        "measures.csv",
        "measures.json",
        "volumes.csv",
    ]


def rated_contours() -> dict:
    """Contours of which those of the last phase are unknown, and the endocardium of slice 2 at phase 3 is bad."""
    drawn = contours()
    for (phase, slice_), annotation in drawn.items():
        endocardium = 0.25 if (phase, slice_) == (2, 1) else 0.875
        qualities = {Structure.LV_ENDOCARDIUM: endocardium, Structure.LV_EPICARDIUM: 0.875}
        rated = tuple(contour.with_quality(qualities[contour.structure]) for contour in annotation.contours)
        if phase < 3:
            drawn[phase, slice_] = replace(annotation, contours=rated)
    return drawn


def test_the_json_tells_the_quality_of_contours_and_the_lowest(tmp_path: Path) -> None:
    content, _, _ = written(tmp_path, measures(series()), drawn=rated_contours())
    quality = content["quality"]
    assert quality["mean"] == pytest.approx((17 * 0.875 + 0.25) / 18)
    assert quality["mean_by_phase"] == [0.875, 0.875, pytest.approx((5 * 0.875 + 0.25) / 6), None]
    bad = {"phase_index": 2, "slice_index": 1, "structure": "lv_endocardium", "quality": 0.25}
    assert quality["worth_a_look_below"] == 0.8
    assert quality["worth_a_look"] == [bad]
    assert quality["lowest"][0] == bad
    assert len(quality["lowest"]) == 5


def test_contours_without_a_known_quality_are_told_as_such(tmp_path: Path) -> None:
    content, _, volumes = written(tmp_path, measures(series()), drawn=contours())
    assert content["quality"]["mean"] is None
    assert content["quality"]["mean_by_phase"] == [None] * 4
    assert content["quality"]["lowest"] == []
    assert {row["mean_quality"] for row in volumes} == {""}
    assert {row["quality"] for row in table(tmp_path / "contours.csv")} == {""}


def test_the_contour_table_has_a_row_a_contour(tmp_path: Path) -> None:
    _, _, volumes = written(tmp_path, measures(series()), drawn=rated_contours())
    rows = table(tmp_path / "contours.csv")
    assert len(rows) == 24
    assert rows[0] == {
        "phase": "1",
        "slice": "1",
        "structure": "lv_endocardium",
        "source": "unet@1.2.0",
        "quality": "0.875",
    }
    (bad,) = (row for row in rows if row["quality"] == "0.250")
    assert (bad["phase"], bad["slice"], bad["structure"]) == ("3", "2", "lv_endocardium")
    assert [row["mean_quality"] for row in volumes] == ["0.875", "0.875", "0.771", ""]


def test_every_table_says_what_was_counted(tmp_path: Path) -> None:
    of, drawn = series(), contours()
    chosen = Conventions(BasalRule.CIRCUMFERENCE, 40.0, papillary_muscles=PapillaryMuscles.MASS)
    found = measure(of.stack, drawn, PhaseSelection(0, 2), chosen)
    content, rows, volumes = written(tmp_path, found, of, drawn)
    assert content["conventions"]["text"] == chosen.text
    assert content["conventions"]["basal_rule"] == "circumference"
    assert content["conventions"]["least_circumference_percent"] == 40.0
    assert content["conventions"]["mitral_plane_mm"] is None
    assert content["conventions"]["papillary_muscles"] == "mass"
    assert {row["conventions"] for row in (*rows, *volumes)} == {chosen.text}


def test_the_mitral_plane_and_the_slices_left_out_are_written(tmp_path: Path) -> None:
    of, drawn = series(), contours()
    apical_mm = float(of.stack.slice_positions_mm[2])
    chosen = Conventions(BasalRule.MITRAL_PLANE, mitral_plane=MitralPlane(apical_mm, apical_mm))
    content, *_ = written(tmp_path, measure(of.stack, drawn, PhaseSelection(0, 2), chosen), of, drawn)
    assert content["conventions"]["mitral_plane_mm"] == {"end_diastole": apical_mm, "end_systole": apical_mm}
    assert content["conventions"]["slices_left_out"]["edv_ml"] == [0, 1]
    assert content["slices_used"]["edv_ml"] == [2]
