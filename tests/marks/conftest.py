"""What the tests of marks share."""

from __future__ import annotations

from in_process import in_process  # noqa: F401 - a fixture
