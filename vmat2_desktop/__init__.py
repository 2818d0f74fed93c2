"""VMAT2 Desktop: see and try how VMAT2 inhibitors calm tardive dyskinesia."""

__version__ = "0.1.0"
