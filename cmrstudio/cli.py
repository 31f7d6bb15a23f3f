"""The command line: open the window, or do the whole job without one."""

from __future__ import annotations

import math
import os
import platform
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from cmrstudio import __version__
from cmrstudio.cli_models import finetune, models
from cmrstudio.domain.contour import Structure
from cmrstudio.domain.errors import CmrstudioError, OutputError
from cmrstudio.domain.measures import Measures
from cmrstudio.domain.progress import Progress
from cmrstudio.domain.quality import WORTH_A_LOOK, mean_quality, rated_contours, verdict
from cmrstudio.domain.reading_report import ReportFormat
from cmrstudio.domain.resource_paths import sample_study_folder
from cmrstudio.domain.wording import Language
from cmrstudio.terminal import errors, output, progress_shown, running_engine

if TYPE_CHECKING:
    from cmrstudio.domain.reading_report import ReadingReport
    from cmrstudio.engine.client import EngineClient
    from cmrstudio.workflow import Reading

EXIT_FAILED = 1
COMMANDS = ("open", "segment", "report", "models", "finetune", "info", "demo", "selftest")
ENGINE_START_TIMEOUT_S = 120.0
LOWEST_SHOWN = 5
PHASES_A_LINE = 10
STRUCTURE_NAMES = {Structure.LV_ENDOCARDIUM: "endocardium", Structure.LV_EPICARDIUM: "epicardium"}

app = typer.Typer(
    no_args_is_help=False,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Reads short-axis cine cardiac MRI. `cmrstudio [STUDY]` opens the window. Not for diagnostic use.",
)
app.add_typer(models, name="models")
app.command()(finetune)


@app.command("open")
def open_window(
    study: Annotated[Path | None, typer.Argument(help="Folder or file to open at once.")] = None,
    workspace: Annotated[Path | None, typer.Option(help="The file that keeps contours and verifications.")] = None,
) -> None:
    """Open the window."""
    from cmrstudio import app as window
    from cmrstudio.workflow import workspace_file

    raise typer.Exit(window.run(study, workspace or workspace_file()))


def _read(study: Path, model_id: str) -> Reading:
    from cmrstudio import workflow

    workflow.model_registry().card(model_id)
    with running_engine() as client, progress_shown() as progress:
        opened = workflow.open_study(study, progress=progress)
        return workflow.read(opened, client, model_id, progress=progress)


@app.command()
def segment(
    study: Annotated[Path, typer.Argument(help="DICOM folder or file, zipped study, or NIfTI file.")],
    out: Annotated[Path, typer.Option(help="Folder for the results; made if it is not there.")],
    model: Annotated[str, typer.Option(help="A model id; `cmrstudio models` lists them.")] = "unet",
    all_phases: Annotated[
        bool, typer.Option("--all-phases", help="Write masks of every phase, not ED and ES only.")
    ] = False,
) -> None:
    """Segment and measure a study without a window."""
    from cmrstudio import workflow

    _check_writable(out)
    reading = _read(study, model)
    files = workflow.write_results(reading, out, all_phases=all_phases)
    title = " · ".join(filter(None, (reading.study.patient_label, reading.series.description)))
    output.print(measures_table(reading.measures, title or str(study)))
    _print_quality(reading)
    _print_notes(reading)
    output.print(f"{len(files)} files written to {out}", highlight=False, soft_wrap=True)


def _check_writable(folder: Path) -> None:
    """Fail before the work rather than after it."""
    import tempfile

    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise OutputError(
            folder, f"results cannot be written there: {error.strerror}. Choose another folder."
        ) from error


def measures_table(measures: Measures, title: str) -> Table:
    """The measures as a table for the terminal."""
    table = Table(title=title, title_justify="left", caption=measures.conventions.text, caption_justify="left")
    table.add_column("measure")
    table.add_column("value", justify="right")
    table.add_column("unit")
    table.add_column("slices used")
    rows = (
        ("EDV", measures.edv_ml, "ml", measures.end_diastolic),
        ("ESV", measures.esv_ml, "ml", measures.end_systolic),
        ("SV", measures.sv_ml, "ml", None),
        ("EF", measures.ef_percent, "%", None),
        ("LV mass", measures.lv_mass_g, "g", measures.myocardial),
    )
    for name, value, unit, volume in rows:
        slices = ", ".join(str(index + 1) for index in volume.slice_indices) if volume else ""
        table.add_row(name, "-" if value is None else f"{value:.1f}", unit, slices)
    phases = measures.phases
    table.add_row("ED", str(phases.end_diastole + 1), "phase", "")
    table.add_row("ES", str(phases.end_systole + 1), "phase", "")
    return table


def _print_quality(reading: Reading) -> None:
    """The mean quality of the contours by phase, and the contours that are most likely to be bad."""
    rated = rated_contours(reading.annotations)
    if not rated:
        return
    means = mean_quality(reading.annotations, reading.series.stack.phase_count)
    output.print("Quality of the contours (the Dice with an expert's that is to be expected)", highlight=False)
    shown = ["  – " if math.isnan(mean) else f"{mean:.2f}" for mean in means.tolist()]
    for first in range(0, len(shown), PHASES_A_LINE):
        line = shown[first : first + PHASES_A_LINE]
        output.print(f"mean at phases {first + 1:>2}-{first + len(line):<3} {'  '.join(line)}", highlight=False)
    table = Table(title="Lowest quality", title_justify="left")
    for heading in ("phase", "slice", "structure", "quality", "verdict"):
        table.add_column(heading, justify="right" if heading in ("phase", "slice", "quality") else "left")
    for one in rated[:LOWEST_SHOWN]:
        place = str(one.phase_index + 1), str(one.slice_index + 1), STRUCTURE_NAMES[one.contour.structure]
        table.add_row(*place, f"{one.quality:.2f}", verdict(one.quality))
    output.print(table)
    doubtful = sum(one.quality < WORTH_A_LOOK for one in rated)
    output.print(f"{doubtful} of {len(rated)} contours are below {WORTH_A_LOOK:g}", highlight=False)


def _print_notes(reading: Reading) -> None:
    for note in (*reading.series.notes, *(flag.message for flag in reading.measures.flags)):
        errors.print(f"Note: {note}", highlight=False, soft_wrap=True)
    if reading.study.left_out:
        errors.print(f"{len(reading.study.left_out)} files were left out; measures.json lists them.", highlight=False)


@app.command()
def report(
    studies: Annotated[list[Path], typer.Argument(help="DICOM folders or files, zipped studies, or NIfTI files.")],
    out: Annotated[Path, typer.Option(help="Folder for the reports; made if it is not there.")],
    kinds: Annotated[
        list[ReportFormat] | None, typer.Option("--format", help="May be given several times; all by default.")
    ] = None,
    workspace: Annotated[Path | None, typer.Option(help="The file that keeps contours and verifications.")] = None,
    model: Annotated[str, typer.Option(help="Draws the contours of a study of which none are kept.")] = "unet",
    segment_anew: Annotated[bool, typer.Option("--segment", help="Let the model draw, whatever is kept.")] = False,
    without_identity: Annotated[
        bool, typer.Option("--without-identity", help="Leave out who the patient is; of the date keep the year.")
    ] = False,
    reported_by: Annotated[str, typer.Option(help="Who reports, as it is to stand in the report.")] = "",
    conclusion: Annotated[str, typer.Option(help="A text for the report.")] = "",
    language: Annotated[Language, typer.Option(help="What the reports are written in.")] = Language.ENGLISH,
) -> None:
    """Write reports: PDF and HTML for each study, CSV and XLSX of all of them together.

    Contours are those that the workspace keeps of a study, with their verifications. Else a model draws.
    """
    from cmrstudio.io.report_files import write_reports
    from cmrstudio.io.words import read_wording
    from cmrstudio.workflow import workspace_file

    _check_writable(out)
    workspace = workspace or workspace_file()
    options = {"with_identity": not without_identity, "reported_by": reported_by, "conclusion": conclusion}
    options["wording"] = read_wording(language)
    with ExitStack() as stack:
        progress = stack.enter_context(progress_shown())
        # one for all studies, and none where none is needed
        engine = cache(lambda: stack.enter_context(running_engine(workspace)))
        reports = [
            _report_on(path, workspace, model, engine, progress, anew=segment_anew, **options) for path in studies
        ]
        files = write_reports(out, reports, kinds or list(ReportFormat), progress=progress)
    for one in reports:
        _print_report(one)
    output.print(f"{len(files)} files written to {out}", highlight=False, soft_wrap=True)


def _report_on(
    path: Path,
    workspace: Path,
    model_id: str,
    engine: Callable[[], EngineClient],
    progress: Progress,
    *,
    anew: bool,
    **options: Any,
) -> ReadingReport:
    from cmrstudio import workflow

    study = workflow.open_study(path, progress=progress)
    kept = workflow.kept_reading(study, study.short_axis, workspace) if not anew else None
    if kept is None:
        workflow.model_registry(workspace).card(model_id)
        reading = workflow.read(study, engine(), model_id, progress=progress)
        kept = workflow.KeptReading(reading.annotations, {}, reading.phases)
    return workflow.report_on(study, study.short_axis, kept, workspace=workspace, **options)


def _print_report(report: ReadingReport) -> None:
    table = Table(title=f"{report.label} · {report.study.acquired_on or 'no date'}", title_justify="left")
    for heading in ("measure", "value", "unit", "taken from"):
        table.add_column(heading, justify="right" if heading == "value" else "left")
    for row in report.measures:
        table.add_row(row.title, row.value_text, row.unit, row.rests_on)
    output.print(table)
    for note in (*report.notes, *report.flags):
        errors.print(f"Note: {note}", highlight=False, soft_wrap=True)


@app.command()
def info() -> None:
    """Show versions, device, precision and the store."""
    from importlib.metadata import version

    from cmrstudio.workflow import workspace_file

    table = Table(show_header=False)
    table.add_row("cmrstudio", __version__)
    table.add_row("python", platform.python_version())
    for name in ("PySide6_Essentials", "pyqtgraph", "pydicom", "numpy"):
        table.add_row(name, version(name))
    with running_engine() as client:
        ready = client.wait_until_ready(ENGINE_START_TIMEOUT_S)
    table.add_row("tensorflow", ready.tensorflow_version)
    table.add_row("keras", ready.keras_version)
    table.add_row("device", ready.device)
    table.add_row("precision", ready.precision)
    workspace = workspace_file()
    table.add_row("store", f"{workspace}{'' if workspace.exists() else ' (not made yet)'}")
    output.print(table, soft_wrap=True)


@app.command()
def demo(
    out: Annotated[Path, typer.Option(help="Folder for screenshots and report.")] = Path("out/demo"),
    theme: Annotated[str, typer.Option(help="dark, light, high-contrast, several with commas, or all.")] = "dark",
    language: Annotated[str, typer.Option(help="en, de, both with a comma, or all.")] = "en",
) -> None:
    """Do the whole job offscreen on the bundled study: read, segment, edit, verify, measure, and take pictures."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from cmrstudio import workflow
    from cmrstudio.gui import demonstration
    from cmrstudio.gui.demonstration_camera import Look
    from cmrstudio.gui.theme import Theme

    themes, languages = _chosen("--theme", theme, list(Theme)), _chosen("--language", language, list(Language))
    looks = [Look(Theme(one), Language(other)) for one in themes for other in languages]
    _check_writable(out)
    started = time.perf_counter()
    reading = _read(sample_study_folder(), workflow.DEFAULT_MODEL)
    files = workflow.write_results(reading, out / "report")
    pictures = demonstration.take_pictures(reading.study.source, out, looks)
    output.print(measures_table(reading.measures, f"{reading.study.patient_label} · bundled study"))
    seconds = time.perf_counter() - started
    text = f"{len(pictures)} screenshots and {len(files)} result files are in {out.resolve()} ({seconds:.0f} s)"
    output.print(text, highlight=False, soft_wrap=True)


def _chosen(option: str, text: str, known: Sequence[str]) -> list[str]:
    """The names in a list with commas; all there are for "all". Raises ``typer.BadParameter`` for another name."""
    wanted = [str(name) for name in known] if text == "all" else [name.strip() for name in text.split(",")]
    for name in wanted:
        if name not in known:
            raise typer.BadParameter(f"{option}: there is no “{name}”. There are: {', '.join(known)}, all.")
    return wanted


@app.command()
def selftest() -> None:
    """Open the bundled study, segment it through the engine process and check the numbers."""
    from cmrstudio.gui import selftest as check

    for line in check.run():
        output.print(line, highlight=False, soft_wrap=True)


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; expected errors become one line on standard error and exit code 1."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words == ["--version"]:
        output.print(f"cmrstudio {__version__}", highlight=False)
        return 0
    if words[:1] == ["--selftest"]:
        words[0] = "selftest"
    elif not words or (words[0] not in COMMANDS and words[0] not in ("--help", "-h")):
        words.insert(0, "open")
    try:
        app(words, prog_name="cmrstudio")
    except CmrstudioError as error:
        errors.print(f"cmrstudio: {error}", highlight=False, soft_wrap=True)
        return EXIT_FAILED
    except SystemExit as done:  # how typer ends, after a usage error too
        return done.code if isinstance(done.code, int) else 0
    return 0
