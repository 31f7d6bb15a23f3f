"""Tables say what was scored and keep pooled figures apart; the page holds its own pictures."""

import csv
import html.parser
import io
import sys
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from cmrstudio.domain.errors import MissingPackageError, OutputError
from tests.training.toy_volumes import read_brightness, see_nothing, toy_volume
from training import tables
from training.evaluate import evaluate, write_evaluation
from training.evaluation import Evaluation, ModelFacts
from training.plots import all_plots
from training.report import report_html
from training.specimens import slice_picture
from training.training_time import TrainingTime

CASE_COLUMNS = [
    *("source", "subject", "group", "phase", "structure", "dice", "iou", "hd95_mm", "asd_mm"),
    *("predicted_ml", "truth_ml", "slices_both", "slices_missed", "slices_extra"),
]


def timid(images: np.ndarray) -> np.ndarray:
    """Misses the last slice and thereby has something to be shown for."""
    probabilities = read_brightness(images)
    probabilities[-1] = see_nothing(images[-1:])[0]
    return probabilities


@pytest.fixture(scope="module")
def evaluation() -> Evaluation:
    partial = toy_volume("b<2>", "ES", "HCM", scale=0.8, source="other", calibrated=False)
    partial = replace(partial, labels=(partial.labels == 1).astype(np.uint8), myocardium_known=False)
    volumes = [
        toy_volume("a1", "ED", "NOR"),
        toy_volume("a1", "ES", "NOR", scale=0.8),
        toy_volume("a2", "ED", "DCM", scale=1.1),
        toy_volume("a2", "ES", "DCM", scale=0.9),
        partial,
    ]
    return evaluate(volumes, timid, ModelFacts("Toy <1>", "unet", 8_480_739, "CPU", "float32"), worst=1)


@pytest.fixture(scope="module")
def written(evaluation: Evaluation, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("evaluation")
    return {path.relative_to(folder).as_posix(): path for path in write_evaluation(evaluation, folder)}


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text())))


def test_everything_is_written(written: dict[str, Path]) -> None:
    names = ["cases", "slices", "structures", "regions", "groups", "subjects", "agreement", "pooled", "cost"]
    assert {f"{name}.csv" for name in names} <= written.keys()
    assert "report.html" in written
    assert all(path.stat().st_size for path in written.values())


def test_pictures_of_an_evaluation_before_go_and_nothing_else(evaluation: Evaluation, tmp_path: Path) -> None:
    worst = tmp_path / "worst"
    worst.mkdir()
    for name in ("07-toy-a9-ED-slice03.png", "mine.png"):
        (worst / name).write_bytes(b"old")
    written = write_evaluation(evaluation, tmp_path)
    assert {path.name for path in worst.iterdir()} == {"mine.png", *(p.name for p in written if p.parent == worst)}


def test_cases_have_a_row_per_case_phase_and_structure(written: dict[str, Path]) -> None:
    found = rows(written["cases.csv"])
    assert list(found[0]) == CASE_COLUMNS
    assert len(found) == 4 * 3 + 1
    first = found[0]
    assert [first[name] for name in CASE_COLUMNS[:5]] == ["toy", "a1", "NOR", "ED", "cavity"]
    assert 0.7 < float(first["dice"]) < 1
    assert (first["slices_both"], first["slices_missed"], first["slices_extra"]) == ("2", "1", "0")
    assert float(first["hd95_mm"]) <= 1.5


def test_of_partial_uncalibrated_truth_only_what_is_known_is_written(written: dict[str, Path]) -> None:
    (partial,) = (row for row in rows(written["cases.csv"]) if row["source"] == "other")
    assert partial["structure"] == "cavity"
    assert [partial[name] for name in ("hd95_mm", "asd_mm", "predicted_ml", "truth_ml")] == [""] * 4
    assert not [row for row in rows(written["pooled.csv"]) if row["source"] == "other"]


def test_slices_have_their_region_and_dice(written: dict[str, Path]) -> None:
    cavity = [row for row in rows(written["slices.csv"]) if (row["subject"], row["phase"]) == ("a1", "ED")][::3]
    assert [(row["slice"], row["region"]) for row in cavity] == [("1", "base"), ("2", "middle"), ("3", "apex")]
    assert cavity[2]["dice"] == "0.0000"


def test_pooled_figures_and_those_of_structures_are_never_in_one_table(evaluation: Evaluation) -> None:
    for table in tables.all_tables(evaluation):
        is_pooled = "precision" in table.columns and "dice" in table.columns
        assert is_pooled == (table.name == "pooled")
        assert not (is_pooled and "structure" in table.columns)


def test_means_over_phases_and_regions(written: dict[str, Path]) -> None:
    (whole,) = (
        row
        for row in rows(written["structures.csv"])
        if (row["source"], row["phase"], row["structure"]) == ("toy", "all", "cavity")
    )
    dices = [float(r["dice"]) for r in rows(written["cases.csv"]) if (r["source"], r["structure"]) == ("toy", "cavity")]
    assert whole["volumes"] == "4"
    assert float(whole["dice_mean"]) == pytest.approx(np.mean(dices), abs=1e-4)
    assert float(whole["dice_sd"]) == pytest.approx(np.std(dices, ddof=1), abs=1e-3)
    (apex,) = (
        row
        for row in rows(written["regions.csv"])
        if [row[name] for name in ("source", "phase", "region", "structure")] == ["toy", "all", "apex", "cavity"]
    )
    assert (apex["slices_with_truth"], apex["slices_missed"], apex["dice_mean"]) == ("4", "4", "0.0000")


def test_groups_are_apart(written: dict[str, Path]) -> None:
    found = {(row["group"], row["phase"], row["structure"]): row["volumes"] for row in rows(written["groups.csv"])}
    assert found["NOR", "all", "cavity"] == found["DCM", "all", "cavity"] == "2"
    assert found["HCM", "ES", "cavity"] == "1"


def test_agreement_follows_from_the_subjects(written: dict[str, Path]) -> None:
    subjects = [row for row in rows(written["subjects.csv"]) if row["source"] == "toy"]
    differences = [float(row["predicted_edv_ml"]) - float(row["truth_edv_ml"]) for row in subjects]
    (edv,) = (row for row in rows(written["agreement.csv"]) if row["measure"] == "edv_ml")
    assert edv["subjects"] == "2"
    assert float(edv["bias"]) == pytest.approx(np.mean(differences), abs=0.01)
    assert float(edv["upper_limit"]) == pytest.approx(
        np.mean(differences) + 1.96 * np.std(differences, ddof=1), abs=0.03
    )


def test_the_papers_tables_take_several_models(evaluation: Evaluation) -> None:
    other = replace(evaluation, model=ModelFacts("Other", "fcn", 7_564_259))
    assert [row[0] for row in tables.pooled_table([evaluation, other]).rows] == ["Toy <1>", "Toy <1>", "Other", "Other"]
    cost = tables.cost_table([evaluation, other])
    assert [row[2] for row in cost.rows] == [8_480_739, 7_564_259]
    assert all(isinstance(row[5], float) and row[5] >= 0 for row in cost.rows)


def test_the_table_of_costs_says_how_long_a_network_was_trained_where_that_is_known(evaluation: Evaluation) -> None:
    trained = replace(evaluation.model, training=TrainingTime(90.0, 3, 2, ("EPYC, 2 cores",)))
    cost = tables.cost_table([evaluation, replace(evaluation, model=trained)])
    assert cost.columns[-4:] == ("training_minutes", "training_epochs", "epochs_not_timed", "training_machine")
    assert [row[-4:] for row in cost.rows] == [(None,) * 4, (1.5, 3, 2, "EPYC, 2 cores")]


class _Page(html.parser.HTMLParser):
    """Notes what a page shows and refers to, and that its tags close in order."""

    def __init__(self) -> None:
        super().__init__()
        self.sources: list[str] = []
        self.text = ""
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.sources += [value or "" for name, value in attrs if name in ("src", "href")]
        if tag not in ("img", "meta"):
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_page_is_self_contained_and_escaped(written: dict[str, Path]) -> None:
    page = _Page()
    page.feed(written["report.html"].read_text(encoding="utf-8"))
    assert len(page.sources) == 4 + 3 + 3
    assert all(source.startswith(("data:image/svg+xml;", "data:image/png;")) for source in page.sources)
    assert "How Toy <1> reads" in page.text
    assert "b<2>" in page.text
    assert "LV cavity missed, LV myocardium missed" in page.text
    assert "Not for diagnostic use" in page.text


def test_the_page_does_without_plots_and_pictures(evaluation: Evaluation) -> None:
    page = _Page()
    page.feed(report_html(replace(evaluation, worst=()), {}))
    assert page.sources == []
    assert "No pictures were kept" in page.text


def test_plots_repeat_exactly_and_leave_no_state_of_pyplot_behind(
    evaluation: Evaluation, written: dict[str, Path]
) -> None:
    before = "matplotlib.pyplot" in sys.modules
    for name, content in all_plots(evaluation).items():
        assert written[f"plots/{name}.svg"].read_bytes() == content
    assert ("matplotlib.pyplot" in sys.modules) == before


def test_a_picture_shows_the_image_and_both_sides(evaluation: Evaluation) -> None:
    content = slice_picture(evaluation.worst[0], 2)
    picture = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_COLOR).astype(int)
    bare, truth, drawn = (picture[:, first : first + 220] for first in (0, 224, 448))
    assert (np.ptp(bare, axis=-1) == 0).all()
    assert (np.ptp(truth, axis=-1) > 60).sum() > 100
    assert np.array_equal(drawn, bare)


def test_without_matplotlib_the_tables_are_there_and_the_error_says_what_to_install(
    evaluation: Evaluation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(MissingPackageError, match=r"pip install 'cmrstudio\[training\]'"):
        write_evaluation(evaluation, tmp_path)
    assert (tmp_path / "cases.csv").is_file()


def test_a_folder_that_cannot_be_written_is_named(evaluation: Evaluation, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    with pytest.raises(OutputError, match="taken"):
        write_evaluation(evaluation, tmp_path / "taken")
