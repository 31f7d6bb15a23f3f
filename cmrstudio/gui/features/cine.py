"""Moving through the images: playing, stepping, end-diastole and end-systole, how the image is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cmrstudio.gui.theme import icon

if TYPE_CHECKING:
    from cmrstudio.gui.main_window import MainWindow


def wire(window: MainWindow) -> None:
    """Connect the feature in a window whose controllers and views are there."""
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
    window.actions_by_name["play"].setIcon(icon("pause" if playing else "play"))
    window.actions_by_name.set_words("play", "&Stop" if playing else "&Play")
