"""Raw HTML to nodes."""
