"""A course's templates: the yardstick of its reports, their start, and their next version."""
