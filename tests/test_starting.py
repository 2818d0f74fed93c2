"""The README's two commands: their set-up, what they say when something is missing, and the locks."""

import os
import re
import runpy
import subprocess
import sys
import tomllib
from pathlib import Path

import commands
import environments
import pytest
from environments import SetUpError

from vmat2_desktop import system_check

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOCKS = sorted((ROOT / "packaging" / "locks").glob("*.lock"))
NO_SUCH_LIBRARY = "libvmat2-no-such-library.so.7"


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a checkout in which set-ups are counted in `made` instead of done."""
    locks = tmp_path / "packaging" / "locks"
    locks.mkdir(parents=True)
    (locks / "app.lock").write_text("numpy==1\n")
    monkeypatch.setattr(environments, "ROOT", tmp_path)
    monkeypatch.setattr(environments, "LOCKS", locks)

    def make(environment: Path, lock: Path) -> None:
        python = environments.python_of(environment)
        python.parent.mkdir(parents=True, exist_ok=True)
        python.touch()
        (environment / environments.STAMP).write_text(environments.fingerprint(lock))
        with (tmp_path / "made").open("a") as made:
            made.write("x")

    monkeypatch.setattr(environments, "make", make)
    return tmp_path


def times_made(checkout: Path) -> int:
    return len((checkout / "made").read_text())


def test_a_second_start_sets_nothing_up(checkout: Path) -> None:
    first = environments.python_with("app")
    assert environments.python_with("app") == first
    assert first.is_relative_to(checkout / ".venv-app")
    assert times_made(checkout) == 1


def test_another_lock_sets_up_anew(checkout: Path) -> None:
    environments.python_with("app")
    (checkout / "packaging" / "locks" / "app.lock").write_text("numpy==2\n")
    environments.python_with("app")
    assert times_made(checkout) == 2


def test_an_interrupted_set_up_is_repaired(checkout: Path) -> None:
    python = environments.python_with("app")
    (python.parents[1] / environments.STAMP).unlink()  # the stamp is written last
    environments.python_with("app")
    assert times_made(checkout) == 2


def test_an_environment_whose_python_is_gone_is_made_anew(checkout: Path) -> None:
    environments.python_with("app").unlink()
    environments.python_with("app")
    assert times_made(checkout) == 2


def test_of_two_runs_at_once_the_second_waits_and_finds_it_done(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; import environments\n"
        "with environments.only_one_at_a_time(Path(sys.argv[1])):\n"
        "    print('inside', flush=True)\n"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "lock")]
    with environments.only_one_at_a_time(tmp_path / "lock"):
        second = subprocess.Popen(
            command, cwd=ROOT / "packaging", stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        assert second.stderr is not None
        assert "waiting" in second.stderr.readline()
        assert second.poll() is None
    assert second.communicate() == ("inside\n", "")
    assert second.returncode == 0


def test_a_lock_is_free_again_after_its_holder_was_killed(tmp_path: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; import environments\n"
        "with environments.only_one_at_a_time(Path(sys.argv[1])):\n"
        "    print('held', flush=True); time.sleep(60)\n"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "lock")]
    with subprocess.Popen(command, cwd=ROOT / "packaging", stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        holder.kill()
    with environments.only_one_at_a_time(tmp_path / "lock"):
        pass


def test_a_python_without_venv_is_told_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(SetUpError, match="apt-get install python3-venv"):
        environments.explain_missing_venv()


def test_a_checkout_that_cannot_be_written_gets_a_sentence(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(environment: Path, lock: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(environments, "make", refuse)
    with pytest.raises(SetUpError, match=r"cannot be made \(Permission denied\).*where you may write"):
        environments.python_with("app")


@pytest.mark.parametrize("version", [(2, 7), (3, 6), (3, 10), (3, 14)])
def test_another_python_gets_one_sentence_and_status_2(
    version: tuple[int, int], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "version_info", (*version, 0))
    with pytest.raises(SystemExit) as end:
        runpy.run_path(str(ROOT / "packaging" / "dev.py"), run_name="__main__")
    assert end.value.code == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert f"needs Python 3.11 to 3.13 and this is Python {version[0]}.{version[1]}" in said


def test_the_pythons_are_those_of_the_project() -> None:
    names = runpy.run_path(str(ROOT / "packaging" / "dev.py"), run_name="not main")
    (oldest_major, oldest), (newest_major, newest) = names["OLDEST"], names["NEWEST"]
    assert PROJECT["requires-python"] == f">={oldest_major}.{oldest},<{newest_major}.{newest + 1}"


def test_the_first_file_can_be_read_by_an_old_python() -> None:
    source = (ROOT / "packaging" / "dev.py").read_text(encoding="utf-8")
    assert not re.search(r"\bf[\"']|:=|^\s*match |->|^async |import annotations", source, flags=re.MULTILINE)


def test_an_unknown_command_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.main(["strat"], usage="") == 2
    assert "start, test and check" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux takes libraries from the system")
class TestWhatIsMissing:
    def test_a_missing_library_is_named_with_its_package(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(system_check.FOR_DRAWING, NO_SUCH_LIBRARY, "libvmat2-7")
        said = system_check.explain_missing(display=False)
        assert said is not None
        assert NO_SUCH_LIBRARY in said
        assert said.endswith("sudo apt-get install libvmat2-7")

    def test_a_library_of_the_window_only_stops_the_window_only(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(system_check.FOR_X11, NO_SUCH_LIBRARY, "libvmat2-7")
        monkeypatch.setenv("DISPLAY", ":99")
        monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
        monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
        assert system_check.explain_missing(display=False) is None
        assert "libvmat2-7" in (system_check.explain_missing(display=True) or "")

    @pytest.mark.parametrize("display", [None, ":4711"])
    def test_without_a_display_one_sentence_names_the_way_to_a_picture(
        self, display: str | None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
            monkeypatch.delenv(name, raising=False)
        if display is not None:  # left over from a session that has ended
            monkeypatch.setenv("DISPLAY", display)
        said = system_check.explain_missing(display=True)
        assert said is not None
        assert "\n" not in said
        assert "python3 packaging/dev.py start screenshot SCENARIO.json --out picture.png" in said

    @pytest.mark.parametrize(
        "arguments", [["--help"], ["--version"], ["simulate", "a.json"], ["observe", "a.json"], ["schema"]]
    )
    def test_what_draws_nothing_needs_nothing(
        self, arguments: list[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(system_check.FOR_DRAWING, NO_SUCH_LIBRARY, "libvmat2-7")
        assert system_check.explain_missing_for(arguments) is None

    @pytest.mark.parametrize("arguments", [["screenshot", "a.json", "--out", "b.png"], ["--self-test"]])
    def test_a_picture_needs_no_display(self, arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("DISPLAY", raising=False)
        assert system_check.explain_missing_for(arguments) is None

    def test_starting_without_a_display_ends_before_any_set_up(self) -> None:
        bare = {"PATH": os.environ["PATH"]}
        done = subprocess.run(
            [sys.executable, ROOT / "packaging" / "dev.py", "start"],
            env=bare,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 2
        assert done.stderr.startswith("There is no display here")
        assert done.stderr.count("\n") == 1


# The locks


def test_there_are_three_locks() -> None:
    assert [lock.stem for lock in LOCKS] == ["app", "build", "test"]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_a_lock_holds_hashes_and_no_address(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    assert "://" not in text
    assert "--index-url" not in text
    for entry in re.split(r"\n(?=\S)", text.strip()):
        assert re.match(r"[\w.-]+==[^\s;]+( ; [^\\]+)? \\\n +--hash=sha256:[0-9a-f]{64}", entry), entry[:80]


@pytest.mark.parametrize("name", ["test", "build"])
def test_every_lock_agrees_with_the_lock_of_the_application(name: str) -> None:
    app = environments.pinned("app")
    other = environments.pinned(name)
    assert {package: other.get(package) for package in app} == app


def test_the_locks_agree_with_the_project() -> None:
    app = environments.pinned("app")
    for requirement in PROJECT["dependencies"]:
        match = re.fullmatch(r"([\w-]+)(==([\d.]+)|>=([\d.]+),<(\d+))", requirement)
        assert match is not None, requirement
        name, _, exact, least, below = match.groups()
        version = app[name.lower()]
        if exact is not None:
            assert version == exact
        else:
            assert tuple(map(int, least.split("."))) <= tuple(map(int, version.split("."))) < (int(below),)


def test_the_environment_that_runs_this_has_the_locked_qt() -> None:
    import PySide6

    assert PySide6.__version__ == environments.pinned("app")["pyside6-essentials"]
