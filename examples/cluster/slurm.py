"""Builds a course on a cluster with Slurm: ``python slurm.py [OPTION...]``, in the course's folder, where jobs may be sent from.

It needs report-publisher[distributed] and dask-jobqueue, here and, in the same versions and under the same path, on the
nodes; ``on_machines.py`` beside it; and the folder must be seen by all of them. Further options are those of ``publisher course build``.
"""

from __future__ import annotations

import sys

from dask_jobqueue import SLURMCluster
from on_machines import EACH_JOB, build_on


def cluster() -> SLURMCluster:
    """Return a cluster of which each job does four groups at a time; no machine is asked for yet."""
    return SLURMCluster(queue="normal", walltime="04:00:00", **EACH_JOB)


if __name__ == "__main__":
    sys.exit(build_on(cluster()))
