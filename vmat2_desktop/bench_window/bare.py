"""What the window is compared with: windows that show next to nothing."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QMainWindow

SIZE = (1600, 1000)


def blank_window() -> QMainWindow:
    """Return a window with one word in it."""
    window = QMainWindow()
    window.setCentralWidget(QLabel("VMAT2"))
    window.resize(*SIZE)
    return window


def six_plots() -> QMainWindow:
    """Return a window with six diagrams of pyqtgraph, each with one curve as long as a course's."""
    import numpy as np
    import pyqtgraph as pg

    window = QMainWindow()
    plots = pg.GraphicsLayoutWidget()
    x = np.linspace(0.0, 112.0, 2689)
    for place in range(6):
        plots.addPlot(place // 2, place % 2).plot(x, np.sin(x / 10.0 + place))
    window.setCentralWidget(plots)
    window.resize(*SIZE)
    return window
