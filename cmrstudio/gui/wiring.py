"""Who hears whom in the window: actions to controllers, controllers to views."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cmrstudio.gui.controllers.keeping import SaveState
from cmrstudio.gui.editing_tools import EditTool
from cmrstudio.gui.theme import icon
from cmrstudio.gui.views.dialogs import Overwrite
from cmrstudio.gui.views.message_bar import MessageKind

if TYPE_CHECKING:
    from cmrstudio.gui.main_window import MainWindow

PUSHER_STEP_MM = 1.0


def wire(window: MainWindow) -> None:
    """Connect everything in a window; its controllers and views must be there."""
    _wire_files(window)
    _wire_cine(window)
    _wire_editing(window)
    _wire_segmentation(window)
    _wire_keeping(window)
    _wire_verifying(window)
    window.show_page()


def _wire_files(window: MainWindow) -> None:
    window.actions_by_name.connect(
        {
            "open_folder": window.choose_folder,
            "open_file": window.choose_file,
            "open_sample": window.open_sample,
            "left_out": window.show_left_out,
            "close_study": window.session.close_study,
            "quit": window.close,
            "shortcuts": window.show_shortcuts,
            "about": lambda: window.dialogs.show_about(),
            "full_screen": window.set_full_screen,
            "cancel": lambda: _cancel(window),
        }
    )
    start, opening, session = window.start_page, window.opening, window.session
    start.folder_requested.connect(window.choose_folder)
    start.file_requested.connect(window.choose_file)
    start.sample_requested.connect(window.open_sample)
    start.study_requested.connect(window.open_path)
    opening.started.connect(lambda text: _begin_task(window, text))
    opening.preview_ready.connect(lambda image, spacing: _show_preview(window, image, spacing))
    opening.ended.connect(lambda: _end_opening(window))
    opening.failed.connect(lambda text: window.show_message(text, MessageKind.ERROR))
    opening.noted.connect(lambda text: window.show_message(text))
    window.loader.progressed.connect(lambda done, total, text: window.status.show_task(text, done, total))
    window.status.cancel_requested.connect(lambda: _cancel(window))
    session.study_opened.connect(lambda _: _show_study(window))
    session.study_closed.connect(window.show_page)


def _begin_task(window: MainWindow, text: str) -> None:
    window.message_bar.dismiss()
    window.status.show_task(text)


def _show_preview(window: MainWindow, image, pixel_spacing_mm) -> None:
    if window.session.study is None:
        window.cine_presenter.show_preview(image, pixel_spacing_mm)
        window.show_page()


def _show_study(window: MainWindow) -> None:
    window.show_page()
    window.page.cine.reset_view()
    window.page.cine.setFocus()


def _end_opening(window: MainWindow) -> None:
    if not window.segmentation.is_busy:
        window.status.end_task()
    window.show_page()


def _cancel(window: MainWindow) -> None:
    if window.loader.is_loading:
        window.loader.cancel()
    else:
        window.segmentation.cancel()


def _wire_cine(window: MainWindow) -> None:
    session, playback, cine, actions = window.session, window.playback, window.page.cine, window.actions_by_name

    def step(phases: int, slices: int) -> None:
        playback.stop() if phases else None
        phase_index, slice_index = session.position
        session.go_to(phase_index + phases, slice_index + slices)

    actions.connect(
        {
            "play": playback.toggle,
            "faster": lambda: playback.change_speed(1),
            "slower": lambda: playback.change_speed(-1),
            "previous_phase": lambda: step(-1, 0),
            "next_phase": lambda: step(1, 0),
            "basal_slice": lambda: step(0, -1),
            "apical_slice": lambda: step(0, 1),
            "go_to_ed": lambda: _go_to_phase(window, session.phases.end_diastole),
            "go_to_es": lambda: _go_to_phase(window, session.phases.end_systole),
            "set_ed": lambda: session.choose_phases(
                session.phases.with_end_diastole(session.position[0]), "Set end-diastole"
            ),
            "set_es": lambda: session.choose_phases(
                session.phases.with_end_systole(session.position[0]), "Set end-systole"
            ),
            "overlays": lambda: cine.set_overlays_visible(actions["overlays"].isChecked()),
            "reset_view": cine.reset_view,
            "auto_window": window.cine_presenter.reset_window_level,
        }
    )
    actions["overlays"].setChecked(True)
    cine.slice_step_requested.connect(lambda steps: step(0, steps))
    cine.phase_step_requested.connect(lambda steps: step(steps, 0))
    window.page.curve.phase_requested.connect(lambda _: playback.stop())
    window.page.phase_slider.slider.sliderPressed.connect(playback.stop)
    playback.playing_changed.connect(lambda playing: _show_playing(window, playing))
    playback.speed_changed.connect(window.tool_bar.show_speed)
    window.tool_bar.speed_chosen.connect(playback.set_speed)


def _go_to_phase(window: MainWindow, phase_index: int) -> None:
    window.playback.stop()
    window.session.go_to(phase_index)


def _show_playing(window: MainWindow, playing: bool) -> None:
    action = window.actions_by_name["play"]
    action.setIcon(icon("pause" if playing else "play"))
    action.setText("&Stop" if playing else "&Play")
    action.setToolTip("Stop (Space)" if playing else "Play (Space)")


def _wire_editing(window: MainWindow) -> None:
    editing, cine, actions = window.editing, window.page.cine, window.actions_by_name
    for tool in EditTool:
        actions[tool.value].triggered.connect(lambda _=False, tool=tool: cine.set_tool(tool))
    cine.set_tool(EditTool.CONTROL_POINTS)
    actions[EditTool.CONTROL_POINTS.value].setChecked(True)
    cine.tool_changed.connect(lambda tool: actions[tool.value].setChecked(True))
    actions.connect(
        {
            "pusher_larger": lambda: cine.set_pusher_radius_mm(cine.pusher_radius_mm + PUSHER_STEP_MM),
            "pusher_smaller": lambda: cine.set_pusher_radius_mm(cine.pusher_radius_mm - PUSHER_STEP_MM),
            "switch_structure": editing.switch_structure,
            "smooth": editing.smooth,
            "expand": editing.expand,
            "contract": editing.contract,
            "remove_contour": editing.remove,
            "copy_apical": lambda: editing.copy_to(0, 1),
            "copy_basal": lambda: editing.copy_to(0, -1),
            "copy_forward": lambda: editing.copy_to(1, 0),
        }
    )
    cine.contour_edit_started.connect(editing.begin)
    cine.contour_dragged.connect(editing.drag)
    cine.contour_edit_finished.connect(editing.finish)
    cine.contour_edit_cancelled.connect(editing.cancel)
    cine.active_structure_changed.connect(editing.choose_structure)
    editing.structure_changed.connect(cine.set_active_structure)
    editing.structure_changed.connect(window.tool_bar.show_structure)
    editing.gesture_began.connect(window.playback.stop)
    editing.refused.connect(cine.show_hint)
    window.tool_bar.structure_chosen.connect(editing.choose_structure)


def _wire_segmentation(window: MainWindow) -> None:
    segmentation, worker, status = window.segmentation, window.gpu_worker, window.status
    window.actions_by_name.connect(
        {
            "segment_study": lambda: _segment_study(window),
            "segment_phase": lambda: _segment_again(window, whole_phase=True),
            "segment_slice": lambda: _segment_again(window, whole_phase=False),
            "models": window.show_models,
        }
    )
    segmentation.started.connect(lambda text: _begin_task(window, text))
    segmentation.progressed.connect(status.show_progress)
    segmentation.finished.connect(lambda text: window.show_message(text))
    segmentation.failed.connect(lambda text: window.show_message(text, MessageKind.ERROR))
    segmentation.busy_changed.connect(lambda busy: None if busy or window.loader.is_loading else status.end_task())
    worker.engine_ready.connect(
        lambda info: status.show_engine(
            f"Engine: {info.device}, {info.precision}",
            f"TensorFlow {info.tensorflow_version}, Keras {info.keras_version}",
        )
    )
    worker.engine_failed.connect(lambda text: _show_engine_failure(window, text))
    worker.model_failed.connect(lambda text: window.show_message(text, MessageKind.ERROR))
    models, tool_bar = window.models, window.tool_bar
    models.cards_changed.connect(tool_bar.show_models)
    models.model_changed.connect(tool_bar.show_model)
    models.model_changed.connect(worker.warm)
    models.failed.connect(lambda text: window.show_message(text, MessageKind.WARNING))
    tool_bar.model_chosen.connect(models.choose)


def _show_engine_failure(window: MainWindow, text: str) -> None:
    window.status.show_engine("Engine stopped", text)
    window.show_message(text, MessageKind.ERROR)


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


def _model(window: MainWindow) -> str | None:
    if window.models.model_id is None:
        window.show_message("No model is installed: contours can be drawn by hand only.", MessageKind.WARNING)
    return window.models.model_id


def _wire_keeping(window: MainWindow) -> None:
    keeping = window.keeping
    keeping.save_state_changed.connect(lambda state, text: _show_save_state(window, state, text))
    keeping.recent_changed.connect(window.show_recent)
    keeping.refused.connect(window.workspace_refused)
    window.segmentation.rated.connect(keeping.keep_qualities)


def _show_save_state(window: MainWindow, state: SaveState, text: str) -> None:
    window.status.show_save_state(text, failed=state is SaveState.FAILED)
    if state is SaveState.FAILED:
        window.show_message(f"Your last changes are not on disk: {text}", MessageKind.ERROR)


def _wire_verifying(window: MainWindow) -> None:
    verifying, box = window.verifying, window.page.verify_box
    window.actions_by_name.connect(
        {
            "verify_image": verifying.verify_image,
            "verify_phase": verifying.verify_phase,
            "next_to_look_at": lambda: _go_to_next(window),
            "reviewer": verifying.ask_reviewer,
        }
    )
    box.verify_requested.connect(verifying.verify_image)
    box.next_requested.connect(lambda: _go_to_next(window))
    box.reviewer_requested.connect(verifying.ask_reviewer)
    box.set_reviewer(verifying.reviewer)
    verifying.reviewer_changed.connect(box.set_reviewer)
    verifying.refused.connect(lambda text: window.show_message(text))


def _go_to_next(window: MainWindow) -> None:
    key = window.verifying.next_to_look_at()
    if key is not None:
        window.playback.stop()
        window.session.go_to(*key)
    elif window.session.annotations:
        window.show_message("Every contour at end-diastole and end-systole is verified.")
    else:
        window.show_message("There are no contours yet: segment the study first.")
