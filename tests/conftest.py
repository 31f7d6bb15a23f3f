"""What all tests share: no display, a workspace of their own, and how long Hypothesis looks."""

from __future__ import annotations

import gc
import os
import tempfile
from collections.abc import Iterator
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


@pytest.fixture(autouse=True)
def _garbage_of_windows_goes_in_this_thread(request: pytest.FixtureRequest) -> Iterator[None]:
    """As in the program: a worker's thread that collects and takes a window apart may bring the tests down.

    All goes after each test, so that the windows of hundreds of them do not fill the memory.
    """
    if "qapp" not in request.fixturenames:
        gc.enable()
        yield
        return
    gc.disable()
    if not gc.get_freeze_count():
        gc.collect()
        gc.freeze()  # modules stay: to look through them after each test takes longer than many tests do
    yield
    gc.collect()


@pytest.fixture(scope="session")
def project_root() -> Path:
    """The folder of the checkout."""
    return Path(__file__).resolve().parents[1]
