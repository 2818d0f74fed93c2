"""The window in front of a class: the picture large, one key to go on."""
