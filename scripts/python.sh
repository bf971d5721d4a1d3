# Sourced by ./run, ./test and ./check: finds a Python that is new enough, and prepares the checkout.
# Usage: . scripts/python.sh; prepare [--tests]

find_python() {
    for name in python3.13 python3.12 python3.11 python3 python; do
        if command -v "$name" >/dev/null 2>&1 && "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$name"
            return
        fi
    done
    echo "dlwb needs Python 3.11 or newer, and none was found. Install it (on Debian and Ubuntu: apt install python3 python3-venv)." >&2
    exit 1
}

prepare() {
    if [ -x .venv/bin/python ]; then
        python=.venv/bin/python
    else
        python=$(find_python) || exit 1
    fi
    "$python" scripts/prepare.py "$@" || exit 1
}
