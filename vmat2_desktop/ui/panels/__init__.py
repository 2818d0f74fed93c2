"""The scenario panels, one small widget a file."""
