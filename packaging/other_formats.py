"""What Windows and macOS install, made from the bundle on those systems. Never run yet: docs/release.md."""

import shutil
import subprocess
import sys
from pathlib import Path

from environments import ROOT, SetUpError

PARTS = ROOT / "packaging"
APPLICATION = "VMAT2 Desktop.app"


def windows_setup(bundle: Path, icons: Path, target: Path, version: str) -> Path:
    """Make the set-up for one person with makensis, in the folder `target`; return it."""
    makensis = shutil.which("makensis")
    if makensis is None:
        raise SetUpError("The Windows set-up is made with makensis, which is missing here: install NSIS")
    made = target / f"vmat2-desktop-{version}-windows-x86_64-setup.exe"
    given = {"VERSION": version, "BUNDLE": bundle, "ICON": icons / "vmat2-desktop.ico", "OUT": made}
    defined = [f"-D{name}={value}" for name, value in given.items()]
    subprocess.run([makensis, "-V2", *defined, str(PARTS / "windows" / "vmat2-desktop.nsi")], check=True)
    return made


def mac_image(application: Path, target: Path, version: str, machine: str) -> Path:
    """Sign the application for this computer and put it into a disk image; return that.

    A signature that other computers trust needs an account with Apple: docs/release.md.
    """
    entitlements = PARTS / "macos" / "entitlements.plist"
    sign = ["codesign", "--force", "--deep", "--sign", "-", "--entitlements", str(entitlements)]
    subprocess.run([*sign, str(application)], check=True)
    made = target / f"vmat2-desktop-{version}-macos-{machine}.dmg"
    settings = PARTS / "macos" / "dmg_settings.py"
    command = [sys.executable, "-m", "dmgbuild", "-s", str(settings), "VMAT2 Desktop", str(made)]
    if subprocess.run(command, cwd=target.parent, check=False).returncode != 0:
        plain = ["hdiutil", "create", "-ov", "-format", "UDZO", "-srcfolder", str(application), str(made)]
        subprocess.run(plain, check=True)
    return made
