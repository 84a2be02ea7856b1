"""What all tests share: how many examples of each property are tried."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from hypothesis import HealthCheck, settings

sys.path.insert(0, str(Path(__file__).resolve().parent))

# What was made before must not stand in for what a test makes; the cache has tests of its own.
os.environ["PUBLISHER_NO_CACHE"] = "1"
SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]
settings.register_profile(
    "ordinary", max_examples=150, derandomize=True, deadline=None, suppress_health_check=SLOW
)
settings.register_profile(
    "fuzz", max_examples=10_000, deadline=None, suppress_health_check=SLOW, print_blob=True
)
settings.register_profile(
    "layouts",
    max_examples=500,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    print_blob=True,
)
settings.register_profile(
    "hostile",
    max_examples=24_000,  # ten minutes on a free machine of two cores
    deadline=None,
    suppress_health_check=list(HealthCheck),
    print_blob=True,
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ordinary"))
