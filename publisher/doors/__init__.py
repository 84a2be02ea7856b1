"""Doors to the machine outside, one module for each effect: files, git, keys, settings."""
