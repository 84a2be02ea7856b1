"""Cutting a text into segments: whose each line is."""
