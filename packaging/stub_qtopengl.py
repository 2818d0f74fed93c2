"""Run in the bundle before the application: pyqtgraph imports QtOpenGL, but needs it only for OpenGL plots.

Two modules without content in its place save nine megabytes; the application never asks for OpenGL.
"""

import sys
from types import ModuleType


class QOpenGLWidget:
    """Stands for the class that pyqtgraph derives one of its own from; neither is ever made."""


for _name in ("QtOpenGL", "QtOpenGLWidgets"):
    sys.modules[f"PySide6.{_name}"] = ModuleType(f"PySide6.{_name}")
sys.modules["PySide6.QtOpenGLWidgets"].__dict__["QOpenGLWidget"] = QOpenGLWidget
