"""The live traces: pyqtgraph, curves created once and updated."""
