"""Drawings (SVG) of strangers: whether one is safe to draw, and the form in which it is printed."""
