"""Write docs/validation.md: the table as `validate` prints it, the counts, and the figures.

Run it as `python docs/calibration/page.py`, after calibrate.py and figures.py.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from vmat2_desktop.knowledge import load, observations  # noqa: E402
from vmat2_desktop.validation import report, table  # noqa: E402
from vmat2_desktop.validation.laboratory import PEOPLE  # noqa: E402
from vmat2_desktop.validation.table import Table, Verdict  # noqa: E402

PAGE = ROOT / "docs" / "validation.md"

_HEAD = """\
# Validation

What the model makes of published observations, row by row. `python -m vmat2_desktop validate` computes
this table (one to two minutes); this page is written by `docs/calibration/page.py`. Single people are
solved by the reference reading, which integrates every equation; trials are {people} drawn people with
European CYP2D6 allele frequencies.

*Use*: C may calibrate, V never does: no step of the calibration reads it ([log](calibration/log.md)).
That is not the same as blind: the calibration study from which the model started had all rows in view when
forms were chosen, and says so. *Tolerance* is that of the pharmacology dossier; where the dossier has only
words (C06's plateau, C13, C17, V08, G06) and for rows X it is ours. *Provenance*: read (the number was seen
in an abstract, a label copy or a table), secondary (in a monograph or the like), memory.

"""

_FIGURES = """\
## Figures

The model's curves over every published time course and dose response that we have numbers for
(`docs/calibration/figures.py`; the points with their sources in `resources/published.toml`). Bars are
published spreads or ranges.

![D2 occupancy by dose; quetiapine over a day](images/validation/occupancy.png)

D2 occupancy by daily dose, with the ranges that PET has seen, and over the day after quetiapine.

![Overt parkinsonism by D2 occupancy](images/validation/onset.png)
![D2 density](images/validation/density.png)

Parkinsonism begins at 78 % in the second week and later needs more; D2 density grows and returns.

![Plasma concentrations](images/validation/concentration.png)

Valbenazine and its metabolite over a day, with the mean and SD of patients' samples at any time of the day.

![KINECT 3](images/validation/kinect3.png)
![Dose response](images/validation/dose_response.png)
![Chorea](images/validation/chorea.png)

Trials by week and by dose. The plateau of deutetrabenazine from 24 to 36 mg is missed.

![Incidence](images/validation/incidence.png)
![Three years](images/validation/years.png)
![Reserpine](images/validation/reserpine.png)

Dyskinesia over years on an antipsychotic; deutetrabenazine over three years (site raters score about three
times the change of central ones: only sign and growth are compared); VMAT2 sites after reserpine.
"""


def page(found: Table, people: int) -> str:
    """Return the whole page."""
    listed = [line for line in found.lines if line.observation.listed]
    further = [line for line in found.lines if not line.observation.listed]
    missed = [line.observation.id for line in found.lines if line.verdict is Verdict.MISS]
    sections = [
        _HEAD.format(people=f"{people:,}".replace(",", " ")),
        "## Counts\n\n",
        "".join(f"- {sentence}\n" for sentence in report.counts(found)),
        f"- misses: {', '.join(missed)}; each is explained in [model.md](model.md#known-misses)\n\n",
        "## The rows\n\n",
        report.markdown(listed),
        "\n## Further rows\n\nBeside the list of the evidence file, and counted apart.\n\n",
        report.markdown(further),
        "\n## The live reading\n\n```\n",
        "\n".join(report.live(found)),
        "\n```\n\n",
        _FIGURES,
    ]
    return "".join(sections)


def main() -> None:
    """Compute the table and write the page."""
    model = load().model
    found = table.validate(model, observations.load(model.trial))
    PAGE.write_text(page(found, PEOPLE), encoding="utf-8")
    print(*report.counts(found), sep="\n")


if __name__ == "__main__":
    main()
