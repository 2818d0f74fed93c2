"""The report: what stands in the window on pages of paper, and as a PDF."""
