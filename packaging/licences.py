"""Gather the licence texts of what a bundle carries: `python packaging/licences.py BUNDLE`.

Run with the Python that built the bundle: its installed packages hold their licences. On Debian and
Ubuntu the licences of the system libraries in the bundle come from the packages that own them. What is really
in the bundle is listed in THIRD-PARTY.md, which the About window shows.
"""

import platform
import shutil
import subprocess
import sys
import sysconfig
from collections import defaultdict
from importlib.metadata import distribution
from pathlib import Path

from environments import ROOT, pinned

IN_THE_BUNDLE_BESIDES = ("pyinstaller",)  # its start program
THIRD_PARTY = "THIRD-PARTY.md"
QT = "PySide6-Essentials"
LESSER = ("LGPL-3.0.txt", "GPL-3.0.txt", "NOTICE.md")
"""The texts for Qt and its bindings, whose packages bring none."""
LONGEST_NAME_OF_A_LICENCE = 80
NAMES = ("LICENSE", "LICENCE", "COPYING", "NOTICE")


def main(bundle: Path) -> None:
    """Fill the folder `licenses` of the bundle."""
    folder = bundle / "licenses"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(ROOT / "resources" / "licenses", folder)
    shutil.copy(ROOT / "LICENSE", folder / "LICENSE.txt")
    shutil.copy(ROOT / "resources" / "fonts" / "OFL.md", folder / "source-sans-pro.md")
    for package in carried_packages(bundle):
        for name, path in licences_of(package).items():
            shutil.copy(path, folder / name)
    python_licence = Path(sysconfig.get_path("stdlib")) / "LICENSE.txt"
    if python_licence.is_file():
        shutil.copy(python_licence, folder / "python.txt")
    owners: dict[str, list[str]] = defaultdict(list)
    for library in system_libraries(bundle):
        copyright_file = debian_copyright_of(library)
        owners[copyright_file.parent.name if copyright_file else ""].append(library)
        if copyright_file is not None:
            shutil.copy(copyright_file, folder / f"system-{copyright_file.parent.name}.txt")
    (folder / THIRD_PARTY).write_text(third_party(bundle, owners), encoding="utf-8")


def third_party(bundle: Path, owners: dict[str, list[str]]) -> str:
    """Return the list of everything of others in the bundle, as Markdown.

    Args:
        bundle: the bundle.
        owners: system libraries by the Debian package that owns them; under "" those that none owns.
    """
    lines = [
        "# What of others is in this copy of VMAT2 Desktop",
        "",
        "Made from the files of the bundle when it was built. The texts of the licences lie beside it.",
        "How Qt's libraries are replaced, and where their sources are, stands in NOTICE.md.",
        "",
        "| part | version | licence | text |",
        "|---|---|---|---|",
    ]
    for package in carried_packages(bundle):
        found = distribution(package)
        texts = ", ".join(licences_of(package) or LESSER)
        lines.append(f"| {found.metadata['Name']} | {found.version} | {licence_of(package)} | {texts} |")
    qt = ", ".join(sorted(path.name for path in qt_libraries(bundle)))
    licence, texts = "LGPL-3.0-only; ICU: its Unicode licence", ", ".join(LESSER)
    lines.append(f"| Qt: {qt} | {distribution(QT).version} | {licence} | {texts} |")
    lines.append("| Source Sans Pro | see the text | OFL-1.1 | source-sans-pro.md |")
    lines.append(f"| CPython | {platform.python_version()} | PSF-2.0 | python.txt |")
    for package in sorted(owners.keys() - {""}):
        names = ", ".join(owners[package])
        lines.append(f"| {names} | {debian_version_of(package)} | see the text | system-{package}.txt |")
    if owners.get(""):
        lines.append(f"| {', '.join(owners[''])} | as CPython | PSF-2.0 | python.txt |")
    return "\n".join(lines) + "\n"


def carried_packages(bundle: Path) -> list[str]:
    """Return the Python packages of which something is in the bundle, and what made its start program."""
    carried = [name for name in pinned("app") if any((bundle / "_internal").glob(f"{stem(name)}*.dist-info"))]
    return [*carried, *IN_THE_BUNDLE_BESIDES]


def qt_libraries(bundle: Path) -> list[Path]:
    """Return Qt's own libraries in a bundle of any system, with those of ICU that come with them."""
    inside = bundle / "_internal" / "PySide6"
    patterns = ("Qt/lib/lib*", "Qt6*.dll", "Qt/lib/Qt*")
    return [path for pattern in patterns for path in inside.glob(pattern) if not path.is_symlink()]


def stem(package: str) -> str:
    """Return how a package's name is spelled in a folder's name, letter case left open."""
    return "".join(
        f"[{letter.lower()}{letter.upper()}]" if letter.isalpha() else "[-_.]" if letter in "-_." else letter
        for letter in package
    )


def licence_of(package: str) -> str:
    """Return what a package says of its licence, if it says so in a few words."""
    metadata = distribution(package).metadata
    said = (metadata.get_all("License-Expression") or metadata.get_all("License") or [""])[0]
    is_short = said and len(said) <= LONGEST_NAME_OF_A_LICENCE and "Copyright" not in said
    return said.replace("|", "/") if is_short else "see the text"


def debian_version_of(package: str) -> str:
    """Return the version of an installed Debian package."""
    command = ["dpkg-query", "-W", "-f", "${Version}\\n", package]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout.split("\n", 1)[0] or "unknown"


def licences_of(package: str) -> dict[str, Path]:
    """Return the licence files that an installed package brings, by a name that no other file has."""
    files = distribution(package).files or []
    found = {}
    for file in files:
        if ".dist-info" in file.parts[0] and file.name.upper().startswith(NAMES):
            inside = [part for part in (*file.parts[1:-1], file.stem) if part != "licenses"]
            found[f"{package}-{'-'.join(inside)}.txt"] = Path(str(file.locate()))
    return found


def system_libraries(bundle: Path) -> list[str]:
    """Return the names of the libraries at the top of the bundle that are no links: the system's."""
    found = (bundle / "_internal").glob("*.so*")
    own = ("libpython",)  # CPython's, listed as such
    return sorted(path.name for path in found if not path.is_symlink() and not path.name.startswith(own))


def debian_copyright_of(library: str) -> Path | None:
    """Return the copyright file of the Debian package that owns a library, where there is one."""
    if shutil.which("dpkg") is None:
        return None
    # Where the system keeps libraries; not in another bundle, a VMAT2 Desktop installed here among them.
    done = subprocess.run(
        ["dpkg", "-S", f"*-linux-gnu/{library}"], capture_output=True, text=True, check=False
    )
    for line in done.stdout.splitlines():
        package = line.split(":", 1)[0]
        path = Path("/usr/share/doc") / package / "copyright"
        if path.is_file():
            return path
    return None


if __name__ == "__main__":
    main(Path(sys.argv[1]))
