"""What the bundled fonts can show."""
