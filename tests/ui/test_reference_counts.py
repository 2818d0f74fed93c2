"""PySide6 must give back every reference that it takes (docs/decisions/0001-pin-pyside6.md).

PySide6 6.12.0 on Python 3.10 and 3.11 loses a reference to None or True at each call that returns
nothing; some seconds of animation later the process aborts. From Python 3.12 on, None and True are
immortal and this test would see nothing. The frames are painted in a process of their own, so that
an abort fails this test and not the whole run.
"""

import json
import subprocess
import sys

import pytest

FRAMES = 1_500
GIVE_UP_AT = 1_000
# The interpreter's own caches move the counts a little; a lost reference a call would be thousands.
SLACK = 50

PAINT_FRAMES = """
import json, sys
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QApplication, QWidget
import numpy as np
import pyqtgraph

frames, give_up_at = int(sys.argv[1]), int(sys.argv[2])
application = QApplication([])

class Scene(QWidget):
    painted = 0

    def paintEvent(self, event):
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        for vesicle in range(10):
            painter.setBrush(QColor(20 * vesicle, 90, 160))
            painter.drawEllipse(QPointF(8 * vesicle, self.painted % 60), 4, 4)
        painter.end()
        self.painted += 1

scene, plot = Scene(), pyqtgraph.PlotWidget()
curves = [plot.plot(pen=colour) for colour in ("r", "b")]
for widget in (scene, plot):
    widget.resize(120, 90)
    widget.show()
time = np.linspace(0.0, 1.0, 50)

def paint_scene(frame):
    scene.update()
    application.processEvents()

def paint_traces(frame):
    for curve in curves:
        curve.setData(time, np.sin(6 * time + frame))
    application.processEvents()

def counts():
    return {str(value): sys.getrefcount(value) for value in (None, True, False)}

def lost_by(paint):
    for frame in range(5):
        paint(frame)
    before = counts()
    for frame in range(frames):
        paint(frame)
        lost = {name: before[name] - count for name, count in counts().items()}
        if max(lost.values()) > give_up_at:  # soon the process would abort and tell no figures
            break
    return {"frames": frame + 1, "lost": lost}

result = {"scene": lost_by(paint_scene), "traces": lost_by(paint_traces)}
print(json.dumps(result | {"painted": scene.painted}))
"""


@pytest.mark.skipif(
    sys.version_info >= (3, 12), reason="None and True are immortal here: nothing could be seen"
)
def test_painting_and_live_traces_lose_no_reference() -> None:
    command = [sys.executable, "-c", PAINT_FRAMES, str(FRAMES), str(GIVE_UP_AT)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"painting ended with {done.returncode}: {done.stderr[-2000:]}"
    result = json.loads(done.stdout)
    for what in ("scene", "traces"):
        assert max(result[what]["lost"].values()) < SLACK, result
        assert result[what]["frames"] == FRAMES
    assert result["painted"] >= FRAMES
