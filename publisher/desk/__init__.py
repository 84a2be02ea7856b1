"""The writer's desk: one report, read again and again while it is written."""
