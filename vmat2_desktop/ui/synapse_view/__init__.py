"""The animated synapse: scene geometry, sprites, painter."""
