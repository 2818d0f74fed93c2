"""The Debian package and the portable file, made of a small bundle: same bytes each time, and they work."""

from __future__ import annotations

import configparser
import hashlib
import os
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import icons
import linux_formats
import pytest

import vmat2_desktop

PARTS = Path(linux_formats.PARTS)
STAMP = 1_700_000_000

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux") or shutil.which("xz") is None,
    reason="formats of Linux, packed by xz",
)


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    folder = tmp_path / "made" / "vmat2-desktop"
    (folder / "_internal").mkdir(parents=True)
    program = folder / "vmat2-desktop"
    program.write_text('#!/bin/sh\necho "started with $*"\n', encoding="utf-8")
    program.chmod(0o755)
    library = folder / "_internal" / "libcarried.so.1.0"
    library.write_bytes(b"a library, which nobody runs")
    library.chmod(0o755)
    (folder / "_internal" / "data").write_bytes(bytes(range(256)) * 40)
    return folder


@pytest.fixture
def drawn(qapp: object, tmp_path: Path) -> Path:
    folder = tmp_path / "icons"
    folder.mkdir()
    for size in linux_formats.HICOLOR_SIZES:
        (folder / f"{size}.png").write_bytes(icons.png(size))
    return folder


def run(*words: str | Path, home: Path) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "HOME": str(home)}
    return subprocess.run([*words], env=environment, capture_output=True, text=True, check=False)


def test_the_portable_file_unpacks_once_starts_and_leaves_nothing(
    bundle: Path, drawn: Path, tmp_path: Path
) -> None:
    _, path = linux_formats.pack(bundle, drawn, tmp_path, "1.2.3", STAMP)
    home = tmp_path / "home with spaces"
    home.mkdir()
    first = run("sh", path, "a b", "--c", home=home)
    assert first.stdout == "started with a b --c\n"
    assert "Unpacking, once" in first.stderr
    second = run("sh", path, home=home)
    assert (second.stdout, second.stderr) == ("started with \n", "")
    assert run("sh", path, "--portable-remove", home=home).returncode == 0
    assert [entry for entry in home.rglob("*") if not entry.is_dir()] == []


def test_a_damaged_portable_file_says_so(bundle: Path, drawn: Path, tmp_path: Path) -> None:
    _, path = linux_formats.pack(bundle, drawn, tmp_path, "1.2.3", STAMP)
    content = path.read_bytes()
    path.write_bytes(content[:-40] + bytes(40))
    done = run("sh", path, home=tmp_path)
    assert done.returncode == 2
    assert done.stderr.endswith("vmat2-desktop: This file is damaged; download it again.\n")


def test_what_is_packed_twice_is_equal(bundle: Path, drawn: Path, tmp_path: Path) -> None:
    sums = set()
    for folder in (tmp_path / "one", tmp_path / "two"):
        folder.mkdir()
        made = linux_formats.pack(bundle, drawn, folder, "1.2.3", STAMP)
        sums.add(tuple(hashlib.sha256(path.read_bytes()).hexdigest() for path in made))
        os.utime(bundle / "_internal" / "data")
        (bundle / "_internal" / "data").chmod(0o600)
    assert len(sums) == 1


def test_the_icon_in_every_size(qapp: object, tmp_path: Path) -> None:
    pictures = {size: icons.png(size) for size in icons.SIZES}
    for size, picture in pictures.items():
        assert picture.startswith(b"\x89PNG")
        assert int.from_bytes(picture[16:20], "big") == size
    windows = icons.ico({size: pictures[size] for size in icons.IN_ICO})
    assert int.from_bytes(windows[4:6], "little") == len(icons.IN_ICO)
    last = windows[icons.ICO_HEADER + icons.ICO_ENTRY * (len(icons.IN_ICO) - 1) :]
    length, at = int.from_bytes(last[8:12], "little"), int.from_bytes(last[12:16], "little")
    assert windows[at : at + length] == pictures[icons.IN_ICO[-1]]
    mac = icons.icns(pictures)
    assert mac[:4] == b"icns"
    assert int.from_bytes(mac[4:8], "big") == len(mac)


def test_the_desktop_entry_opens_the_session_type() -> None:
    entry = configparser.ConfigParser(interpolation=None)
    entry.read(PARTS / "vmat2-desktop.desktop", encoding="utf-8")
    kind = entry["Desktop Entry"]["MimeType"].rstrip(";")
    assert entry["Desktop Entry"]["Exec"] == "vmat2-desktop %f"
    types = ET.parse(PARTS / "vmat2-desktop.mime.xml").getroot()
    (declared,) = [element.get("type") for element in types if element.tag.endswith("mime-type")]
    assert declared == kind
    assert 'pattern="*.vmat2"' in (PARTS / "vmat2-desktop.mime.xml").read_text(encoding="utf-8")


def test_templates_have_no_name_left() -> None:
    values = {"VERSION": vmat2_desktop.__version__, "DATE": "2026-01-01", "SHORT": "x", "SIZE": 1, "SUM": "y"}
    for path in PARTS.glob("*.in"):
        assert re.search(r"@[A-Z]+@", linux_formats._filled(path.name, **values)) is None, path.name


@pytest.mark.skipif(shutil.which("dpkg-deb") is None, reason="needs dpkg-deb")
def test_the_debian_package_holds_what_a_desktop_looks_for(bundle: Path, drawn: Path, tmp_path: Path) -> None:
    package, _ = linux_formats.pack(bundle, drawn, tmp_path, "1.2.3", STAMP)
    listed = subprocess.run(["dpkg-deb", "-c", package], capture_output=True, text=True, check=True).stdout
    for name in (
        "./usr/bin/vmat2-desktop -> ../lib/vmat2-desktop/vmat2-desktop",
        "./usr/share/applications/vmat2-desktop.desktop",
        "./usr/share/mime/packages/vmat2-desktop.xml",
        "./usr/share/metainfo/local.vmat2_desktop.app.metainfo.xml",
        "./usr/share/icons/hicolor/16x16/apps/vmat2-desktop.png",
        "./usr/share/man/man1/vmat2-desktop.1.gz",
        "./usr/share/doc/vmat2-desktop/copyright",
    ):
        assert name in listed, name
    rights = {line.split()[-1]: line.split()[0] for line in listed.splitlines()}
    assert rights["./usr/lib/vmat2-desktop/vmat2-desktop"] == "-rwxr-xr-x"
    assert rights["./usr/lib/vmat2-desktop/_internal/libcarried.so.1.0"] == "-rw-r--r--"
    assert all("root/root" in line for line in listed.splitlines())
    told = subprocess.run(["dpkg-deb", "-f", package, "Version"], capture_output=True, text=True, check=True)
    assert told.stdout == "1.2.3\n"
    control = tmp_path / "control"
    subprocess.run(["dpkg-deb", "-e", package, control], check=True)
    assert {path.name for path in control.iterdir()} == {"control", "md5sums"}
    unpacked = tmp_path / "unpacked"
    subprocess.run(["dpkg-deb", "-x", package, unpacked], check=True)
    checked = subprocess.run(["md5sum", "-c", "--quiet", control / "md5sums"], cwd=unpacked, check=False)
    assert checked.returncode == 0


@pytest.mark.skipif(shutil.which("lintian") is None, reason="needs lintian")
@pytest.mark.slow
def test_lintian_finds_no_error_in_the_package(bundle: Path, drawn: Path, tmp_path: Path) -> None:
    package, _ = linux_formats.pack(bundle, drawn, tmp_path, "1.2.3", STAMP)
    command = [
        "lintian",
        "--fail-on",
        "error,warning",
        "--suppress-tags",
        "mismatched-override",
        str(package),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.skipif(shutil.which("appstreamcli") is None, reason="needs appstreamcli")
def test_the_description_for_software_centres_is_valid(tmp_path: Path) -> None:
    path = tmp_path / f"{linux_formats.COMPONENT}.metainfo.xml"
    text = linux_formats._filled("vmat2-desktop.metainfo.xml.in", VERSION="1.2.3", DATE="2026-01-01")
    assert f"<id>{linux_formats.COMPONENT}</id>" in text
    path.write_text(text, encoding="utf-8")
    done = subprocess.run(
        ["appstreamcli", "validate", "--no-net", str(path)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
