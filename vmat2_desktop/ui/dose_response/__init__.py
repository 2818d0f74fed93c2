"""The dose-response curve of the VMAT2 inhibitor: its outputs, its solver, its chart and its window."""
