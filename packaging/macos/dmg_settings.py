"""How the disk image of the macOS application looks; dmgbuild reads these names."""

application = "dist/VMAT2 Desktop.app"
files = [application]
symlinks = {"Applications": "/Applications"}
icon_locations = {"VMAT2 Desktop.app": (140, 120), "Applications": (400, 120)}
format = "UDZO"
