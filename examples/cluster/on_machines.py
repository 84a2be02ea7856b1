"""What the programs beside this one share: a course is built on the machines that a cluster gives."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dask_jobqueue.core import JobQueueCluster

NODES = 10
"""Jobs that are asked for; the build begins with the first that starts."""
EACH_JOB: dict[str, Any] = {
    "cores": 4,
    "processes": 4,  # each with one thread, and its part of the memory
    "memory": "16GB",
    "death_timeout": 600,  # seconds that a worker waits for this program
    # A worker ends before its job does (4 hours), so that nobody is cut off in the middle of a group.
    "worker_extra_args": ["--lifetime", "225m", "--lifetime-stagger", "5m"],
}
"""Four groups at a time."""


def build_on(cluster: JobQueueCluster) -> int:
    """Ask for machines, build on them, give them back; return the exit code of the build."""
    with cluster as started:
        started.scale(jobs=NODES)
        build = ["publisher", "course", "build", "handins", "-c", "course.yaml", "-o", "course"]
        command = [*build, "--scheduler", started.scheduler_address, *sys.argv[1:]]
        return subprocess.run(command, check=False).returncode  # noqa: S603 - our own words, and the caller's options
