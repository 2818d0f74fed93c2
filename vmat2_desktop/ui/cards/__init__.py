"""Cards: what stands behind a thing of the picture, with its equations and parameters."""
