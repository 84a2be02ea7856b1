"""All hand-ins of a course: who takes part, what they handed in by the deadline, and what is made of it."""
