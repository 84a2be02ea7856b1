"""What the tests of a course share."""

from __future__ import annotations

from in_process import in_process  # noqa: F401 - a fixture
