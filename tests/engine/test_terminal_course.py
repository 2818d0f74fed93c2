"""The terminal over time: right to the integrated equations, blind to the future, whole at the extremes."""

from __future__ import annotations

import math
from dataclasses import fields, replace
from itertools import pairwise

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.integrate import solve_ivp

from vmat2_desktop.engine import terminal, terminal_course
from vmat2_desktop.engine.model import Terminal
from vmat2_desktop.engine.terminal import TerminalState
from vmat2_desktop.engine.terminal_start import Setting
from vmat2_desktop.knowledge import load

Array = NDArray[np.float64]

P: Terminal = load().model.terminal
HOURS = 48.0


def occupied(times: Array) -> Array:
    return np.asarray(0.55 - 0.3 * np.cos(times / 4.0) * np.exp(-times / 60.0))


def held(times: Array) -> Array:
    return np.asarray(0.4 + 0.2 * np.sin(times / 10.0))


def cut(times: Array) -> Array:
    return np.asarray(1.0 - 0.7 * np.sin(times / 30.0) ** 2)


def integrated(times: Array, setting: Setting, *, mao: bool) -> dict[str, Array]:
    """Return states of the nine equations, relative to health."""

    def at(time: float) -> dict[str, float]:
        now = np.array(time)
        return {
            "occupancy": float(occupied(now)),
            "blockade": float(held(now)),
            "mao": float(cut(now)) if mao else 1.0,
        }

    chosen = {
        "compensation": setting.compensation,
        "expression": setting.expression,
        "firing": setting.firing,
    }
    first = at(0.0)
    start = terminal.steady_state(first["occupancy"], first["blockade"], setting.p, **chosen)
    begin = terminal.full_state(start, setting.p)
    found = solve_ivp(
        lambda time, state: terminal.derivatives(state, setting.p, **at(time), **chosen),
        (0.0, HOURS),
        np.array([begin[name] for name in terminal.STATES]),
        method="LSODA",
        t_eval=times,
        rtol=1e-9,
        atol=1e-11,
    )
    healthy = terminal.steady_state(0.0, 0.0, setting.p, compensation=setting.compensation)
    return {
        name: found.y[terminal.STATES.index(name)] / float(getattr(healthy, name))
        for name in ("vesicular", "cytosolic", "extracellular", "tyrosine", "l_dopa")
    }


@pytest.mark.parametrize(
    ("setting", "mao"),
    [(Setting(P), False), (Setting(P, 0.3, 0.8, 1.6), False), (Setting(P), True)],
    ids=["health", "a carrier who fires more", "MAO that falls"],
)
def test_it_follows_the_integrated_equations(setting: Setting, mao: bool) -> None:
    times = np.linspace(0.0, HOURS, 193)
    found = terminal_course.over_time(
        times, occupied(times), held(times), setting, cut(times) if mao else None
    )
    steady = terminal.table(P, setting.compensation, setting.expression, setting.firing)
    for name, values in integrated(times, setting, mao=mao).items():
        off = np.abs(getattr(found, name) - values).max() / values.max()
        assert off <= 1e-3, name
        if not mao:  # which is what following is for
            at_once = getattr(steady.at(occupied(times), held(times)), name)
            assert np.abs(at_once - values).max() / values.max() > 10 * off, name


def test_halving_the_steps_is_of_at_least_second_order() -> None:
    grids = [np.linspace(0.0, HOURS, 96 * 2**i + 1) for i in range(4)]
    found = [terminal_course.over_time(times, occupied(times), held(times), Setting(P)) for times in grids]
    values = [state.vesicular[:: 2**i] for i, state in enumerate(found)]
    changes = [float(np.abs(one - other).max()) for one, other in pairwise(values)]
    assert math.log2(changes[0] / changes[2]) / 2 >= 1.8


def test_the_future_does_not_change_the_past() -> None:
    times = np.linspace(0.0, HOURS, 193)
    later = np.where(times < 30.0, occupied(times), 0.0)
    one, other = (
        terminal_course.over_time(times, occupancy, held(times), Setting(P))
        for occupancy in (occupied(times), later)
    )
    before = times < 29.0  # slopes at a point are those of the parabola about it
    for item in fields(TerminalState):
        past, same = getattr(one, item.name)[before], getattr(other, item.name)[before]
        assert past == pytest.approx(same, rel=1e-7), item.name
    assert np.abs(one.vesicular - other.vesicular).max() > 0.3


@pytest.mark.parametrize(
    "setting",
    [
        Setting(P, expression=0.0),
        Setting(P, firing=0.0),
        Setting(replace(P, mao=0.0)),
        Setting(replace(P, vmat_vmax=1e6)),
        Setting(replace(P, autoreceptor_exponent=40.0)),
    ],
    ids=["no pumps", "no firing", "no MAO", "endless pumps", "a switch"],
)
@pytest.mark.parametrize("end_h", [5e-324, 1e-9, 400.0])
def test_extremes_have_numbers(setting: Setting, end_h: float) -> None:
    times = np.linspace(0.0, end_h, 2 if end_h < 1e-300 else 40)
    noise = np.random.default_rng(3).random((2, len(times)))
    found = terminal_course.over_time(times, noise[0], noise[1], setting)
    for item in fields(TerminalState):
        values = getattr(found, item.name)
        assert np.isfinite(values).all(), item.name
        assert values.min() >= 0.0, item.name


def test_where_turns_do_not_settle_it_is_steady(monkeypatch: pytest.MonkeyPatch) -> None:
    times = np.linspace(0.0, HOURS, 193)
    monkeypatch.setattr(terminal_course, "_UNSETTLED", -1.0)
    found = terminal_course.over_time(times, occupied(times), held(times), Setting(P))
    healthy = terminal.steady_state(0.0, 0.0, P)
    steady = terminal.steady_state(occupied(times), held(times), P)
    assert found.vesicular == pytest.approx(steady.vesicular / healthy.vesicular, rel=1e-12)


def test_times_that_nearly_meet_make_nothing_of_round_off() -> None:
    """A dose of nothing a millisecond after another one changes nothing."""
    hours = np.arange(0.0, HOURS)
    times = np.sort(np.concatenate([hours, hours[1:40:5] + 1.2e-7]))
    occupancy = np.where(times < 45.0, 0.3, 0.6)
    found = terminal_course.over_time(times, occupancy, np.zeros_like(times), Setting(P, firing=0.5))
    steady = terminal.steady_state(0.3, 0.0, P, firing=0.5)
    healthy = terminal.steady_state(0.0, 0.0, P)
    still = found.vesicular[times < 30.0]
    expected = float(steady.vesicular / healthy.vesicular)
    assert still == pytest.approx(np.full(len(still), expected), rel=5e-7)
