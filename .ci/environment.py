"""Make the environment that the Makefile's commands run in: .venv with the locked packages, and Qt's system libraries.

Run by `.ci/setup` with any Python from 3.11 on; the standard library is all there is at that point. What was made is
remembered in `.venv/setup.key`, so that a second call ends within half a second.
"""

from __future__ import annotations

import fcntl
import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "requirements.lock"
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
KEY = VENV / "setup.key"

# What Qt's libraries and its X11 and Wayland plugins load from the system -> the Debian and Ubuntu packages (several
# names where releases differ) that hold it.
DEBIAN_PACKAGES: dict[str, tuple[str, ...]] = {
    "libEGL.so.1": ("libegl1",),
    "libGL.so.1": ("libgl1",),
    "libX11-xcb.so.1": ("libx11-xcb1",),
    "libX11.so.6": ("libx11-6",),
    "libbrotlicommon.so.1": ("libbrotli1",),
    "libbrotlidec.so.1": ("libbrotli1",),
    "libdbus-1.so.3": ("libdbus-1-3",),
    "libfontconfig.so.1": ("libfontconfig1",),
    "libfreetype.so.6": ("libfreetype6",),
    "libgcc_s.so.1": ("libgcc-s1",),
    "libglib-2.0.so.0": ("libglib2.0-0t64", "libglib2.0-0"),
    "libgssapi_krb5.so.2": ("libgssapi-krb5-2",),
    "libgthread-2.0.so.0": ("libglib2.0-0t64", "libglib2.0-0"),
    "libstdc++.so.6": ("libstdc++6",),
    "libwayland-client.so.0": ("libwayland-client0",),
    "libwayland-cursor.so.0": ("libwayland-cursor0",),
    "libwayland-egl.so.1": ("libwayland-egl1",),
    "libxcb-cursor.so.0": ("libxcb-cursor0",),
    "libxcb-glx.so.0": ("libxcb-glx0",),
    "libxcb-icccm.so.4": ("libxcb-icccm4",),
    "libxcb-image.so.0": ("libxcb-image0",),
    "libxcb-keysyms.so.1": ("libxcb-keysyms1",),
    "libxcb-randr.so.0": ("libxcb-randr0",),
    "libxcb-render-util.so.0": ("libxcb-render-util0",),
    "libxcb-render.so.0": ("libxcb-render0",),
    "libxcb-shape.so.0": ("libxcb-shape0",),
    "libxcb-shm.so.0": ("libxcb-shm0",),
    "libxcb-sync.so.1": ("libxcb-sync1",),
    "libxcb-util.so.1": ("libxcb-util1",),
    "libxcb-xfixes.so.0": ("libxcb-xfixes0",),
    "libxcb-xkb.so.1": ("libxcb-xkb1",),
    "libxcb.so.1": ("libxcb1",),
    "libxkbcommon-x11.so.0": ("libxkbcommon-x11-0",),
    "libxkbcommon.so.0": ("libxkbcommon0",),
    "libz.so.1": ("zlib1g",),
    "libzstd.so.1": ("libzstd1",),
}
QT_MODULES = ("Core", "DBus", "Gui", "Network", "OpenGL", "OpenGLWidgets", "PrintSupport", "Svg", "Test", "Widgets")
QT_PLUGINS = (
    "platforms/libqoffscreen.so",
    "platforms/libqxcb.so",
    "platforms/libqwayland.so",
    "iconengines/*.so",
    "wayland-shell-integration/*.so",
    "xcbglintegrations/*.so",
)
FONT_FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".local/share/fonts")


class SetupError(Exception):
    """Something is missing that only the user can give; the message says what and how."""


def main(extras: Sequence[str]) -> int:
    """Bring the environment up to date; ``extras`` may hold "package" for what PyInstaller needs besides."""
    try:
        with LOCK.open() as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # two makes at a time must not build one .venv
            bring_up_to_date(extras)
    except SetupError as error:
        print(f"setup: {error}", file=sys.stderr)
        return 1
    except subprocess.CalledProcessError as error:
        print(f"setup: failed ({error.returncode}): {' '.join(map(str, error.cmd))}", file=sys.stderr)
        return 1
    return 0


def bring_up_to_date(extras: Sequence[str]) -> None:
    """Do what is not done yet; raises ``SetupError`` and ``CalledProcessError``."""
    if not is_current():
        KEY.unlink(missing_ok=True)
        make_virtual_environment()
        install_locked_packages()
        KEY.write_text(wanted_key())
    if missing := missing_libraries():
        install_system_packages(missing)
        check_window_toolkit()
    if "package" in extras:
        install_system_packages(missing_packaging_tools())


def say(message: str) -> None:
    """Tell the user what goes on."""
    print(f"setup: {message}", flush=True)


def run(*command: str | Path) -> None:
    """Run a command in the project's folder; raises ``CalledProcessError``."""
    subprocess.run(command, cwd=ROOT, check=True)


def wanted_key() -> str:
    """What the environment depends on: lock, project table, this file, where the project lies, which Python."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    parts = (LOCK.read_bytes(), repr(project["project"]), Path(__file__).read_bytes(), str(ROOT), python_version())
    return hashlib.sha256(b"\0".join(p if isinstance(p, bytes) else p.encode() for p in parts)).hexdigest()


def python_version() -> str:
    """Major and minor version of the Python that runs this."""
    return f"{sys.version_info.major}.{sys.version_info.minor}"


def is_current() -> bool:
    """Whether the environment was made for just this state of the project."""
    return PYTHON.exists() and KEY.exists() and KEY.read_text() == wanted_key()


def make_virtual_environment() -> None:
    """Create .venv with pip in it, unless there is one for this Python already.

    One that is a link belongs to somebody else, and is not emptied: raises ``SetupError``.
    """
    if VENV.is_symlink():
        raise SetupError(f"{VENV} is a link to another environment; please remove the link, then try again.")
    if Path(sys.prefix).resolve() != VENV:
        say(f"making .venv with Python {python_version()}")
        if importlib.util.find_spec("ensurepip") is None:
            # Debian and Ubuntu split the standard library's venv.
            install_system_packages([(f"python{python_version()}-venv",)])
        run(sys.executable, "-m", "venv", "--clear", VENV)
    elif subprocess.run([PYTHON, "-m", "pip", "--version"], capture_output=True, check=False).returncode:
        run(PYTHON, "-m", "ensurepip")


def install_locked_packages() -> None:
    """Install just what requirements.lock lists, each file checked against its hash, and the project as editable."""
    say("installing the locked packages (a minute or two the first time)")
    pip = (PYTHON, "-m", "pip", "--disable-pip-version-check", "--quiet")
    run(*pip, "install", "--no-deps", "--require-hashes", "--only-binary", ":all:", "--requirement", LOCK)
    if strangers := installed_but_not_locked():
        run(*pip, "uninstall", "--yes", *strangers)
    run(*pip, "install", "--no-deps", "--no-build-isolation", "--no-index", "--editable", ".")


def installed_but_not_locked() -> list[str]:
    """Packages that an older lock or somebody's hand left in .venv."""
    code = "import importlib.metadata as m; print(*(d.metadata['Name'] for d in m.distributions()))"
    listed = subprocess.run([PYTHON, "-I", "-c", code], capture_output=True, text=True, check=True).stdout.split()
    locked = {normalised(name) for name in re.findall(r"^([A-Za-z0-9._-]+)==", LOCK.read_text(), re.MULTILINE)}
    return [name for name in listed if normalised(name) not in locked | {"pip", "cmrstudio"}]


def normalised(name: str) -> str:
    """The one spelling of a package's name (PyPA's name normalisation)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def missing_libraries() -> list[tuple[str, ...]]:
    """Which system packages Qt lacks here; an entry lists the names a package goes by. Linux only."""
    if not sys.platform.startswith("linux"):
        return []
    qt = next(VENV.glob("lib/python*/site-packages/PySide6"))
    files = [qt / f"Qt{module}.abi3.so" for module in QT_MODULES]
    files += [file for pattern in QT_PLUGINS for file in (qt / "Qt" / "plugins").glob(pattern)]
    listing = subprocess.run(["ldd", *files], capture_output=True, text=True, check=True).stdout
    missing = sorted(set(re.findall(r"^\s*(\S+) => not found", listing, re.MULTILINE)))
    if unknown := [name for name in missing if name not in DEBIAN_PACKAGES]:
        raise SetupError(f"Qt needs the system libraries {', '.join(unknown)}; please install what holds them.")
    if missing and not shutil.which("apt-get"):
        raise SetupError(
            f"Qt needs the system libraries {', '.join(missing)}; please install the packages of your system that hold "
            "them (and a font such as DejaVu Sans), then try again."
        )
    packages = [DEBIAN_PACKAGES[name] for name in missing]
    if shutil.which("apt-get") and not any(next(f.rglob("*.[to]tf"), None) for f in FONT_FOLDERS if f.is_dir()):
        packages.append(("fonts-dejavu-core",))
    return list(dict.fromkeys(packages))


def missing_packaging_tools() -> list[tuple[str, ...]]:
    """Which system packages PyInstaller lacks here: binutils, and Python as a shared library."""
    if not sys.platform.startswith("linux"):
        return []
    missing: list[tuple[str, ...]] = (
        [("binutils",)] if not (shutil.which("objcopy") and shutil.which("objdump")) else []
    )
    code = "import sys; from PyInstaller.compat import is_win; from PyInstaller.depend import bindepend as b; "
    code += "sys.exit(not b.get_python_library_path())"
    if subprocess.run([PYTHON, "-c", code], capture_output=True, check=False).returncode:
        missing.append((f"libpython{python_version()}",))
    return missing


def install_system_packages(packages: Iterable[tuple[str, ...]]) -> None:
    """Install Debian or Ubuntu packages; without the rights to, raise ``SetupError`` with the command to run."""
    wanted = list(packages)
    if not wanted:
        return
    if not shutil.which("apt-get"):
        text = ", ".join(names[-1] for names in wanted)
        raise SetupError(f"please install what Debian calls {text} with your system's package manager; then try again.")
    prefix = administrator_prefix()
    if prefix is None:
        text = " ".join(known_name(names) for names in wanted)
        raise SetupError(
            "system packages are missing and only an administrator can install them. Please run\n"
            f"    sudo apt-get update && sudo apt-get install --no-install-recommends --yes {text}\n"
            "and then the same make command again."
        )
    say("refreshing the list of system packages")
    _quietly(*prefix, "apt-get", "-qq", "update")
    names = [known_name(names) for names in wanted]
    say(f"installing the system packages {' '.join(names)}")
    _quietly(*prefix, "apt-get", "-qq", "install", "--no-install-recommends", "--yes", *names)


def _quietly(*command: str) -> None:
    """Run a command and show what it prints only if it fails; raises ``SetupError``."""
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SetupError(f"{' '.join(command)} failed ({done.returncode}):\n{done.stdout}{done.stderr}")


def administrator_prefix() -> tuple[str, ...] | None:
    """What to put before a command so that an administrator runs it without questions, or None without the rights."""
    quiet = ("env", "DEBIAN_FRONTEND=noninteractive")
    if os.geteuid() == 0:
        return quiet
    if not shutil.which("sudo"):
        return None
    allowed = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0
    return ("sudo", "-n", *quiet) if allowed else None


def known_name(names: tuple[str, ...]) -> str:
    """The first of a package's names that this release of Debian or Ubuntu knows."""
    for name in names:
        known = subprocess.run(["apt-cache", "policy", name], capture_output=True, text=True, check=False).stdout
        if "Candidate:" in known and "Candidate: (none)" not in known:
            return name
    return names[-1]


def check_window_toolkit() -> None:
    """Start Qt once without a display, so that what is wrong comes to light here; raises ``SetupError``."""
    code = "from PySide6.QtWidgets import QApplication; QApplication([])"
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    started = subprocess.run([PYTHON, "-c", code], env=environment, capture_output=True, text=True, check=False)
    if started.returncode:
        raise SetupError(f"Qt does not start:\n{started.stderr.strip()}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
