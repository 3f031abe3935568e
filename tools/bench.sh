#!/usr/bin/env bash
# Measures speed: each figure beside the floor measured in the same run. More arguments go to pytest.
set -euo pipefail
cd "$(dirname "$0")/.."
bash tools/setup.sh
export QT_QPA_PLATFORM="${QT_QPA_PLATFORM:-offscreen}" LC_ALL=C.UTF-8
exec .venv/bin/python -m pytest tests/bench -m bench -s -q -p no:xdist "$@"
