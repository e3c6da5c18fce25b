# Sourced by the entry points: sets `root` and `python`, and makes .venv hold what is pinned and run this checkout.
# usage: . common.sh; prepare site|pdf|test|engines

# Of the caller's variables none changes what Python does, nor where `cd` goes.
unset CDPATH "${!PYTHON@}"
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)

find_python() {
    local name
    for name in python3 python3.13 python3.12 python3.11 python; do
        if "$name" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; then
            echo "$name"
            return
        fi
    done
    echo "Python 3.11, 3.12 or 3.13 is missing: install it from python.org or your package manager." >&2
    return 1
}

prepare() {
    local system
    system=$(find_python) || exit 1
    "$system" -I "$root/scripts/cheatsheet/environment.py" "$root" "$1" || exit 1
    python="$root/.venv/bin/python"
    # A .venv behind a link runs the package of the checkout that it belongs to: this one's comes first.
    if [ -L "$root/.venv" ]; then
        export PYTHONPATH="$root/scripts"
    fi
}
