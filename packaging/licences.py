"""Gather the licence texts of what a bundle carries: `python packaging/licences.py BUNDLE`.

Run with the Python that built the bundle: its installed packages hold their licences. On Debian and
Ubuntu the licences of the system libraries in the bundle come from the packages that own them.
"""

import shutil
import subprocess
import sys
import sysconfig
from importlib.metadata import distribution
from pathlib import Path

from environments import ROOT, pinned

IN_THE_BUNDLE_BESIDES = ("pyinstaller",)  # its start program
NAMES = ("LICENSE", "LICENCE", "COPYING", "NOTICE")


def main(bundle: Path) -> None:
    """Fill the folder `licenses` of the bundle."""
    folder = bundle / "licenses"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(ROOT / "resources" / "licenses", folder)
    shutil.copy(ROOT / "LICENSE", folder / "LICENSE.txt")
    shutil.copy(ROOT / "resources" / "fonts" / "OFL.md", folder / "source-sans-pro.md")
    for package in (*pinned("app"), *IN_THE_BUNDLE_BESIDES):
        for path in licences_of(package):
            shutil.copy(path, folder / f"{package}-{path.stem}.txt")
    python_licence = Path(sysconfig.get_path("stdlib")) / "LICENSE.txt"
    if python_licence.is_file():
        shutil.copy(python_licence, folder / "python.txt")
    for library in system_libraries(bundle):
        copyright_file = debian_copyright_of(library)
        if copyright_file is not None:
            shutil.copy(copyright_file, folder / f"system-{copyright_file.parent.name}.txt")


def licences_of(package: str) -> list[Path]:
    """Return the licence files that an installed package brings."""
    files = distribution(package).files or []
    return [
        Path(str(file.locate()))
        for file in files
        if ".dist-info" in file.parts[0] and file.name.upper().startswith(NAMES)
    ]


def system_libraries(bundle: Path) -> list[str]:
    """Return the names of the libraries at the top of the bundle: those that came from the system."""
    return sorted(path.name for path in (bundle / "_internal").glob("*.so*"))


def debian_copyright_of(library: str) -> Path | None:
    """Return the copyright file of the Debian package that owns a library, where there is one."""
    if shutil.which("dpkg") is None:
        return None
    # One of the two is the place by which dpkg knows it: /lib has become a link to /usr/lib.
    done = subprocess.run(["dpkg", "-S", f"*/{library}"], capture_output=True, text=True, check=False)
    for line in done.stdout.splitlines():
        package = line.split(":", 1)[0]
        path = Path("/usr/share/doc") / package / "copyright"
        if path.is_file():
            return path
    return None


if __name__ == "__main__":
    main(Path(sys.argv[1]))
