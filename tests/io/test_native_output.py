"""What native libraries say while they load is kept back, unless loading fails."""

import os

import pytest

from cmrstudio.io.native_output import quiet_unless_it_fails

LOG = (
    "WARNING: All log messages before absl::InitializeLog() is called are written to STDERR\n"
    "I0000 00:00:1795496898.465027   27816 port.cc:153] oneDNN custom operations are on.\n"
    "W0000 00:00:1795496898.465027   27816 gpu_device.cc:2341] Cannot dlopen some GPU libraries.\n"
    "E0000 00:00:1795496898.465027   27816 cuda_platform.cc:52] failed call to cuInit: UNKNOWN ERROR (303)\n"
)
OTHER = "libfoo.so: no version information available\n"


def say(text: str) -> None:
    os.write(2, text.encode())


def test_the_log_is_left_out_and_all_else_is_shown(capfd: pytest.CaptureFixture[str]) -> None:
    with quiet_unless_it_fails():
        say(LOG)
    assert capfd.readouterr().err == ""
    with quiet_unless_it_fails():
        say(LOG)
        say(OTHER)
    assert capfd.readouterr().err == OTHER
    say("as before\n")
    assert capfd.readouterr().err == "as before\n"


def test_where_loading_fails_everything_is_shown(capfd: pytest.CaptureFixture[str]) -> None:
    def load() -> None:
        with quiet_unless_it_fails():
            say(LOG)
            say("half a line")
            raise ImportError("libfoo")

    with pytest.raises(ImportError, match="libfoo"):
        load()
    assert capfd.readouterr().err == LOG + "half a line"


def test_without_a_standard_error_it_does_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    with capfd.disabled():
        before = os.dup(2)
        os.close(2)
        try:
            with quiet_unless_it_fails():
                done = True
        finally:
            os.dup2(before, 2)
            os.close(before)
    assert done
