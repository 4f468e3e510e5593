"""Loaders: a handed-over file becomes checked rows of one of the sources."""
