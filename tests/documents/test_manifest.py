"""What `--verify` finds: a changed, a missing and an added file, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from vmat2_desktop import cli
from vmat2_desktop.documents import manifest
from vmat2_desktop.documents.errors import DocumentError


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    folder = tmp_path / "a bundle 突触"
    (folder / "inside").mkdir(parents=True)
    (folder / "program").write_bytes(b"\x7fELF")
    (folder / "inside" / "numbers.toml").write_text("value = 1\n", encoding="utf-8")
    (folder / "inside" / "empty").write_bytes(b"")
    (folder / "link").symlink_to("inside/numbers.toml")
    manifest.write_manifest(folder)
    return folder


def test_an_untouched_bundle_has_no_differences(bundle: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert manifest.differences(bundle) == []
    assert cli.verify(bundle) == 0
    assert capsys.readouterr().out == "Every file is as it was built.\n"


def test_changed_missing_and_added_files_are_found(bundle: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (bundle / "inside" / "numbers.toml").write_text("value = 2\n", encoding="utf-8")
    (bundle / "inside" / "empty").unlink()
    (bundle / "inside" / "more").write_text("", encoding="utf-8")
    assert manifest.differences(bundle) == [
        "missing  inside/empty",
        "added    inside/more",
        "changed  inside/numbers.toml",
    ]
    assert cli.verify(bundle) == 1
    assert capsys.readouterr().out.endswith("3 files are not as they were built.\n")


def test_a_link_that_points_elsewhere_is_changed(bundle: Path) -> None:
    (bundle / "link").unlink()
    (bundle / "link").symlink_to("inside/empty")
    assert manifest.differences(bundle) == ["changed  link"]


def test_a_file_that_became_a_folder_is_missing(bundle: Path) -> None:
    (bundle / "program").unlink()
    (bundle / "program").mkdir()
    assert manifest.differences(bundle) == ["missing  program"]


@pytest.mark.parametrize(
    "text", ["", "[]", '{"format": "other"}', '{"format": "vmat2-desktop-manifest"}', "\xff"]
)
def test_a_list_that_is_no_list_is_one_sentence(bundle: Path, text: str) -> None:
    (bundle / manifest.MANIFEST).write_bytes(text.encode("latin-1"))
    with pytest.raises(DocumentError, match="install the application anew"):
        manifest.differences(bundle)


def test_a_checkout_has_no_list(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="only an installed bundle"):
        manifest.differences(tmp_path)


def test_two_writings_are_equal(bundle: Path) -> None:
    first = (bundle / manifest.MANIFEST).read_bytes()
    manifest.write_manifest(bundle)
    assert (bundle / manifest.MANIFEST).read_bytes() == first
