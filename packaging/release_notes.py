"""Print what CHANGELOG.md says of a version: `python3 packaging/release_notes.py [VERSION]`."""

import re
import sys

from environments import ROOT

sys.path.insert(0, str(ROOT))

from vmat2_desktop import __version__


def main(arguments: list[str]) -> int:
    """Print the section of a version, the present one if none is named."""
    version = arguments[0] if arguments else __version__
    notes = notes_of(version, (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"))
    if notes is None:
        print(f"CHANGELOG.md has no section for {version}; add one headed '## [{version}]'.", file=sys.stderr)
        return 2
    print(notes)
    return 0


def notes_of(version: str, changelog: str) -> str | None:
    """Return the text below a version's heading; None where it has none."""
    heads = list(re.finditer(r"^## .*$", changelog, flags=re.MULTILINE))
    for index, head in enumerate(heads):
        if re.search(rf"(?<![\d.]){re.escape(version)}(?![\d.])", head[0]):
            end = heads[index + 1].start() if index + 1 < len(heads) else len(changelog)
            return changelog[head.end() : end].strip()
    return None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
