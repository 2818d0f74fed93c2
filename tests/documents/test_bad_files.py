"""Whatever a scenario file holds, it is read or refused in one sentence: no traceback, no hang."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from bad_scenarios import ALL
from hypothesis import example, given
from hypothesis import strategies as st

from vmat2_desktop import knowledge
from vmat2_desktop.documents import json_text, scenario_file
from vmat2_desktop.documents.errors import DocumentError

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted((ROOT / "resources" / "scenarios").glob("*.json"))
KNOWN = knowledge.load()


def refusal(path: Path) -> str:
    with pytest.raises(DocumentError) as caught:
        scenario_file.read(path, KNOWN)
    return str(caught.value)


def assert_one_sentence(text: str) -> None:
    assert text.endswith(".")
    assert text.isprintable()
    assert len(text) < 600
    assert not any(word in text for word in ("Traceback", "Expected `", "object at 0x", "msgspec"))


@pytest.mark.parametrize(("content", "words"), [row[1:] for row in ALL], ids=[row[0] for row in ALL])
def test_a_bad_file_is_refused_in_one_sentence_that_says_what_and_where(
    tmp_path: Path, content: bytes, words: tuple[str, ...]
) -> None:
    path = tmp_path / "bad.json"
    path.write_bytes(content)
    sentence = refusal(path)
    assert sentence.startswith("bad.json: ")
    assert_one_sentence(sentence)
    for part in words:
        assert part in sentence


def test_there_are_enough_of_them() -> None:
    assert len(ALL) >= 100
    assert len({name for name, _, _ in ALL}) == len(ALL)


@pytest.mark.parametrize(
    "name", ["dose too large", "NaN", "nested lists", "half a character", "empty", "SLC18A2"]
)
def test_the_command_line_refuses_with_one_line_and_status_2(tmp_path: Path, name: str) -> None:
    path = tmp_path / "bad.json"
    path.write_bytes(next(content for row, content, _ in ALL if row == name))
    code = "import sys; from vmat2_desktop import cli; sys.exit(cli.run(cli.build_parser().parse_args()))"
    done = subprocess.run(
        [sys.executable, "-c", code, "observe", str(path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=20,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("vmat2-desktop: bad.json: ")
    assert_one_sentence(done.stderr.removesuffix("\n"))


# Not even a file


def test_what_is_not_there_or_no_file_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path / "none.json") == "none.json: There is no such file."
    assert refusal(tmp_path).endswith(": It is a folder, not a file.")
    assert refusal(Path("a\0b")).endswith(": The file name holds a NUL character.")
    (tmp_path / "a").write_text("{}")
    assert "cannot be read" in refusal(tmp_path / "a" / "b.json")
    assert "cannot be read" in refusal(tmp_path / ("x" * 300))


@pytest.mark.skipif(os.name != "posix", reason="POSIX files")
def test_pipes_devices_and_loops_are_refused_without_waiting(tmp_path: Path) -> None:
    pipe, loop = tmp_path / "pipe.json", tmp_path / "loop.json"
    os.mkfifo(pipe)
    loop.symlink_to(loop)
    assert refusal(pipe).endswith(": It is a device or a pipe, not a file.")
    assert refusal(Path("/dev/zero")).endswith(": It is a device or a pipe, not a file.")
    assert "cannot be read" in refusal(loop)


@pytest.mark.skipif(os.name != "posix", reason="POSIX files")
def test_a_huge_sparse_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.json"
    with path.open("wb") as file:
        file.truncate(2**31)
    assert "larger than a scenario can be" in refusal(path)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs /proc")
def test_a_file_that_claims_no_size_is_read_no_further_than_allowed() -> None:
    assert "not valid JSON" in refusal(Path("/proc/self/status"))


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read anything")
def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "secret.json"
    path.write_text("{}")
    path.chmod(0)
    assert "no permission" in refusal(path)


def test_a_file_with_an_unprintable_name_is_named_on_one_line(tmp_path: Path) -> None:
    if os.name == "posix":
        assert_one_sentence(refusal(tmp_path / "a\n\x1b[2Jb.json"))


# Mutations of good files


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    data = bytearray(draw(st.sampled_from(EXAMPLES)).read_bytes())
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(data)))
        match draw(st.sampled_from(["flip", "cut", "insert", "delete", "token", "copy"])):
            case "flip" if at < len(data):
                data[at] ^= 1 << draw(st.integers(0, 7))
            case "cut":
                del data[at:]
            case "insert":
                data[at:at] = draw(st.binary(max_size=8))
            case "delete":
                del data[at : at + draw(st.integers(1, 30))]
            case "token":
                tokens = [b"null", b"[]", b"{}", b'"', b"-", b"1e999", b"NaN", b"0", b"\\ud800", b"\0", b","]
                data[at:at] = draw(st.sampled_from(tokens))
            case "copy":
                data[at:at] = data[at : at + draw(st.integers(1, 60))]
    return bytes(data)


@given(mutated())
def test_a_mutated_file_is_read_or_refused_in_one_sentence(data: bytes) -> None:
    read_or_refused(data)


@given(st.binary(max_size=200))
@example(b"\xff")
def test_any_bytes_are_read_or_refused_in_one_sentence(data: bytes) -> None:
    read_or_refused(data)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
FIELDS = (
    "format",
    "version",
    "title",
    "person",
    "condition",
    "medicines",
    "model",
    "firing",
    "until",
    "seed",
)


@given(st.dictionaries(st.sampled_from(FIELDS), JSON, max_size=3))
def test_any_json_is_read_or_refused_in_one_sentence(tree: object) -> None:
    import json

    read_or_refused(json.dumps(tree).encode())


def read_or_refused(data: bytes) -> None:
    try:
        scenario = scenario_file.loads(data, KNOWN)
    except DocumentError as error:
        assert_one_sentence(str(error))
    else:
        assert scenario_file.loads(scenario_file.dumps(scenario), KNOWN) == scenario


def test_every_beginning_of_a_file_is_refused() -> None:
    data = EXAMPLES[0].read_bytes().rstrip()
    for length in range(len(data)):
        with pytest.raises(DocumentError):
            scenario_file.loads(data[:length], KNOWN)


def test_the_cap_is_what_is_read() -> None:
    assert json_text.MAX_BYTES == 1024 * 1024
