"""The window: draws Frames and Courses, edits the Scenario through the session. No equation in it."""
