"""An empty window of the application's size: what check_start.py freezes and compares with."""

import sys

from PySide6.QtWidgets import QApplication, QWidget

application = QApplication(sys.argv[:1])
window = QWidget()
window.resize(1600, 1000)
window.show()
sys.exit(application.exec())
