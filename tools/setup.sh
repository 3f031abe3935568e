#!/usr/bin/env bash
# Makes .venv with everything Labordesk and its tests need; quick when nothing changed.
# On Debian and its kin it installs the system packages that are missing (root or sudo).
set -euo pipefail
cd "$(dirname "$0")/.."

say() { printf '• %s\n' "$*"; }
fail() { printf 'Lỗi: %s\n' "$*" >&2; exit 1; }

# Qt without a screen, then what a real window (xcb) needs on top.
readonly qt_packages=(
  libglib2.0-0 libgl1 libegl1 libdbus-1-3 libfontconfig1 libxkbcommon0
  libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1
  libxcb-randr0 libxcb-render-util0 libxcb-shape0 libxcb-xkb1
)
readonly log=$(mktemp "${TMPDIR:-/tmp}/labordesk-setup.XXXXXX")
trap 'rm -f "$log"' EXIT

# A Python that runs the project: 3.11 first, because the tests run on it.
find_python() {
  local name
  for name in python3.11 python3 python3.12 python3.13; do
    if command -v "$name" >/dev/null 2>&1 &&
      "$name" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' 2>/dev/null; then
      command -v "$name"
      return 0
    fi
  done
  return 1
}

installed() { dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null | grep -qx installed; }

as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"
  elif command -v sudo >/dev/null 2>&1; then sudo "$@"
  else return 127
  fi
}

# Installs packages, refreshing apt's lists only if they are too old or empty to know them.
apt_install() {
  say "Cài gói hệ thống: $*"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@" >"$log" 2>&1 && return 0
  as_root apt-get update >"$log" 2>&1 || true
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@" >"$log" 2>&1 && return 0
  fail "không cài được gói hệ thống; hãy chạy bằng quyền quản trị: apt-get update && apt-get install -y $*"
}

system_packages() {
  local missing=() package
  if ! python=$(find_python); then
    missing+=(python3 python3-venv)
  elif ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    missing+=("$("$python" -c 'import sys; print("python3.%d-venv" % sys.version_info[1])')")
  fi
  if command -v dpkg-query >/dev/null 2>&1 && command -v apt-get >/dev/null 2>&1; then
    for package in "${qt_packages[@]}"; do
      installed "$package" || missing+=("$package")
    done
    [ ${#missing[@]} -eq 0 ] || apt_install "${missing[@]}"
  fi
  python=$(find_python) || fail "cần Python 3.11 trở lên; hãy cài rồi chạy lại lệnh này"
}

# What the environment was made from: a change in any of it makes it anew.
fingerprint() {
  { cat pyproject.toml constraints.txt tools/setup.sh; pwd; } | sha256sum | cut -d ' ' -f 1
}

make_environment() {
  local stamp=.venv/labordesk-setup
  if [ -x .venv/bin/labordesk ] && [ "$(cat $stamp 2>/dev/null)" = "$(fingerprint)" ]; then
    return 0
  fi
  say "Tạo môi trường Python trong .venv (lần đầu mất vài phút)"
  .venv/bin/python -c '' 2>/dev/null || "$python" -m venv --clear .venv >"$log" 2>&1 ||
    fail "không tạo được .venv: $(tail -n 1 "$log")"
  say "Cài các thư viện theo constraints.txt"
  .venv/bin/python -m pip install --disable-pip-version-check -q -c constraints.txt -e '.[test]' >"$log" 2>&1 ||
    fail "không cài được thư viện (cần mạng ở lần đầu): $(grep -m 1 ERROR "$log" || tail -n 1 "$log")"
  say "Biên dịch sẵn để mở nhanh"
  .venv/bin/python -m compileall -q -j 0 .venv/lib >/dev/null 2>&1 || true
  fingerprint >$stamp
}

python=
system_packages
make_environment
.venv/bin/python -m compileall -q labordesk >/dev/null || fail "mã nguồn labordesk bị hỏng; hãy lấy lại bản đầy đủ"
