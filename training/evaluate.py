"""Scores a model on subjects with expert truth, and writes what comes of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np

from cmrstudio.domain.errors import EvaluationError, OutputError
from cmrstudio.io.atomic_file import write_atomically
from training.evaluation import Evaluation, ModelFacts
from training.plots import all_plots
from training.report import SLICES_SHOWN, report_html
from training.specimens import WorstVolumes, slice_picture
from training.tables import all_tables, write_table
from training.truth import TruthVolume
from training.volume_score import Predict, VolumeScore, score_and_labels

__all__ = ["Evaluation", "ModelFacts", "Predict", "evaluate", "write_evaluation"]

PICTURES_FOLDER = "worst"
_PICTURE = re.compile(r"\d{2,}-[0-9A-Za-z_.-]+-slice\d{2,}\.png")
"""The names of the pictures, as ``write_evaluation`` makes them up."""


def evaluate(
    volumes: Iterable[TruthVolume],
    predict: Predict,
    model: ModelFacts | None = None,
    *,
    worst: int = 4,
    progress: Callable[[VolumeScore], None] | None = None,
) -> Evaluation:
    """Score a model on volumes, one at a time; ``progress`` hears of every score.

    Of each source the ``worst`` volumes by mean Dice are kept with their images, for pictures. Raises
    ``EvaluationError`` that names the volume where images, labels or probabilities are not what they must be, and where
    there is no volume at all.
    """
    model = model or ModelFacts()
    keeper = WorstVolumes(worst)
    scores = []
    for volume in volumes:
        score, labels = score_and_labels(volume, predict)
        keeper.offer(volume, labels, _mean_dice(score))
        scores.append(score)
        if progress:
            progress(score)
    if not scores:
        raise EvaluationError(model.name, "there is no volume to score it on: name a folder or part that has subjects")
    return Evaluation(model, tuple(scores), keeper.specimens())


def _mean_dice(score: VolumeScore) -> float:
    """What volumes are ranked by: the mean Dice of cavity and myocardium, as far as known; 1 where nothing is."""
    known = [value for structure in ("cavity", "myocardium") if (value := score.dice(structure)) is not None]
    return float(np.mean(known)) if known else 1.0


def write_evaluation(evaluation: Evaluation, out: Path) -> list[Path]:
    """Write cases.csv, the other tables, plots and report.html into ``out``; returns their paths.

    The tables are written first, so that they are there where the plots cannot be; pictures of an evaluation that was
    written here before go. Raises ``OutputError``, ``MissingPackageError`` where matplotlib is absent.
    """
    written = [write_table(table, out) for table in all_tables(evaluation)]
    _remove_pictures(out / PICTURES_FOLDER)
    plots = all_plots(evaluation)
    contents = {f"plots/{name}.svg": content for name, content in plots.items()}
    for number, specimen in enumerate(evaluation.worst, start=1):
        volume = specimen.volume
        for index in specimen.worst_slices(SLICES_SHOWN):
            name = f"{number:02d}-{volume.source}-{volume.subject}-{volume.phase}-slice{index + 1:02d}"
            contents[f"{PICTURES_FOLDER}/{re.sub(r'[^0-9A-Za-z_.-]+', '_', name)}.png"] = slice_picture(specimen, index)
    contents["report.html"] = report_html(evaluation, plots).encode()
    for name, content in contents.items():
        write_atomically(out / name, content)
        written.append(out / name)
    return written


def _remove_pictures(folder: Path) -> None:
    """Remove what has the name of one of our pictures, and nothing else."""
    try:
        for path in sorted(folder.iterdir()) if folder.is_dir() else ():
            if _PICTURE.fullmatch(path.name) and path.is_file() and not path.is_symlink():
                path.unlink()
    except OSError as error:
        reason = error.strerror or str(error)
        raise OutputError(
            folder,
            f"pictures of an earlier evaluation cannot be removed: {reason}. Remove them, or choose another place.",
        ) from error
