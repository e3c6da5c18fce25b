"""What is set before a process that runs examples starts, since it is read only then."""

# The same order of sets in every run, and one thread for each worker.
ENVIRONMENT = {
    "PYTHONHASHSEED": "0",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
}
