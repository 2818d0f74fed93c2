"""Run in the bundle before anything else: no variable of the person's may bring in foreign code.

Qt loads plugins, styles and modules from folders that QT_* variables name, and a program that the bundle
starts would read PYTHON* ones. What only says how to draw or which display to use is kept. (The bundle's
own Python ignores PYTHON*; LD_* are read by the system before the bundle runs and are its matter.)
"""

import os

KEPT = frozenset(
    {
        "QT_ACCESSIBILITY",
        "QT_AUTO_SCREEN_SCALE_FACTOR",
        "QT_ENABLE_HIGHDPI_SCALING",
        "QT_FONT_DPI",
        "QT_IM_MODULE",
        "QT_IM_MODULES",
        "QT_LINUX_ACCESSIBILITY_ALWAYS_ON",
        "QT_LOGGING_RULES",
        "QT_QPA_PLATFORM",
        "QT_SCALE_FACTOR",
        "QT_SCALE_FACTOR_ROUNDING_POLICY",
        "QT_SCREEN_SCALE_FACTORS",
        "QT_WAYLAND_DISABLE_WINDOWDECORATION",
        "QT_XCB_GL_INTEGRATION",
    }
)
FOREIGN = ("QT_", "QML", "PYTHON")

for _name in [name for name in os.environ if name.startswith(FOREIGN) and name not in KEPT]:
    del os.environ[_name]
