"""What the tests of training share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.training.toy import register_toy


@pytest.fixture(autouse=True, scope="module")
def _toy_architecture() -> Iterator[None]:
    """The toy network is there while the tests of a module run."""
    with pytest.MonkeyPatch.context() as patch:
        register_toy(patch)
        yield
