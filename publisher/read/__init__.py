"""From bytes to a document tree."""
