#!/usr/bin/env bash
# Sets up and passes every check: style, types, layers, texts, tests. More arguments go to pytest.
set -euo pipefail
cd "$(dirname "$0")/.."

check() {
  printf '• %s\n' "$1"
  shift
  "$@" || { printf 'Lỗi: bước trên không đạt; hãy sửa rồi chạy lại: bash tools/test.sh\n' >&2; exit 1; }
}

bash tools/setup.sh
export QT_QPA_PLATFORM=offscreen LC_ALL=C.UTF-8
readonly python=.venv/bin/python

check 'Kiểu viết (ruff)' .venv/bin/ruff check --quiet .
check 'Trình bày (ruff format)' .venv/bin/ruff format --quiet --check .
check 'Kiểu dữ liệu (mypy --strict)' $python -m mypy --no-error-summary
check 'Các tầng (import-linter)' .venv/bin/lint-imports --no-logo
check 'Bản tiếng Anh (catalogue)' $python tools/catalogue.py --check
check 'Kiểm thử (pytest)' $python -m pytest -q -n 2 "$@"
