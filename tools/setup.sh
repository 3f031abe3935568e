#!/usr/bin/env bash
# Makes .venv with everything Labordesk and its tests need; does nothing when nothing changed.
# On Debian and its kin it first installs the system packages that are missing (as root, or through sudo).
set -euo pipefail
cd "$(dirname "$0")/.."

say() { printf '• %s\n' "$*"; }
fail() { printf 'Lỗi: %s\n' "$*" >&2; exit 1; }

log=$(mktemp "${TMPDIR:-/tmp}/labordesk-setup.XXXXXX")
readonly log stamp=.venv/labordesk-setup
trap 'rm -f "$log"' EXIT

# One set-up at a time in one folder.
if command -v flock >/dev/null 2>&1; then
  exec 9<tools && flock 9
fi

# Prints a Python that runs the project: 3.11 first, because the tests run on it.
find_python() {
  local name
  for name in python3.11 python3 python3.12 python3.13 python3.14; do
    if "$name" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' 2>/dev/null; then
      command -v "$name"
      return 0
    fi
  done
  return 1
}

# Adds to "missing" the packages of the libraries that the linker's cache does not have.
add_missing_libraries() {
  local cache library package use
  cache=$(PATH=$PATH:/sbin:/usr/sbin ldconfig -p 2>/dev/null) || return 0
  while read -r library package use; do
    case $library in '#'* | '') continue ;; esac
    [ "$use" = wayland ] || grep -qF "$library " <<<"$cache" || missing+=("$package")
  done <resources/qt-libraries.txt
}

# Installs packages; apt's lists are fetched when they are empty or too old to find them.
apt_install() {
  local root=()
  if [ "$(id -u)" -ne 0 ]; then root=(sudo); fi
  if ! command -v apt-get >/dev/null 2>&1 || ! command -v "${root[0]:-true}" >/dev/null 2>&1; then
    fail "máy thiếu gói hệ thống; hãy nhờ người quản trị cài rồi chạy lại: apt-get install -y $*"
  fi
  say "Cài gói hệ thống: $*"
  local install=("${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@")
  "${install[@]}" >"$log" 2>&1 && return 0
  "${root[@]}" apt-get update >"$log" 2>&1 || true
  "${install[@]}" >"$log" 2>&1 && return 0
  fail "không cài được gói hệ thống ($(grep -m 1 '^E:' "$log" || tail -n 1 "$log")); hãy kiểm tra mạng rồi chạy lại, hoặc cài bằng tay: apt-get install -y $*"
}

install_system_packages() {
  local missing=()
  add_missing_libraries
  if ! python=$(find_python); then
    missing+=(python3 python3-venv)
  elif ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    missing+=("$("$python" -c 'import sys; print("python3.%d-venv" % sys.version_info[1])')")
  fi
  if [ ${#missing[@]} -gt 0 ]; then
    apt_install "${missing[@]}"
  fi
  python=$(find_python) || fail "cần Python 3.11 trở lên; hãy cài Python rồi chạy lại."
}

# What the environment is made from; a change in any of it installs again.
fingerprint() { cat pyproject.toml constraints.txt tools/setup.sh | sha256sum | cut -d ' ' -f 1; }

# The stamp's first line is the folder the environment was made in (it does not survive a move), the second the fingerprint.
is_here() { [ "$(sed -n 1p $stamp 2>/dev/null)" = "$PWD" ] && .venv/bin/python -c 'import pip' 2>/dev/null; }
is_current() { is_here && [ "$(sed -n 2p $stamp)" = "$(fingerprint)" ]; }

pip_install() {
  .venv/bin/python -m pip install --disable-pip-version-check -q -c constraints.txt "$@" >"$log" 2>&1 && return 0
  if grep -q 'after connection broken' "$log"; then
    fail "không tải được thư viện vì không có mạng; hãy kiểm tra mạng rồi chạy lại (chỉ lần đầu mới cần mạng)."
  fi
  fail "không cài được thư viện ($(grep -om 1 'ERROR: .*' "$log" || tail -n 1 "$log")); hãy xóa thư mục .venv rồi chạy lại."
}

make_environment() {
  say "Tạo môi trường Python trong .venv và cài thư viện theo constraints.txt (lần đầu mất vài phút)"
  if ! is_here; then
    "$python" -m venv --clear .venv >"$log" 2>&1 ||
      fail "không tạo được .venv ($(tail -n 1 "$log")); hãy xóa thư mục .venv rồi chạy lại."
  fi
  { pwd >$stamp; } 2>/dev/null || fail "không ghi được vào thư mục $PWD; hãy dùng thư mục của mình hoặc quyền của chủ thư mục."
  # The build backend comes from the same pins; pip's own build environment would take whatever is newest.
  pip_install hatchling editables
  pip_install --no-build-isolation -e '.[test]'
  say "Biên dịch sẵn để mở chương trình nhanh"
  .venv/bin/python -m compileall -q -j 0 .venv/lib >/dev/null 2>&1 || true # some packages carry templates that are no Python
  fingerprint >>$stamp
}

install_system_packages
is_current || make_environment
.venv/bin/python -m compileall -q labordesk >/dev/null || true # a fault in the sources is for the checks to tell
