"""Builds a course on a cluster with LSF: ``python lsf.py [OPTION...]``, in the course's folder, where jobs may be sent from.

It needs report-publisher[distributed] and dask-jobqueue, here and, in the same versions and under the same path, on the
nodes; and the folder must be seen by all of them. Further options are those of ``publisher course build``.
"""

from __future__ import annotations

import subprocess
import sys

from dask_jobqueue import LSFCluster

NODES = 10
"""Jobs that are asked for; the build begins with the first that starts."""


def cluster() -> LSFCluster:
    """Return a cluster of which each job does four groups at a time; no machine is asked for yet."""
    return LSFCluster(
        queue="hpc",
        cores=4,
        processes=4,  # each with one thread, and its part of the memory
        memory="16GB",
        walltime="04:00",
        death_timeout=600,  # seconds that a worker waits for this program
        # A worker ends before its job does, so that nobody is cut off in the middle of a group.
        worker_extra_args=["--lifetime", "225m", "--lifetime-stagger", "5m"],
    )


def main() -> int:
    """Ask for machines, build on them, give them back; return the exit code of the build."""
    with cluster() as started:
        started.scale(jobs=NODES)
        build = ["publisher", "course", "build", "handins", "-c", "course.yaml", "-o", "course"]
        command = [*build, "--scheduler", started.scheduler_address, *sys.argv[1:]]
        return subprocess.run(command, check=False).returncode  # noqa: S603 - our own words


if __name__ == "__main__":
    sys.exit(main())
