"""What Linux installs or starts: a Debian package and a portable file, both made from the bundle.

The same bundle gives the same bytes each time: files in order, one owner, one time, blocks of one size.
"""

import gzip
import hashlib
import io
import re
import shutil
import subprocess
import tarfile
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from environments import ROOT, SetUpError

NAME = "vmat2-desktop"
COMPONENT = "local.vmat2_desktop.app"
"""How software centres call it."""
PARTS = ROOT / "packaging" / "linux"
MAINTAINER = "The VMAT2 Desktop authors <vmat2-desktop@localhost>"
# What the bundle takes from the system (see needs.py, which compares); a font comes along.
DEPENDS = (
    "libc6 (>= 2.35), libstdc++6 (>= 12), libgcc-s1, libexpat1, libzstd1, "
    "libglib2.0-0 | libglib2.0-0t64, libdbus-1-3, libfontconfig1, libfreetype6, xkb-data, "
    "libgl1, libegl1, libx11-6, libx11-xcb1, libxcb1, libxcb-glx0, libxcb-randr0, libxcb-render0, "
    "libxcb-shape0, libxcb-shm0, libxcb-sync1, libxcb-xfixes0, "
    "libwayland-client0, libwayland-cursor0, libwayland-egl1"
)
RECOMMENDS = "xdg-desktop-portal, fonts-dejavu-core"
XZ = ("xz", "--x86", "--lzma2=preset=6", "--threads=2", f"--block-size={128 << 20}", "--stdout")
"""With the filter for machine code: smaller than -9 without it, in less time. Two blocks for two processors;
their size is fixed, so that the same archive gives the same bytes on any number of processors."""
LIBRARY = re.compile(r"\.so(\.\w+)*$")
MACHINE = ("amd64", "x86_64")
"""What the wheels of the lock are for, in Debian's words and in those of all others."""
HICOLOR_SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512)


def pack(bundle: Path, icons: Path, target: Path, version: str, stamp: int) -> list[Path]:
    """Make the Debian package and the portable file in the folder `target`; return both.

    Both hold the same compressed archive of what the package installs, so that it is compressed once: the
    portable file takes its one folder out of it.

    Args:
        bundle: the built one-folder application.
        icons: what icons.py made.
        target: where they go.
        version: of the application.
        stamp: the time of every file, seconds since 1970.
    """
    if shutil.which("xz") is None:
        raise SetUpError("Packing needs xz, which is missing here: apt-get install xz-utils")
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder)
        _fill(tree, bundle, icons, version, stamp)
        control = _archive(tree / "DEBIAN", stamp)
        shutil.rmtree(tree / "DEBIAN")
        data = _compressed(_archive(tree, stamp))
    return [
        _debian_package(target / f"{NAME}_{version}_{MACHINE[0]}.deb", _compressed(control), data, stamp),
        _portable(target / f"{NAME}-{version}-linux-{MACHINE[1]}.run", data, version),
    ]


def _debian_package(path: Path, control: bytes, data: bytes, stamp: int) -> Path:
    """Write an archive of the old Unix form `ar` with the three members that dpkg asks for, in its order."""
    members = {"debian-binary": b"2.0\n", "control.tar.xz": control, "data.tar.xz": data}
    content = b"!<arch>\n"
    for name, member in members.items():
        content += f"{name:<16}{stamp:<12}{0:<6}{0:<6}{'100644':<8}{len(member):<10}`\n".encode()
        content += member + b"\n" * (len(member) % 2)
    path.write_bytes(content)
    return path


def _portable(path: Path, data: bytes, version: str) -> Path:
    """Write the shell script that unpacks itself, and behind it the archive."""
    sum_of_data = hashlib.sha256(data).hexdigest()
    head = _filled("portable.sh.in", VERSION=version, SHORT=sum_of_data[:12], SIZE=len(data), SUM=sum_of_data)
    path.write_bytes(head.encode() + data)
    path.chmod(0o755)
    return path


def _fill(tree: Path, bundle: Path, icons: Path, version: str, stamp: int) -> None:
    """Lay out what the package installs, and in DEBIAN what dpkg reads."""
    shutil.copytree(bundle, tree / "usr/lib" / NAME, symlinks=True)
    (tree / "usr/bin").mkdir(parents=True)
    (tree / "usr/bin" / NAME).symlink_to(f"../lib/{NAME}/{NAME}")
    _desktop(tree, icons, version, stamp)
    _documents(tree, version, stamp)
    _control(tree, version)


def _archive(root: Path, stamp: int) -> bytes:
    """Return a tar archive of a folder, the same each time: in order, one owner, one time, plain rights."""

    def same_each_time(entry: tarfile.TarInfo) -> tarfile.TarInfo:
        entry.uid = entry.gid = 0
        entry.uname = entry.gname = "root"
        entry.mtime = stamp
        if not entry.issym():
            runs = entry.isdir() or (entry.mode & 0o100 and not LIBRARY.search(entry.name))
            entry.mode = 0o755 if runs else 0o644
        return entry

    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w", format=tarfile.GNU_FORMAT) as archive:
        for path in [root, *sorted(root.rglob("*"))]:
            inside = path.relative_to(root).as_posix()
            archive.add(path, f"./{inside}" if path != root else "./", recursive=False, filter=same_each_time)
    return content.getvalue()


def _compressed(archive: bytes) -> bytes:
    """Return an archive packed by xz."""
    return subprocess.run(XZ, input=archive, capture_output=True, check=True).stdout


def _desktop(tree: Path, icons: Path, version: str, stamp: int) -> None:
    """Put in what a desktop looks for: menu entry, file type, description, icons."""
    share = tree / "usr/share"
    for source, place in (
        ("vmat2-desktop.desktop", "applications"),
        ("vmat2-desktop.mime.xml", "mime/packages"),
    ):
        (share / place).mkdir(parents=True)
        name = source.replace(".mime.xml", ".xml")
        shutil.copyfile(PARTS / source, share / place / name)
    (share / "metainfo").mkdir()
    text = _filled("vmat2-desktop.metainfo.xml.in", VERSION=version, DATE=_day(stamp))
    (share / "metainfo" / f"{COMPONENT}.metainfo.xml").write_text(text, encoding="utf-8")
    for size in HICOLOR_SIZES:
        folder = share / f"icons/hicolor/{size}x{size}/apps"
        folder.mkdir(parents=True)
        shutil.copyfile(icons / f"{size}.png", folder / f"{NAME}.png")
    scalable = share / "icons/hicolor/scalable/apps"
    scalable.mkdir(parents=True)
    shutil.copyfile(ROOT / "resources/icons/vmat2-desktop.svg", scalable / f"{NAME}.svg")


def _documents(tree: Path, version: str, stamp: int) -> None:
    """Put in the manual page, the licences, the changelog and what lintian may overlook."""
    share = tree / "usr/share"
    manual = share / "man/man1"
    manual.mkdir(parents=True)
    page = _filled("vmat2-desktop.1.in", VERSION=version, DATE=_day(stamp))
    (manual / f"{NAME}.1.gz").write_bytes(gzip.compress(page.encode(), mtime=0))
    documents = share / "doc" / NAME
    documents.mkdir(parents=True)
    (documents / "copyright").write_text(_copyright(), encoding="utf-8")
    when = datetime.fromtimestamp(stamp, UTC).strftime("%a, %d %b %Y %H:%M:%S +0000")
    entry = f"{NAME} ({version}) unstable; urgency=low\n\n  * See CHANGELOG.md beside this file.\n\n"
    changelog = f"{entry} -- {MAINTAINER}  {when}\n"
    (documents / "changelog.gz").write_bytes(gzip.compress(changelog.encode(), mtime=0))
    shutil.copyfile(ROOT / "CHANGELOG.md", documents / "CHANGELOG.md")
    overrides = share / "lintian/overrides"
    overrides.mkdir(parents=True)
    shutil.copyfile(PARTS / "lintian-overrides", overrides / NAME)


def _copyright() -> str:
    licence = (ROOT / "LICENSE").read_text(encoding="utf-8")
    holder = re.search(r"^Copyright .*$", licence, flags=re.MULTILINE)
    assert holder is not None
    body = "\n".join(f" {line}" if line.strip() else " ." for line in licence.splitlines()[1:])
    return (
        "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n"
        "Upstream-Name: VMAT2 Desktop\n"
        f"Comment: Everything else in /usr/lib/{NAME} is listed, with its licence, in\n"
        f" /usr/lib/{NAME}/licenses/THIRD-PARTY.md. On Debian the LGPL-3 and the GPL-3 are also in\n"
        " /usr/share/common-licenses.\n\n"
        f"Files: *\nCopyright: {holder[0].removeprefix('Copyright (c) ')}\nLicense: MIT\n{body}\n"
    )


def _control(tree: Path, version: str) -> None:
    folder = tree / "DEBIAN"
    folder.mkdir()
    size = sum(path.lstat().st_size for path in tree.rglob("*") if not path.is_dir()) // 1024
    (folder / "control").write_text(
        f"Package: {NAME}\nVersion: {version}\nArchitecture: {MACHINE[0]}\nMaintainer: {MAINTAINER}\n"
        f"Installed-Size: {size}\nDepends: {DEPENDS}\nRecommends: {RECOMMENDS}\n"
        "Section: education\nPriority: optional\n"
        "Description: dopamine synapse that shows how VMAT2 inhibitors work\n"
        " See and try how VMAT2 inhibitors calm tardive dyskinesia: an animated dopamine\n"
        " synapse beside live traces, driven by a kinetics engine that goes from the\n"
        " tablet to the movement.\n"
        " .\n"
        " For students and teachers; works offline. A teaching model, not dosing advice.\n",
        encoding="utf-8",
    )
    lines = [
        f"{hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()}  {path.relative_to(tree)}"
        for path in sorted(tree.rglob("*"))
        if path.is_file() and not path.is_symlink() and folder not in path.parents
    ]
    (folder / "md5sums").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _day(stamp: int) -> str:
    return datetime.fromtimestamp(stamp, UTC).strftime("%Y-%m-%d")


def _filled(name: str, **values: object) -> str:
    """Return a file of linux/ with its @NAMES@ replaced."""
    text = (PARTS / name).read_text(encoding="utf-8")
    for key, value in values.items():
        text = text.replace(f"@{key}@", str(value))
    return text
