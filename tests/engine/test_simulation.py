"""Frames: pure functions of the moment, true to their laws, and countable."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import fields, replace
from types import MappingProxyType
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import solve_ivp

from vmat2_desktop.engine import synapse as fast
from vmat2_desktop.engine.course import Course
from vmat2_desktop.engine.frame import Frame, Pace, SiteState
from vmat2_desktop.engine.scenario import Burst, Firing, Scenario
from vmat2_desktop.engine.simulation import CLEARED, CROSSING, Simulation
from vmat2_desktop.knowledge import load

MODEL = load().model
P = MODEL.synapse
HOURS = 24.0
SECOND = 1 / 3600
TONIC = Firing()
HEALTH: Mapping[str, float] = MappingProxyType(
    {
        "vmat2.occupancy": 0.0,
        "vmat2.occupancy.irreversible": 0.0,
        "vesicular.content": 1.0,
        "cytosolic.dopamine": 1.0,
        "terminal.tyrosine": 1.0,
        "terminal.l_dopa": 1.0,
        "terminal.synthesis": 1.0,
        "terminal.mao": 1.0,
        "terminal.dat": 1.0,
        "enzyme.mao": 1.0,
        "extracellular.dopamine": 1.0,
        "brain.inhibitor": 0.0,
        "d2.antagonism": 0.0,
        "d2.occupancy.antipsychotic": 0.0,
        "d2.density": 1.0,
        "d2.response": 1.0,
        "score.aims": 0.0,
        "index.parkinsonism": 0.0,
    }
)
HALF = MappingProxyType({"vmat2.occupancy": 0.5, "vesicular.content": 0.5, "extracellular.dopamine": 0.5})


def course(
    values: Mapping[str, float] = HEALTH, *, firing: Firing = TONIC, seed: int = 7, **synapse: float
) -> Course:
    """A course in which nothing changes."""
    time = np.array([0.0, HOURS])
    series = {name: np.full(2, value) for name, value in {**HEALTH, **values}.items()}
    scenario = Scenario(firing=firing, seed=seed, horizon_h=HOURS)
    model = replace(MODEL, synapse=replace(P, **synapse))
    return Course(scenario, model, time, MappingProxyType(series), MappingProxyType({}))


def same(a: Frame, b: Frame) -> bool:
    """Bit for bit."""

    def parts(frame: Frame) -> list[Any]:
        values = [getattr(frame, item.name) for item in fields(frame)]
        return [v.tobytes() if isinstance(v, np.ndarray) else v for v in values]

    return parts(a) == parts(b)


STEADY = course()
RELEASING = course(release_probability=1.0)
FORCED = (Burst(0.1, 1), Burst(0.1 + 5 * SECOND, 5), Burst(3.0, 1))

times = st.floats(0.0, HOURS)
speeds = st.sampled_from([0.001, 0.01, 1.0, 60.0, 3600.0, 604_800.0])


# One moment, one frame


@given(times, speeds, st.lists(st.tuples(times, speeds), max_size=4))
def test_a_frame_does_not_depend_on_what_was_asked_before(
    time: float, speed: float, before: list[tuple[float, float]]
) -> None:
    visited = Simulation(RELEASING, FORCED)
    for other, pace in before:
        visited.frame(other, pace)
    assert same(visited.frame(time, speed), Simulation(RELEASING, FORCED).frame(time, speed))


@settings(max_examples=15)
@given(st.lists(st.floats(1e-4, 0.25), min_size=1, max_size=60), st.sampled_from([0.01, 1.0, 3600.0]))
def test_playing_at_any_frame_rate_and_scrubbing_give_identical_frames(
    gaps: list[float], speed: float
) -> None:
    played, fine = Simulation(RELEASING, FORCED), Simulation(RELEASING, FORCED)
    time = 0.1
    for gap in gaps:
        between = time + gap * speed * SECOND / 3
        time += gap * speed * SECOND
        fine.frame(min(between, time), speed)
        frame = played.frame(time, speed)
        assert same(frame, fine.frame(time, speed))
    assert same(frame, Simulation(RELEASING, FORCED).frame(time, speed))


def test_speed_changes_the_pace_and_not_the_state() -> None:
    simulation = Simulation(RELEASING)
    slow, live = simulation.frame(2.0, 0.001), simulation.frame(2.0, 1.0)
    assert (slow.pace, live.pace) == (Pace.LIVE, Pace.LIVE)
    assert (slow.slow_motion, live.slow_motion) == (0.001, 1.0)
    assert same(replace(slow, slow_motion=1.0), live)


def test_another_seed_is_another_bouton() -> None:
    one, other = (Simulation(course(seed=seed)).frame(1.0, 1.0) for seed in (7, 8))
    assert not np.array_equal(one.vesicle_content, other.vesicle_content)


def test_a_spike_asked_for_leaves_the_past_and_other_spikes_alone() -> None:
    without, with_spike = Simulation(STEADY), Simulation(STEADY, (Burst(1.0 + 100 * SECOND, 1),))
    for second in (0.0, 40.0, 99.9):
        assert same(without.frame(1.0 + second * SECOND, 1.0), with_spike.frame(1.0 + second * SECOND, 1.0))


@pytest.mark.parametrize(("time", "speed"), [(-1.0, 1.0), (1.0, 0.0), (math.nan, 1.0), (1.0, math.inf)])
def test_moments_that_are_none_are_refused(time: float, speed: float) -> None:
    with pytest.raises(ValueError, match="No frame"):
        Simulation(STEADY).frame(time, speed)


def test_release_beyond_re_uptake_is_refused() -> None:
    with pytest.raises(ValueError, match="re-uptake"):
        Simulation(course(dat_vmax=100.0, other_clearance=0.0))


# What stands in a frame


@given(times, speeds, st.floats(0, 1), st.floats(0, 30), st.floats(0, 20))
def test_shares_are_shares(time: float, speed: float, content: float, term: float, hz: float) -> None:
    values = {"vesicular.content": content, "extracellular.dopamine": content, "d2.antagonism": term}
    model_course = course(values, firing=Firing(hz), release_probability=1.0)
    frame = Simulation(model_course, FORCED).frame(time, speed)
    assert frame.d2_lit + frame.d2_held <= 1 + 1e-12
    assert frame.d2_lit_kinetic + frame.d2_held_kinetic <= 1 + 1e-12
    assert frame.autoreceptor_lit + frame.autoreceptor_held <= 1 + 1e-12
    for share in (frame.d2_lit, frame.d1_lit, frame.d2_lit_kinetic, frame.d1_lit_kinetic, frame.dat_flux):
        assert 0.0 <= share <= 1.0
    assert frame.vesicle_content.shape == (100,)
    assert np.all((frame.vesicle_content >= 0) & (frame.vesicle_content <= content))
    assert frame.perisynaptic_nM >= frame.extracellular_nM >= 0.0
    assert len(frame.sites) == 3
    for site in frame.sites:
        assert site.seconds >= 0.0
        assert (site.vesicle == -1) == (site.state is SiteState.EMPTY)
        assert 0.0 <= site.content <= max(content, 1e-300)
    standing = [site.vesicle for site in frame.sites if site.state in (SiteState.DOCKED, SiteState.DOCKING)]
    assert len(set(standing)) == len(standing)
    assert len({packet.key for packet in frame.packets}) == len(frame.packets)
    for packet in frame.packets:
        assert 0.0 <= packet.age_s < packet.lifetime_s


@pytest.mark.parametrize(("values", "peak", "lit"), [(HEALTH, 100.0, 100 / 130), (HALF, 50.0, 0.625)])
def test_the_picture_makes_the_founding_figures(values: Mapping[str, float], peak: float, lit: float) -> None:
    frame = Simulation(course(values)).frame(1.0, 1.0)
    assert frame.perisynaptic_peak_nM == pytest.approx(peak, rel=1e-12)
    assert fast.bound_at_equilibrium(frame.perisynaptic_peak_nM, P.d2_kd) == pytest.approx(lit, rel=1e-12)
    # A vesicle that was never emptied makes this peak.
    idle = course(values, firing=Firing(0.0))
    released = Simulation(idle, (Burst(1.0, 1),)).frame(1.0, 1.0)
    assert released.perisynaptic_nM == pytest.approx(peak, rel=1e-12)
    assert released.d2_lit == pytest.approx(lit, rel=1e-12)


def test_an_antipsychotic_takes_its_share_at_rest() -> None:
    drive = 0.3 / 0.7
    term = (1 + drive) * 0.8 / 0.2  # PET sees 80 %
    frame = Simulation(course({"d2.antagonism": term}, firing=Firing(0.0))).frame(1.0, 1.0)
    assert frame.d2_held == pytest.approx(0.8, abs=1e-3)
    assert frame.d2_lit == pytest.approx(0.3 * 0.2, abs=1e-3)
    assert frame.autoreceptor_held == pytest.approx(
        0.8 * MODEL.terminal.autoreceptor_share_of_blockade, abs=1e-3
    )


# One release, counted


def test_a_spike_asked_for_is_in_the_very_frame_and_runs_its_course() -> None:
    simulation = Simulation(course(firing=Firing(0.0)), (Burst(1.0, 1),))
    before, now = simulation.frame(1.0 - 0.01 * SECOND, 1.0), simulation.frame(1.0, 1.0)
    assert before.packets == ()
    assert math.isinf(before.seconds_since_spike)
    assert now.seconds_since_spike == 0.0
    assert now.spike_forced
    assert now.spike_released
    place = next(i for i, site in enumerate(now.sites) if site.state is SiteState.FUSING)
    vesicle = now.sites[place].vesicle
    assert now.sites[place].content == before.vesicle_content[vesicle] == 1.0
    assert now.vesicle_content[vesicle] == 0.0
    assert len(now.packets) == 12
    states = [
        simulation.frame(1.0 + t * SECOND, 1.0).sites[place]
        for t in (
            P.fusion_time / 2,
            P.fusion_time * 2,
            P.redocking_time - P.docking_time / 2,
            P.redocking_time * 1.01,
        )
    ]
    assert [s.state for s in states] == [
        SiteState.FUSING,
        SiteState.EMPTY,
        SiteState.DOCKING,
        SiteState.DOCKED,
    ]
    assert states[-1].vesicle not in (-1, vesicle)
    later = simulation.frame(1.0 + 90 * SECOND, 1.0)
    assert later.vesicle_content[vesicle] == pytest.approx(-math.expm1(-90 * P.filling_rate), rel=1e-6)


@pytest.mark.parametrize("content", [1.0, 0.3, 0.5])
def test_every_dot_of_a_release_is_accounted_for_19(content: float) -> None:
    values = {"vesicular.content": content, "extracellular.dopamine": content}
    simulation = Simulation(course(values, firing=Firing(0.0)), (Burst(1.0, 1),))
    released = simulation.frame(1.0, 0.001).packets
    count = round(12 * content)
    assert len(released) == count
    rise = (P.perisynaptic_peak - fast.tonic_dopamine(P)) * content
    for ms in range(0, 500, 7):
        frame = simulation.frame(1.0 + ms * 1e-3 * SECOND, 0.001)
        age = ms * 1e-3
        alive = {packet.key for packet in frame.packets}
        cleared = [packet for packet in released if packet.lifetime_s <= age + 1e-9]
        assert len(alive) + len(cleared) == count
        assert alive.isdisjoint(packet.key for packet in cleared)
        # A dot stands for its share of what is left.
        left = (frame.perisynaptic_nM - frame.extracellular_nM) / rise
        assert len(alive) == pytest.approx(count * left, abs=0.5 + 1e-6)


def test_dots_leave_through_dat_and_aside_in_the_proportion_of_the_clearances() -> None:
    clearance = fast.Clearance.of(P)
    excess = clearance.around(fast.tonic_dopamine(P))
    expected = np.mean([excess.share_by_dat(87 * share) for share in np.linspace(0, 1, 200)])
    dots = [
        packet.by_dat
        for minute in range(60)
        for packet in Simulation(course(firing=Firing(0.0)), (Burst(minute / 60, 1),))
        .frame(minute / 60, 1.0)
        .packets
    ]
    assert np.mean(dots) == pytest.approx(expected, abs=0.01)


def test_a_burst_of_releases_adds_up_and_its_dots_outlive_a_single_one() -> None:
    idle = course(firing=Firing(0.0))
    asked = Burst(1.0, 3, 50.0)
    single, burst = Simulation(idle, (Burst(1.0, 1),)), Simulation(idle, (asked,))
    end = 1.0 + 0.041 * SECOND
    assert burst.frame(end, 0.01).perisynaptic_nM > 2 * single.frame(end, 0.01).perisynaptic_nM
    packets = burst.frame(end, 0.01).packets
    assert len({packet.site for packet in packets}) == 3
    rise = P.perisynaptic_peak - fast.tonic_dopamine(P)
    excess = burst.frame(end, 0.01).perisynaptic_nM - burst.frame(end, 0.01).extracellular_nM
    assert len(packets) / 12 == pytest.approx(excess / rise, abs=0.13)
    first_alone = {p.key: p.lifetime_s for p in single.frame(end, 0.01).packets}
    first_of_three = {p.key: p.lifetime_s for p in packets if p.key in first_alone}
    assert first_of_three
    assert all(lifetime > first_alone[key] for key, lifetime in first_of_three.items())


def test_a_spike_that_finds_no_docked_vesicle_releases_nothing() -> None:
    frame = Simulation(course(firing=Firing(0.0)), (Burst(1.0, 5, 20.0),)).frame(1.0 + 0.21 * SECOND, 0.1)
    assert frame.spike_forced
    assert not frame.spike_released
    assert {site.state for site in frame.sites} <= {SiteState.EMPTY, SiteState.FUSING}


def test_dopamine_and_binding_agree_with_an_integrator() -> None:
    simulation = Simulation(course({"d2.antagonism": 1.0}, firing=Firing(0.0)), (Burst(1.0, 3, 10.0),))
    clearance, tonic = fast.Clearance.of(P), fast.tonic_dopamine(P)
    source = clearance.rate(tonic)
    rise = P.perisynaptic_peak - tonic
    d2_on, d2_off = P.d2_on / 60 / 2, P.d2_off / 60
    start = simulation.frame(1.0 - 1e-3 * SECOND, 0.001)

    hidden_free = (1 - start.autoreceptor_held - start.autoreceptor_lit) / (1 - start.autoreceptor_lit)
    auto_on = P.autoreceptor_on * hidden_free

    def slope(_: float, y: np.ndarray) -> list[float]:
        c, d2, auto = y
        return [
            source - clearance.rate(c),
            d2_on * c * (1 - d2) - d2_off * d2,
            auto_on * c * (1 - auto) - P.autoreceptor_off * auto,
        ]

    state = np.array([tonic, start.d2_lit_kinetic, start.autoreceptor_lit])
    for span in (0.1, 0.1, 0.5):
        state[0] += rise
        state = solve_ivp(slope, (0, span), state, "LSODA", rtol=1e-10, atol=1e-12).y[:, -1]
    frame = simulation.frame(1.0 + 0.7 * SECOND, 0.001)
    assert frame.perisynaptic_nM == pytest.approx(state[0], rel=1e-6)
    assert frame.d2_lit_kinetic == pytest.approx(state[1], abs=2e-6)
    assert frame.autoreceptor_lit == pytest.approx(state[2], abs=1e-4)


# Laws over many epochs


def test_tonic_spikes_release_with_their_probability() -> None:
    simulation, epochs = Simulation(STEADY), 4
    seen: dict[float, bool] = {}
    for epoch in range(epochs):
        for second in np.arange(0.05, P.epoch, 0.1):
            frame = simulation.frame((epoch * P.epoch + second) * SECOND, 1.0)
            if not math.isinf(frame.seconds_since_spike):
                seen[round(epoch * P.epoch + second - frame.seconds_since_spike, 6)] = frame.spike_released
    # Spikes less than a tenth of a second apart hide one another.
    rate = (1 - math.exp(-4 * 0.1)) / 0.1
    assert len(seen) == pytest.approx(rate * P.epoch * epochs, rel=0.03)
    expected = P.release_probability * len(seen)
    assert sum(seen.values()) == pytest.approx(expected, abs=3 * math.sqrt(expected))


@pytest.mark.parametrize("values", [HEALTH, HALF])
def test_an_epoch_begins_in_the_law_that_it_keeps(values: Mapping[str, float]) -> None:
    """The mean content at the start and at the end of many epochs is the stationary one."""
    simulation = Simulation(course(values, epoch=60.0))
    start, end = [], []
    for epoch in range(100):
        start.append(simulation.frame(epoch * 60 * SECOND, 1.0).vesicle_content.mean())
        end.append(simulation.frame((epoch * 60 + 59.99) * SECOND, 1.0).vesicle_content.mean())
    limit, rate = values["vesicular.content"], P.filling_rate
    tonic = fast.tonic_dopamine(P)
    healthy, present = (t / (t + P.autoreceptor_off / P.autoreceptor_on) for t in (tonic, tonic * limit))
    probability = P.release_probability * fast.release_factor(present, healthy, P.autoreceptor_release_gain)
    law = fast.AgeLaw.of(100, 3, P.redocking_time, 4.0 * probability)
    expected = limit - 4.0 * probability * law.mean_released(limit, rate) / (rate * 100)
    for means in (start, end):
        assert np.mean(means) == pytest.approx(expected, abs=3 * np.std(means) / 10 + 5e-4)
    assert np.mean(end) == pytest.approx(np.mean(start), abs=0.01)


def test_depletion_leaves_every_ratio_between_vesicles_as_it_was() -> None:
    """Identity 1 for the whole bouton: half the occupancy, half of every vesicle."""
    health = course(HEALTH, autoreceptor_release_gain=0.0)
    half = course(HALF, autoreceptor_release_gain=0.0)
    for speed in (1.0, 3600.0):
        full, depleted = (Simulation(c).frame(1.23, speed).vesicle_content for c in (health, half))
        np.testing.assert_allclose(depleted, full / 2, rtol=1e-12)


def test_bursts_of_the_scenario_release_by_chance() -> None:
    bursts = tuple(Burst(i * 10 * SECOND, 1) for i in range(1, 25))
    frames = [
        Simulation(course(firing=Firing(0.0, bursts), release_probability=p)).frame(b.at_h, 1.0)
        for p in (0.0, 1.0)
        for b in bursts
    ]
    assert not any(frame.spike_forced for frame in frames)
    assert [frame.spike_released for frame in frames] == [False] * 24 + [True] * 24


# Clips


def test_a_clip_shows_one_release_in_slow_motion_and_begins_again() -> None:
    speed = 3600.0
    simulation = Simulation(STEADY)
    shown = [simulation.frame(2.0 + i / 60, speed) for i in range(int(60 * P.clip_shown) + 1)]
    assert {frame.pace for frame in shown} == {Pace.CLIP}
    assert shown[0].slow_motion == P.clip_duration / P.clip_shown
    pictures = np.array([frame.picture_s for frame in shown])
    assert np.sum(np.diff(pictures) < 0) == 1
    assert 0.0 <= pictures.min() < pictures.max() < P.clip_duration
    for frame in shown:
        assert bool(frame.packets) <= (frame.picture_s >= P.clip_lead)
        if frame.picture_s >= P.clip_lead:
            assert frame.spike_forced
            assert frame.spike_released
    assert max(len(frame.packets) for frame in shown) >= 6


def test_clips_differ_in_the_site_that_fuses() -> None:
    simulation, sites = Simulation(STEADY), set()
    for clip in range(30):
        frame = simulation.frame(clip * P.clip_shown + 0.5, 3600.0)
        sites |= {i for i, site in enumerate(frame.sites) if site.state is SiteState.FUSING}
    assert sites == {0, 1, 2}


def test_a_spike_asked_for_starts_the_clip_anew_at_its_release() -> None:
    at = 2.345
    simulation = Simulation(STEADY, (Burst(at, 1),))
    now = simulation.frame(at, 3600.0)
    assert now.pace is Pace.CLIP
    assert now.seconds_since_spike == pytest.approx(0.0, abs=1e-12)
    assert now.picture_s == P.clip_lead
    assert len(now.packets) > 0
    soon = simulation.frame(at + 1.0, 3600.0)
    assert soon.picture_s == pytest.approx(P.clip_lead + P.clip_duration / P.clip_shown)
    length = (P.clip_duration - P.clip_lead) / soon.slow_motion
    assert simulation.frame(at + length + 0.01, 3600.0).picture_s == pytest.approx(0.01 * soon.slow_motion)


def test_a_burst_asked_for_is_shown_whole() -> None:
    at, burst = 2.0, Burst(2.0, 5, 20.0)
    simulation = Simulation(STEADY, (burst,))
    slow = P.clip_duration / P.clip_shown
    end = at + (0.2 + 0.05) / slow
    frame = simulation.frame(end, 3600.0)
    assert frame.picture_s == pytest.approx(P.clip_lead + 0.25)
    assert frame.seconds_since_spike == pytest.approx(0.05)


def test_a_clip_follows_the_slow_story() -> None:
    slope = course()
    content = np.array([1.0, 0.2])
    series = {**slope.series, "vesicular.content": content, "extracellular.dopamine": content}
    simulation = Simulation(replace(slope, series=MappingProxyType(series)))
    peaks = [simulation.frame(t, 86_400.0).perisynaptic_peak_nM for t in (0.0, 12.0, 24.0)]
    assert peaks == pytest.approx([100.0, 60.0, 20.0], rel=1e-12)


# A moment that many pass


def test_dopamine_falls_with_occupancy_and_receptors_with_it() -> None:
    frames = [
        Simulation(course({"vesicular.content": q, "extracellular.dopamine": q})).frame(1.0 + 0.5, 3600.0)
        for q in (1.0, 0.7, 0.5, 0.3, 0.0)
    ]
    for name in (
        "perisynaptic_nM",
        "perisynaptic_peak_nM",
        "extracellular_nM",
        "d2_lit",
        "d1_lit",
        "dat_flux",
    ):
        values = [getattr(frame, name) for frame in frames]
        assert values == sorted(values, reverse=True)
        assert values[-1] == 0.0


# Inhibitors of DAT and MAO


def test_a_dat_inhibitor_lets_dopamine_stay() -> None:
    """Half the capacity: the low-dopamine half-life doubles, and re-uptake has half its ceiling."""

    def left(capacity: float, seconds: float) -> Frame:
        idle = course({"terminal.dat": capacity}, firing=Firing(0.0), other_clearance=0.0)
        return Simulation(idle, (Burst(1.0, 1),)).frame(1.0 + seconds * SECOND, 0.001)

    start = left(1.0, 0.0)
    rise = start.perisynaptic_nM - start.extracellular_nM
    for seconds in (0.02, 0.1, 0.4):
        healthy, inhibited = left(1.0, seconds), left(0.5, 2 * seconds)
        # The same law at half the speed.
        assert inhibited.perisynaptic_nM == pytest.approx(healthy.perisynaptic_nM, rel=1e-9)
        assert healthy.perisynaptic_nM - healthy.extracellular_nM < rise
    assert left(0.5, 0.1).dat_flux == pytest.approx(
        0.5 * fast.Clearance.of(P).dat_share(left(0.5, 0.1).perisynaptic_nM), rel=1e-12
    )
    assert (left(0.5, 0.1).dat_capacity, left(1.0, 0.1).dat_capacity) == (0.5, 1.0)
    # A thousand times the usual dose leaves next to nothing of it.
    blocked = left(1e-9, 0.4)
    assert blocked.perisynaptic_nM == pytest.approx(start.perisynaptic_nM, rel=1e-6)
    assert blocked.dat_flux < 1e-9


def test_mao_of_the_frame_is_what_is_left_of_it() -> None:
    frame = Simulation(course({"enzyme.mao": 0.1, "terminal.mao": 0.4})).frame(1.0, 1.0)
    assert (frame.mao_capacity, frame.mao_flux) == (0.1, 0.4)


def test_stills_tell_one_typical_spike_in_order() -> None:
    simulation = Simulation(course())
    rest, fusion, crossing, cleared = simulation.stills(24.0)
    assert rest.seconds_since_spike == math.inf
    assert 0.0 < fusion.seconds_since_spike < crossing.seconds_since_spike < cleared.seconds_since_spike
    assert rest.perisynaptic_nM == pytest.approx(rest.extracellular_nM, rel=1e-9)
    rises = [frame.perisynaptic_nM - frame.extracellular_nM for frame in (fusion, crossing, cleared)]
    assert rises[0] > rises[1] > rises[2] > 0.0
    assert rises[1] / rises[2] == pytest.approx(CROSSING / CLEARED, rel=0.02)
    assert simulation.stills(24.0)[2].packets == crossing.packets
