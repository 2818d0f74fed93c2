"""The kinetics: numpy and scipy only. No Qt, no files, no clock, no text for people, no random state."""
