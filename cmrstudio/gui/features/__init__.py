"""What the window can do, one module a feature: each joins its actions, controllers and views."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cmrstudio.gui.features import (
    appearance,
    cine,
    conventions,
    editing,
    files,
    first_run,
    image_measuring,
    keeping,
    keyboard,
    language,
    layouts,
    numbers,
    pictures,
    propagating,
    readers,
    reporting,
    segmenting,
    signing_off,
    surfaces,
    training,
    verifying,
    window_state,
    work_list,
)

if TYPE_CHECKING:
    from cmrstudio.gui.main_window import MainWindow

FEATURES = (
    *(work_list, files, cine, editing, segmenting, keeping, verifying, numbers, signing_off, readers, conventions),
    *(propagating, layouts, surfaces, image_measuring, pictures, reporting, training),
    *(appearance, first_run, keyboard, language, window_state),  # these look at what all others have made
)


def wire(window: MainWindow) -> None:
    """Connect every feature in a window; its controllers and views must be there."""
    for feature in FEATURES:
        feature.wire(window)
    window.show_page()
