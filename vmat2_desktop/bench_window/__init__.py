"""Speed of the window: each figure from a process of its own, beside a reference in the same run."""

NAMES = (
    "frames",
    "frames-compare",
    "slider",
    "slider-long",
    "start",
    "memory",
    "memory-bare",
    "paused",
    "paused-bare",
)
"""What can be measured, each in a process of its own."""

BARE_START = "start-bare"
"""Has a process of its own too, without the application."""
