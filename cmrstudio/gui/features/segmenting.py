"""Having a model draw, and choosing it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cmrstudio.gui.translation import tr
from cmrstudio.gui.views.dialogs import Overwrite
from cmrstudio.gui.views.message_bar import MessageKind
from cmrstudio.gui.views.models_dialog import NO_MODEL

if TYPE_CHECKING:
    from cmrstudio.gui.main_window import MainWindow


def wire(window: MainWindow) -> None:
    """Connect the feature in a window whose controllers and views are there."""
    segmentation, worker, status = window.segmentation, window.gpu_worker, window.status
    window.actions_by_name.connect(
        {
            "segment_study": lambda: _segment_study(window),
            "segment_phase": lambda: _segment_again(window, whole_phase=True),
            "segment_slice": lambda: _segment_again(window, whole_phase=False),
            "segment_contour": lambda: _segment_contour(window),
            "models": window.show_models,
        }
    )
    segmentation.started.connect(window.begin_task)
    segmentation.progressed.connect(status.show_progress)
    segmentation.finished.connect(lambda text: window.show_message(text))
    segmentation.failed.connect(lambda text: window.show_message(text, MessageKind.ERROR))
    segmentation.busy_changed.connect(lambda busy: None if busy or window.loader.is_loading else status.end_task())
    worker.engine_ready.connect(
        lambda info: status.show_engine(
            tr(f"Engine: {info.device}, {info.precision}"),
            f"TensorFlow {info.tensorflow_version}, Keras {info.keras_version}",
        )
    )
    worker.engine_failed.connect(lambda text: _show_engine_failure(window, text))
    worker.model_failed.connect(lambda text: window.show_message(text, MessageKind.ERROR))
    models, tool_bar = window.models, window.segmenting_bar
    models.cards_changed.connect(tool_bar.show_models)
    models.model_changed.connect(tool_bar.show_model)
    models.model_changed.connect(worker.warm)
    models.failed.connect(lambda text: window.show_message(text, MessageKind.WARNING))
    models.replaced.connect(lambda text: _tell_replaced(window, text))
    window.message_bar.put_away.connect(models.accept)
    tool_bar.model_chosen.connect(models.choose)


def _show_engine_failure(window: MainWindow, text: str) -> None:
    window.status.show_engine("Engine stopped", text)
    window.show_message(text, MessageKind.ERROR)


def _tell_replaced(window: MainWindow, text: str) -> None:
    window.show_message(text, MessageKind.WARNING)
    if window.message_bar.text == text:  # an error may stand there and not give way
        window.models.note_told()


def _segment_study(window: MainWindow) -> None:
    model_id = _model(window)
    if model_id:
        window.segmentation.segment_study(model_id)


def _segment_again(window: MainWindow, *, whole_phase: bool) -> None:
    """Segment an image or a phase; where readers' contours lie there, ask before anything is replaced."""
    model_id, stack = _model(window), window.session.stack
    if not model_id or stack is None:
        return
    phase_index, slice_index = window.session.position
    slices = range(stack.slice_count) if whole_phase else [slice_index]
    made_by_reader = window.segmentation.readers_work([(phase_index, index) for index in slices])
    answer = window.dialogs.ask_overwrite(len(made_by_reader)) if made_by_reader else Overwrite.KEEP
    if answer is Overwrite.CANCEL:
        return
    may_replace = answer is Overwrite.REPLACE
    if whole_phase:
        window.segmentation.segment_phase(model_id, may_replace=may_replace)
    else:
        window.segmentation.segment_slice(model_id, may_replace=may_replace)


def _segment_contour(window: MainWindow) -> None:
    """Segment the active contour of the image alone; where it is a reader's, ask before it is replaced."""
    model_id, structure = _model(window), window.editing.structure
    if not model_id or window.session.stack is None:
        return
    is_readers = window.segmentation.is_readers_contour(window.session.position, structure)
    if is_readers and window.dialogs.ask_overwrite(1) is not Overwrite.REPLACE:
        return
    window.segmentation.segment_contour(model_id, structure, may_replace=is_readers)


def _model(window: MainWindow) -> str | None:
    if window.models.model_id is None:
        window.show_message(NO_MODEL, MessageKind.WARNING)
    return window.models.model_id
