"""Models that learn from verified contours, in a window of their own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QInputDialog, QPushButton

from cmrstudio.gui.actions import say_keys
from cmrstudio.gui.controllers.learning import LearningController, Stage
from cmrstudio.gui.controllers.model_versions import ModelVersionsController
from cmrstudio.gui.translation import tr
from cmrstudio.gui.views.learning_window import LearningWindow
from cmrstudio.gui.views.message_bar import MessageKind
from cmrstudio.gui.workers.learning_worker import LearningWorker

if TYPE_CHECKING:
    from cmrstudio.gui.main_window import MainWindow
    from cmrstudio.learning import Learned
    from cmrstudio.learning_overview import Overview

MODEL_FILES = "Models (*.cmrmodel)"


def wire(window: MainWindow) -> None:
    """Connect the feature in a window whose controllers and views are there."""
    window.learning_worker = LearningWorker(window.gpu_worker, window)
    window.learning = LearningController(window.keeping, window.learning_worker, window.user_models, window)
    window.model_versions = ModelVersionsController(window.learning, lambda: window.verifying.reviewer, window)
    window.learning_window = LearningWindow(window)
    window.actions_by_name.connect({"training": lambda: _show(window)})
    window.about_to_shut.connect(window.learning_worker.cancel)
    _add_button(window)
    _wire_run(window)
    _wire_versions(window)
    window.keeping.opened.connect(window.learning.look_for_waiting)
    window.models.model_changed.connect(lambda _: _offer_models(window, window.models.cards))
    window.work_list_controller.changed.connect(lambda _: _follow(window))
    window.folder_importer.finished.connect(lambda _: _follow(window))
    window.keeping.reader_changed.connect(lambda _: _follow(window))


def _add_button(window: MainWindow) -> None:
    """How a training stands, at the bottom of the window while its own is out of sight; one click leads there."""
    button = window.training_button = QPushButton()
    button.setProperty("link", "true")
    say_keys(button, "How the training stands; one click shows it", "training")
    button.setAccessibleName("State of the training")
    button.clicked.connect(window.actions_by_name["training"].trigger)
    button.hide()
    window.status.insertPermanentWidget(0, button)


def _wire_run(window: MainWindow) -> None:
    learning, view = window.learning, window.learning_window
    controls, data = view.controls, view.data
    controls.model_chosen.connect(lambda model_id: _choose_model(window, model_id))
    controls.start_requested.connect(lambda: learning.start(view.settings.settings(learning.model_id)))
    controls.pause_requested.connect(learning.pause)
    controls.cancel_requested.connect(learning.cancel)
    controls.go_on_requested.connect(learning.go_on)
    controls.discard_requested.connect(learning.discard_run)
    data.reader_chosen.connect(learning.choose_reader)
    data.study_requested.connect(lambda summary: window.open_path(Path(summary.source)))
    learning.overview_changed.connect(data.show_overview)
    for part in (view.result, view.gallery):
        learning.overview_changed.connect(lambda found, part=part: part.show_names(found.patient_names))
    learning.overview_changed.connect(lambda found: controls.show_enough(is_enough=_may_be_enough(found)))
    learning.waiting_changed.connect(controls.show_waiting)
    learning.waiting_changed.connect(lambda waiting: _offer_to_go_on(window, waiting))
    controls.state_changed.connect(lambda text: _show_state(window, text))
    learning.stage_changed.connect(lambda stage: _show_stage(window, stage))
    learning.epoch_told.connect(controls.show_report)
    learning.epoch_told.connect(view.curves.show_report)
    learning.gallery_told.connect(view.gallery.show_images)
    learning.noted.connect(controls.show_message)
    learning.progressed.connect(lambda done, total, _: controls.show_progress(done, total))
    learning.learned.connect(lambda learned: _tell_learned(window, learned))
    learning.failed.connect(lambda text: _tell_failed(window, text))


def _wire_versions(window: MainWindow) -> None:
    versions, view = window.model_versions, window.learning_window
    for part in (view.result, view.versions):
        part.promote_requested.connect(versions.promote)
    view.result.keep_requested.connect(lambda source: _keep(window, source))
    view.result.discard_requested.connect(versions.discard)
    view.versions.show_requested.connect(lambda source: _show_version(window, source))
    view.versions.rollback_requested.connect(versions.roll_back)
    view.versions.export_requested.connect(lambda source: _export(window, source))
    view.versions.import_requested.connect(lambda: _import(window))
    versions.listed.connect(view.versions.show_versions)
    versions.candidate_changed.connect(view.result.show_candidate)
    versions.in_use_changed.connect(lambda _: _take_in_use(window))
    versions.told.connect(lambda words, values: window.show_message(tr(words).format(**values)))
    versions.told.connect(lambda *_: view.controls.show_message(""))
    versions.failed.connect(view.controls.show_message)


def _may_be_enough(found: Overview) -> bool:
    """Also where nobody knows yet whose some of the images are: that is looked up before a model learns."""
    return found.advice.is_enough or bool(found.verified.series_without_patient)


def _show(window: MainWindow) -> None:
    view = window.learning_window
    window.learning.refresh()
    window.model_versions.list_versions()
    view.show()
    view.raise_()
    view.activateWindow()


def _follow(window: MainWindow) -> None:
    """What is verified has changed, or whose it is was found out."""
    if window.learning_window.isVisible():
        window.learning.refresh()


def _offer_models(window: MainWindow, cards: tuple) -> None:
    """Begin with the model that the reader segments with; of an ensemble, with the first of its networks."""
    chosen = next((card for card in cards if card.model_id == window.models.model_id), None)
    members = chosen.members if chosen is not None and chosen.is_ensemble else ()
    window.learning_window.controls.show_models(cards, (*members, window.models.model_id or "")[0])


def _choose_model(window: MainWindow, model_id: str) -> None:
    card = next((card for card in window.models.cards if card.model_id == model_id), None)
    if card is None:
        return
    window.learning_window.settings.show_architecture(card.architecture)
    if window.learning_window.isVisible():
        window.learning.choose_model(model_id)
        window.model_versions.list_versions()
    else:  # nothing is read before it is looked at: that loads a good deal
        window.learning.model_id = model_id


def _show_stage(window: MainWindow, stage: Stage) -> None:
    view = window.learning_window
    view.controls.show_stage(stage)
    if stage is Stage.PREPARING:
        view.curves.clear()
        view.gallery.clear()
        view.show_page("progress")


def _show_state(window: MainWindow, text: str) -> None:
    is_busy = window.learning.stage is not Stage.IDLE
    window.training_button.setText(tr("Training: {state}").format(state=text) if is_busy else "")
    window.training_button.setVisible(is_busy)


def _offer_to_go_on(window: MainWindow, waiting: tuple) -> None:
    """After a restart; in its own window the offer is seen anyway."""
    if waiting and not window.learning_window.isVisible():
        window.show_message("A training was cut off: Segment > Training goes on with it.")


def _tell_learned(window: MainWindow, learned: Learned) -> None:
    view = window.learning_window
    window.model_versions.show(learned.candidate.source)
    window.model_versions.list_versions()
    view.show_page("result")
    offered = learned.comparison.verdict.is_offered
    words = "A model has learned and is better: look at it under Segment > Training."
    other = "A model has learned and is not better: Segment > Training says why."
    window.show_message(words if offered else other)


def _tell_failed(window: MainWindow, text: str) -> None:
    window.learning_window.controls.show_message(text)
    if not window.learning_window.isVisible():
        window.show_message(text, MessageKind.WARNING)


def _take_in_use(window: MainWindow) -> None:
    """Another version draws from now on: the list of models names it, and the engine loads it."""
    window.models.load()
    source = window.learning_window.result.source
    if source:
        window.model_versions.show(source)


def _show_version(window: MainWindow, source: str) -> None:
    window.model_versions.show(source)
    window.learning_window.show_page("result")


def _keep(window: MainWindow, source: str) -> None:
    view = window.learning_window
    name, is_chosen = QInputDialog.getText(view, tr("Keep as experiment"), tr("Name of the experiment"))
    if is_chosen and name.strip():
        window.model_versions.keep_as_experiment(source, name.strip())


def _export(window: MainWindow, source: str) -> None:
    view = window.learning_window
    suggested = str(Path.home() / f"{source.replace('@', '-')}.cmrmodel")
    path, _ = QFileDialog.getSaveFileName(view, tr("Export a version"), suggested, tr(MODEL_FILES))
    if path:
        window.model_versions.export(source, Path(path))


def _import(window: MainWindow) -> None:
    view = window.learning_window
    path, _ = QFileDialog.getOpenFileName(view, tr("Import a version"), str(Path.home()), tr(MODEL_FILES))
    if path:
        window.model_versions.import_(Path(path))
