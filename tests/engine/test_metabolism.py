"""CYP2D6: diplotype to phenotype, inhibitors that come and go."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vmat2_desktop.engine.metabolism import (
    Inhibition,
    Phenotype,
    activity_score,
    activity_steps,
    phenotype,
)
from vmat2_desktop.knowledge import load

MODEL = load().model


@pytest.mark.parametrize(
    ("diplotype", "score", "expected"),
    [
        ("*4/*4", 0.0, Phenotype.POOR),
        ("*4/*5", 0.0, Phenotype.POOR),
        ("*4/*10", 0.25, Phenotype.INTERMEDIATE),
        ("*1/*4", 1.0, Phenotype.INTERMEDIATE),
        ("*1/*10", 1.25, Phenotype.NORMAL),
        ("*1/*1", 2.0, Phenotype.NORMAL),
        ("*1x2/*1", 3.0, Phenotype.ULTRARAPID),
    ],
)
def test_diplotypes_score_as_the_consensus_says(diplotype: str, score: float, expected: Phenotype) -> None:
    found = activity_score(diplotype, MODEL.cyp2d6_activity)
    assert found == score
    assert phenotype(found, MODEL.metabolism) is expected


@pytest.mark.parametrize("text", ["*1", "*1/*99", "", "*1/*1/*1", "1/1"])
def test_an_unknown_diplotype_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a pair of known CYP2D6 alleles"):
        activity_score(text, MODEL.cyp2d6_activity)


def test_an_inhibitor_sets_in_and_fades_with_its_half_lives() -> None:
    drug = MODEL.drugs["paroxetine"]
    factor = Inhibition(drug, ((0.0, 240.0),)).factor(np.array([-1.0, 0.0, 24.0, 240.0, 290.0]))
    assert factor[:3] == pytest.approx([1.0, 1.0, 0.5])
    assert 1 - factor[4] == pytest.approx((1 - factor[3]) / 2, rel=1e-9)


@given(st.floats(0, 2), st.floats(0, 500), st.floats(1, 500))
def test_activity_stays_between_none_and_the_persons_own(base: float, start: float, length: float) -> None:
    inhibition = Inhibition(MODEL.drugs["paroxetine"], ((start, start + length),))
    steps = activity_steps(base, [inhibition], 0.0, 1200.0)
    assert steps[0][0] == 0.0
    assert all(0.0 <= value <= base + 1e-12 for _, value in steps)
    assert [time for time, _ in steps] == sorted(time for time, _ in steps)
