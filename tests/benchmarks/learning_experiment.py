"""What a model gains from the hearts that a reader verified: the whole way, from a workspace to the comparison.

    .venv/bin/python tests/benchmarks/learning_experiment.py --data ../shared/data --out out/learning

Subjects of ACDC are verified with the experts' contours, a model learns from them with the defaults, and is compared
with what it was before on other subjects of that source and on the reference set. Either the model never saw that
source (`--model sunnybrook`), or its images are changed (`--change noise`: as of a scanner of low field; `--change
dark_blood`: what is brighter than half grey is as much darker instead). It takes minutes for each number of subjects;
what is finished is kept in `--out` and not done again.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import time
import zlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import nibabel
import numpy as np
from rich.console import Console
from rich.table import Table

from cmrstudio import learning, workflow
from cmrstudio.domain.annotation import SliceAnnotation
from cmrstudio.domain.contour import Contour, Structure
from cmrstudio.domain.phases import PhaseSelection, PhaseSource
from cmrstudio.engine.client import EngineClient
from cmrstudio.inference.postprocess import contour_from_field
from cmrstudio.inference.preprocess import GridTransform, normalise_intensity
from cmrstudio.store.annotation_store import AnnotationStore
from cmrstudio.store.records import StudyRecord
from training.comparison import MEAN, REFERENCE, USER
from training.finetune_settings import FineTuneSettings
from training.layouts.acdc import AcdcLayout
from training.split import read_split
from training.truth import TruthVolume

SOURCE = "acdc"
EXPERT = "expert"
SEED = 2020
FINE_MM, FINE_SIDE_PX = 0.75, 512
"""The experts' masks are outlined on a finer grid than their own, so that the contours have no steps."""
SLICE_SPACING_MM = 10.0
"""Where a header does not tell; nothing learned depends on it."""
PHASES = ("ED", "ES")
NOISE = 0.2
"""Standard deviation of either part of the complex signal, of the range of grey."""


def noisy(images: np.ndarray, volume: TruthVolume) -> np.ndarray:
    """Rician noise, the same in every run."""
    chance = np.random.default_rng(zlib.crc32(f"{volume.subject} {volume.phase}".encode()))
    real, imaginary = chance.normal(0, NOISE, (2, *images.shape))
    return np.hypot(images + real, imaginary)


def with_dark_blood(images: np.ndarray, _volume: TruthVolume) -> np.ndarray:
    """What is brighter than half grey is as much darker."""
    return np.where(images > 0.5, 1 - images, images)


AS_THEY_ARE = "none"
CHANGES = {AS_THEY_ARE: lambda images, _volume: images, "noise": noisy, "dark_blood": with_dark_blood}
"""Of images [slice, row, column] in 0..1."""


@dataclass(frozen=True)
class Outcome:
    """One row: Dice before and after, means over the others of that source and over the reference set."""

    model_id: str
    change: str
    subjects: int
    images: int
    others: int
    before: dict[str, float]
    after: dict[str, float]
    lower: float | None
    upper: float | None
    reference: dict[str, float]
    is_offered: bool
    minutes: float


def volumes_of(data: Path, subjects: Sequence[str], *, change: str) -> dict[str, list[TruthVolume]]:
    """Both phases of each subject, in the order of ``subjects``."""
    found: dict[str, list[TruthVolume]] = defaultdict(list)
    for volume in AcdcLayout().read(data / SOURCE, subjects):
        images = np.stack([normalise_intensity(image) for image in volume.images])
        found[volume.subject].append(replace(volume, images=np.asarray(CHANGES[change](images, volume), np.float32)))
    return {subject: sorted(found[subject], key=lambda volume: PHASES.index(volume.phase)) for subject in subjects}


def contours_of(volume: TruthVolume, slice_index: int) -> tuple[Contour, ...]:
    """What the experts drew on a slice, as contours in its pixels; none where they saw no ventricle."""
    labels = volume.labels[slice_index]
    rows, columns = labels.shape
    grid = GridTransform((rows, columns), volume.pixel_spacing_mm, FINE_MM, FINE_SIDE_PX)
    masks = {Structure.LV_ENDOCARDIUM: labels == 1, Structure.LV_EPICARDIUM: labels > 0}
    drawn = (
        contour_from_field(grid.image_to_model(mask.astype(np.float32)), structure, grid, EXPERT)
        for structure, mask in masks.items()
        if mask.any()
    )
    return tuple(contour for contour in drawn if contour is not None)


def verified_workspace(folder: Path, subjects: dict[str, list[TruthVolume]]) -> Path:
    """A workspace in which a reader opened the subjects, drew what the experts drew, and verified it."""
    workspace = folder / "workspace.sqlite"
    store = AnnotationStore.open(workspace)
    for subject, volumes in subjects.items():
        row_mm, column_mm = volumes[0].pixel_spacing_mm
        image = np.stack([volume.images for volume in volumes]).transpose(3, 2, 1, 0)
        path = folder / f"{subject}.nii.gz"
        affine = np.diag([column_mm, row_mm, volumes[0].slice_spacing_mm or SLICE_SPACING_MM, 1.0])
        nifti = nibabel.Nifti1Image(image, affine)
        nifti.header.set_xyzt_units("mm", "sec")
        nibabel.save(nifti, path)
        study = workflow.open_study(path)
        uid = study.short_axis.series_uid
        now = datetime.now(UTC)
        store.remember_study(
            StudyRecord(study.study_uid, study.patient_key, study.patient_label, str(study.source), None, now)
        )
        store.save_phases(uid, PhaseSelection(0, 1, PhaseSource.READER, PhaseSource.READER))
        for phase_index, volume in enumerate(volumes):
            drawn = [
                SliceAnnotation(uid, phase_index, index, contours_of(volume, index))
                for index in range(len(volume.images))
            ]
            for stored in store.append(drawn, "Freehand"):
                store.verify(stored, EXPERT, now)
    store.close()
    return workspace


def learn_from(
    model_id: str,
    folder: Path,
    subjects: dict[str, list[TruthVolume]],
    others: dict[str, list[TruthVolume]],
    *,
    change: str,
) -> Outcome:
    """Verify ``subjects``, fine-tune with the defaults, and compare on ``others`` and the reference set."""
    folder.mkdir(parents=True)
    workspace = verified_workspace(folder, subjects)
    versions = learning.model_versions(workspace)
    store = AnnotationStore.open(workspace)
    client = EngineClient(user_models=workflow.models_user_folder(workspace))
    try:
        began = time.perf_counter()
        learned_from = learning.learning_set(store)
        done = learning.learn(learned_from, FineTuneSettings(model_id), versions, client, lambda _reply: None)
        minutes = (time.perf_counter() - began) / 60
        volumes = [volume for of_one in others.values() for volume in of_one]
        parent = str(done.candidate.parent)
        beyond = learning.compare_versions(versions, client, parent, done.candidate.source, volumes, [])
    finally:
        client.stop()
        store.close()
    found = {one.structure: one for one in beyond.differences(USER)}
    return Outcome(
        model_id,
        change,
        len(subjects),
        len(learned_from.snapshot.verified.images),
        len(others),
        {name: one.parent for name, one in found.items()},
        {name: one.candidate for name, one in found.items()},
        found[MEAN].lower,
        found[MEAN].upper,
        {one.structure: one.difference for one in done.comparison.differences(REFERENCE)},
        done.comparison.verdict.is_offered,
        minutes,
    )


def table_of(outcomes: Sequence[Outcome]) -> Table:
    """What came of it, a row for each model and number of subjects."""
    table = Table(
        "model",
        "images",
        "verified",
        "others",
        "cavity",
        "myocardium",
        "gain of both",
        "95 %",
        "reference: worst",
        "offered",
        "minutes",
    )
    for one in outcomes:
        steps = (f"{one.before[name]:.3f} → {one.after[name]:.3f}" for name in ("cavity", "myocardium"))
        interval = "" if one.lower is None or one.upper is None else f"{one.lower:+.3f} to {one.upper:+.3f}"
        table.add_row(
            one.model_id,
            one.change,
            f"{one.subjects} ({one.images} images)",
            str(one.others),
            *steps,
            f"{one.after[MEAN] - one.before[MEAN]:+.3f}",
            interval,
            f"{min(one.reference.values()):+.4f}",
            "yes" if one.is_offered else "no",
            f"{one.minutes:.1f}",
        )
    return table


def subjects_for(*, change: str, most: int) -> tuple[list[str], list[str]]:
    """Who is verified, in the order of being added, and who is left to judge by.

    The test subjects judge. A model that was trained on ACDC learns the changed images from subjects of the validation
    and test parts: it was trained on none of those that judge, and on none that it learns from.
    """
    split = read_split()[SOURCE]
    chance = random.Random(SEED)
    if change == AS_THEY_ARE:
        return chance.sample(sorted(split["train"]), most), sorted(split["test"])
    unseen = sorted([*split["validation"], *split["test"]])
    learned = chance.sample(unseen, most)
    return learned, [subject for subject in unseen if subject not in learned]


def main(arguments: Sequence[str]) -> int:
    """Run what is asked for, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder with acdc/ in it")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--model", action="append", help="several times; the one of Sunnybrook alone by default")
    parser.add_argument("--subjects", action="append", type=int, help="several times; 2, 5 and 10 by default")
    parser.add_argument("--change", choices=sorted(CHANGES), default=AS_THEY_ARE)
    asked = parser.parse_args(arguments)
    if not (asked.data / SOURCE).is_dir():
        parser.error(f"{asked.data / SOURCE} is not there")
    counts = sorted(asked.subjects or (2, 5, 10))
    learned, judging = subjects_for(change=asked.change, most=max(*counts, 10))
    others = volumes_of(asked.data, judging, change=asked.change)
    outcomes = []
    for model_id in asked.model or ("sunnybrook",):
        for count in counts:
            folder = asked.out.resolve() / f"{model_id}-{asked.change}-{count}"
            kept = folder / "outcome.json"
            if not kept.exists():
                subjects = volumes_of(asked.data, learned[:count], change=asked.change)
                outcome = learn_from(model_id, folder, subjects, others, change=asked.change)
                kept.write_text(json.dumps(asdict(outcome), indent=2))
            outcomes.append(Outcome(**json.loads(kept.read_text())))
            print(f"{model_id}, {count} subjects: done", file=sys.stderr, flush=True)
    Console(width=160).print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}", table_of(outcomes))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
