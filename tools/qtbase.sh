#!/usr/bin/env bash
# Compiles the Vietnamese texts of Qt itself (buttons, file and print dialogs) after qtbase_vi.ts was edited.
set -euo pipefail
cd "$(dirname "$0")/.."
.venv/bin/pyside6-lrelease -silent resources/locale/qtbase_vi.ts -qm resources/locale/qtbase_vi.qm
