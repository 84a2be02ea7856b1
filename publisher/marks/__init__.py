"""Marks of a course: read from graders' tables, settled, and written as learning platforms import them."""
