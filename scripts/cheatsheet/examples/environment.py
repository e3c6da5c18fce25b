"""The environment of the processes that run examples: the same whatever surrounds a build, and part of the key of a result."""

import os
from collections.abc import Mapping

# The same order of sets in every run, one thread for each worker, no language and no time zone of the caller.
ENVIRONMENT = {
    "PATH": os.defpath,
    "PYTHONHASHSEED": "0",
    "PYTHONUTF8": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "LANG": "C.UTF-8",
    "TZ": "UTC",
}
# Taken over from outside, to try out whether a result depends on them: the instructions of the processor, as torch, MKL
# and oneDNN are told them.
PASSED = ("ATEN_CPU_CAPABILITY", "MKL_ENABLE_INSTRUCTIONS", "ONEDNN_MAX_CPU_ISA")


def settings(outside: Mapping[str, str] = os.environ) -> dict[str, str]:
    """All variables that an example sees, but for the names of its folders."""
    return ENVIRONMENT | {name: outside[name] for name in PASSED if name in outside}
