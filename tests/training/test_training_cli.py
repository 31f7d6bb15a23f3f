"""`python -m training`: what it does, and one line on standard error where it cannot."""

import csv
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from cmrstudio.inference.registry import ModelRegistry
from tests import brightness_model
from tests.training.toy import TINY, TOY
from tests.training.truth_files import ring, write_acdc_patient
from training import presets
from training.__main__ import main
from training.checkpoints import write_weights
from training.layouts import make_layout
from training.presets import Preset, Stage
from training.selection import OwnData, read_own_split

PATIENTS = 4


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("acdc")
    for number in range(1, PATIENTS + 1):
        labels = ring(shape=(64, 64), cavity_px=10.0)[None]
        info = f"ED: 1\nES: 2\nGroup: {'DCM' if number % 2 else 'NOR'}\n"
        write_acdc_patient(folder, f"patient{number:03d}", {1: labels, 2: labels}, info)
    return folder


@pytest.fixture(autouse=True)
def _toy_preset(monkeypatch: pytest.MonkeyPatch) -> None:
    stage = Stage(replace(TINY, patience=5))
    monkeypatch.setitem(presets.PRESETS, "toy", Preset("for tests", {TOY: (stage,)}))


def fit_words(data: Path, run: Path, *more: str) -> list[str]:
    words = ["fit", "--data", str(data), "--layout", "acdc", "--preset", "toy", "--architecture", TOY]
    return [*words, "--run", str(run), "--no-repeatable", "--no-augment", *more]


def one_line(capsys: pytest.CaptureFixture[str]) -> str:
    shown = capsys.readouterr()
    lines = shown.err.splitlines()
    assert len(lines) == 1, shown.err
    assert lines[0].startswith("training: ")
    return lines[0]


def test_fit_splits_trains_validates_and_keeps(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run = tmp_path / "run"
    assert main(fit_words(data, run, "--epochs", "1", "--subset", "2", "--batch-size", "1")) == 0
    shown = capsys.readouterr().out
    assert "2 images of 1 subjects, 2 to validate on" in shown
    assert "1 epochs" in shown
    split = json.loads((run / "split.json").read_text())
    assert [len(split[part]) for part in ("train", "validation", "test")] == [2, 1, 1]
    assert {path.name for path in run.iterdir()} >= {"trained.npz", "checkpoint.npz", "epochs.csv"}

    assert main(fit_words(data, run, "--epochs", "1", "--subset", "2", "--batch-size", "2")) == 1
    assert "checkpoint.npz: it belongs to another run: its batch_size is 1" in one_line(capsys)


def test_the_learning_curve_is_written_as_table_and_plot(data: Path, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    words = ["learning-curve", "--data", str(data), "--layout", "acdc", "--preset", "toy", "--out", str(tmp_path)]
    assert main([*words, "--size", "2", "--size", "4", "--augment", "--epochs", "1", "--no-repeatable"]) == 0
    assert len((tmp_path / "learning_curve.csv").read_text().splitlines()) == 3
    assert (tmp_path / "learning_curve.svg").stat().st_size > 1000


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A model whose answers are known is the only one installed."""
    folder = brightness_model.write(tmp_path / "models")
    monkeypatch.setattr("cmrstudio.inference.registry.models_folder", lambda: folder)
    return brightness_model.MODEL_ID


def test_evaluate_scores_any_folder_of_a_layout(data: Path, tmp_path: Path, installed: str) -> None:
    pytest.importorskip("matplotlib")
    words = ["evaluate", "--model", installed, "--data", str(data), "--layout", "acdc", "--out", str(tmp_path / "out")]
    assert main([*words, "--cavity-label", "3", "--myocardium-label", "2"]) == 0
    rows = list(csv.DictReader((tmp_path / "out" / "cases.csv").read_text().splitlines()))
    assert len(rows) == PATIENTS * 2 * 3
    assert {row["subject"] for row in rows} == {f"patient{number:03d}" for number in range(1, PATIENTS + 1)}
    assert (tmp_path / "out" / "report.html").exists()


def test_evaluate_can_take_the_test_part_of_a_run(
    data: Path, tmp_path: Path, installed: str, one_patient: Path
) -> None:
    pytest.importorskip("matplotlib")
    words = ["evaluate", "--model", installed, "--data", str(data), "--layout", "acdc", "--out", str(tmp_path / "out")]
    assert main([*words, "--split", str(one_patient)]) == 0
    rows = list(csv.DictReader((tmp_path / "out" / "cases.csv").read_text().splitlines()))
    assert {row["subject"] for row in rows} == {"patient004"}


@pytest.fixture
def one_patient(data: Path, tmp_path: Path) -> Path:
    """A split with one patient to test on."""
    split = {"train": ["patient001", "patient002"], "validation": ["patient003"], "test": ["patient004"]}
    (tmp_path / "split.json").write_text(json.dumps(split))
    return tmp_path / "split.json"


def test_perturb_tells_what_is_lost(data: Path, tmp_path: Path, installed: str, one_patient: Path) -> None:
    words = ["perturb", "--model", installed, "--data", str(data), "--layout", "acdc", "--split", str(one_patient)]
    assert main([*words, "--out", str(tmp_path / "out")]) == 0
    rows = list(csv.DictReader((tmp_path / "out" / "perturbations.csv").read_text().splitlines()))
    assert {"unchanged", "blur", "matrix_192"} <= {row["perturbation"] for row in rows}


def test_weights_are_scored_and_promoted_and_so_is_an_ensemble(
    data: Path, tmp_path: Path, installed: str, one_patient: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("matplotlib")
    registry = ModelRegistry()
    write_weights(tmp_path / "trained.npz", "unet", registry.weights(installed))
    own = OwnData(make_layout("acdc"), data, read_own_split(one_patient))
    monkeypatch.setattr("training.selection.FixedSplit", lambda data, sources: own)
    monkeypatch.setattr("training.promote.models_folder", lambda: tmp_path / "models")
    words = ["--data", str(data), "--out", str(tmp_path / "out"), "--version", "2.0.0"]
    weights = ["--weights", str(tmp_path / "trained.npz"), "--source", "sunnybrook"]
    assert main(["promote", *words, *weights, "--model", "mine"]) == 0
    assert registry.card("mine").licence == "CC0-1.0"
    assert registry.card("mine").metrics["acdc_test"]["subjects"] == 1
    assert main(["promote-ensemble", *words, "--member", "mine", "--member", installed]) == 0
    assert registry.card("ensemble").members == ("mine", installed)
    assert registry.card("ensemble").metrics["acdc_test"]["volumes"] == 2


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (["fit", "--data", "{data}", "--run", "{out}", "--preset", "best"], "there is no preset 'best'"),
        (["fit", "--data", "{data}", "--run", "{out}", "--architecture", "vgg"], "There is no architecture 'vgg'"),
        (["fit", "--data", "{data}", "--run", "{out}"], "acdc: the folder is absent"),
        (["fit", "--data", "{data}", "--run", "{out}", "--layout", "nifti"], "nifti"),
        (["fit", "--data", "{one}", "--run", "{out}", "--layout", "acdc"], "subjects cannot be split into 3 parts"),
        (["fit", "--data", "{empty}", "--run", "{out}", "--layout", "acdc"], "empty"),
        (["fit", "--data", "{data}", "--run", "{out}", "--layout", "acdc", "--dtype", "int8"], "there is no 'int8'"),
        (["fit", "--data", "{data}", "--run", "{out}", "--layout", "acdc", "--subset", "99"], "99 of 4 images"),
        (["fit", "--data", "{data}", "--run", "{out}", "--workers", "a:1,b:2"], "worker: give this process's number"),
        (["evaluate", "--data", "{data}", "--out", "{out}", "--model", "none", "--layout", "acdc"], "no model 'none'"),
        (["evaluate", "--data", "{data}", "--out", "{out}", "--weights", "{empty}/x.npz"], "x.npz: there is no such"),
        (["evaluate", "--data", "{data}", "--out", "{out}", "--layout", "acdc", "--split", "x.json"], "x.json"),
        (["evaluate", "--data", "{data}", "--out", "{out}", "--layout", "acdc", "--precision", "int4"], "'int4'"),
        (["evaluate", "--data", "{data}", "--out", "{out}", "--layout", "acdc", "--cavity-label", "2"], "two diff"),
        (["perturb", "--data", "{data}", "--out", "{out}", "--model", "none"], "no model 'none'"),
    ],
)
def test_what_cannot_be_done_is_told_in_one_line(
    words: list[str],
    problem: str,
    data: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("TF_CONFIG", raising=False)
    folders = {"data": data, "out": tmp_path / "out", "empty": tmp_path / "empty", "one": tmp_path / "one"}
    folders["empty"].mkdir()
    write_acdc_patient(folders["one"], "patient001", {1: ring()[None], 2: ring()[None]}, "ED: 1\nES: 2\n")
    given = [word.format(**folders) for word in words]
    assert main([*given, "--no-repeatable"] if words[0] == "fit" else given) == 1
    assert problem in one_line(capsys)


def test_the_program_starts_and_ends_with_an_exit_code(project_root: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(project_root)}
    done = subprocess.run(
        [sys.executable, "-m", "training", "fit", "--data", str(tmp_path), "--run", "x", "--preset", "none"],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("training: preset: there is no preset 'none'")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "words",
    [["fit", "--run", "run"], ["evaluate", "--out", "out"], ["learning-curve", "--out", "out", "--size", "2"]],
    ids=lambda words: words[0],
)
def test_nothing_that_tensorflow_logs_while_it_loads_is_shown(
    words: list[str], project_root: Path, tmp_path: Path
) -> None:
    environment = {**os.environ, "PYTHONPATH": str(project_root)}
    done = subprocess.run(
        [sys.executable, "-m", "training", *words, "--data", str(tmp_path)],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.startswith(f"training: {tmp_path / 'acdc'}: the folder is absent")
    assert done.stderr.count("\n") == 1


def test_a_backend_that_cannot_be_loaded_is_told_of_in_full(project_root: Path, tmp_path: Path) -> None:
    broken = "import os\nos.write(2, b'libfoo is gone')\nraise ImportError('no libfoo')\n"
    (tmp_path / "tensorflow.py").write_text(broken)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), str(project_root)])}
    done = subprocess.run(
        [sys.executable, "-m", "training", "fit", "--run", "run", "--data", str(tmp_path)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "libfoo is gone" in done.stderr
    assert "ImportError: no libfoo" in done.stderr


@pytest.mark.parametrize(
    ("more", "named"), [(["--part", "test"], "--part"), (["--source", "acdc"], "--source")], ids=["part", "source"]
)
def test_what_would_choose_within_a_split_is_refused_for_a_folder_without_one(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], more: list[str], named: str
) -> None:
    words = ["evaluate", "--data", str(data), "--layout", "acdc", "--out", str(tmp_path / "out"), *more]
    assert main(words) == 1
    assert named in one_line(capsys)
    assert not (tmp_path / "out").exists()


def test_an_ensemble_that_cannot_be_scored_leaves_the_card_that_is_there(
    tmp_path: Path, installed: str, capsys: pytest.CaptureFixture[str]
) -> None:
    del installed
    words = ["promote-ensemble", "--data", str(tmp_path / "none"), "--out", str(tmp_path / "out")]
    assert main([*words, "--member", "mine", "--member", "mine"]) == 1
    assert one_line(capsys)
    assert "ensemble" not in {card.model_id for card in ModelRegistry().cards()}
