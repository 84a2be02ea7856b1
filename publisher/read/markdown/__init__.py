"""Markdown, in GitHub's dialect, to nodes."""
