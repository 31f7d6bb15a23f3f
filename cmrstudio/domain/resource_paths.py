"""Where the files shipped beside the code lie: in the checkout, in the installed package, or in the frozen app."""

from __future__ import annotations

import sys
from pathlib import Path


def resource_folder() -> Path:
    """The folder that holds models/, samples/, icons/ and styles/."""
    frozen_root = getattr(sys, "_MEIPASS", None)
    if frozen_root:
        return Path(frozen_root) / "resources"
    package = Path(__file__).resolve().parents[1]
    installed = package / "resources"
    return installed if installed.is_dir() else package.parent / "resources"


def models_folder() -> Path:
    """The folder with one sub-folder for every shipped model."""
    return resource_folder() / "models"


def sample_study_folder() -> Path:
    """The bundled real study (Sunnybrook SC-HF-I-01, CC0)."""
    return resource_folder() / "samples" / "SC-HF-I-01"
