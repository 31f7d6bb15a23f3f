"""What all tests share: no display, a workspace of their own, and how long Hypothesis looks."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

# A developer's runs look at new examples each time; continuous integration repeats the same ones, so that it judges the
# change at hand.
settings.register_profile(
    "cmrstudio",
    deadline=None,
    max_examples=50,
    derandomize=bool(os.environ.get("CI")),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("cmrstudio")

_HOME = pytest.StashKey[tempfile.TemporaryDirectory[str]]()


def pytest_configure(config: pytest.Config) -> None:
    """Keep the tests, and the processes that they start, away from the user's own workspace and settings."""
    home = tempfile.TemporaryDirectory(prefix="cmrstudio-tests-", ignore_cleanup_errors=True)
    config.stash[_HOME] = home
    for variable in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        os.environ[variable] = str(Path(home.name) / variable.lower())


def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove the tests' own workspace."""
    config.stash[_HOME].cleanup()


@pytest.fixture(scope="session")
def project_root() -> Path:
    """The folder of the checkout."""
    return Path(__file__).resolve().parents[1]
