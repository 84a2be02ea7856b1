"""The template as the measure of a report."""
