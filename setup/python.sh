#!/bin/sh
# Makes .venv from the pins: `sh setup/python.sh demo|dev`. Does nothing when nothing changed.
# What was installed is remembered as a copy of the file that asked for it.
set -eu
cd "$(dirname "$0")/.."
. setup/common.sh

pins=requirements/$1.txt
done=.venv/installed
uv=build/uv/bin/uv

if [ -x .venv/bin/passerelle ] && .venv/bin/python -c '' 2>/dev/null &&
  same "$pins" "$done/$1.txt" && same pyproject.toml "$done/pyproject.toml"; then
  exit 0
fi
python=$(find_python) || stop "Python 3.11, 3.12 or 3.13 is needed."

if ! same requirements/uv.txt build/uv/uv.txt || ! "$uv" --version >/dev/null 2>&1; then
  say "uv, into build/uv"
  rm -rf build/uv
  "$python" -m venv build/uv
  build/uv/bin/python -m pip install --quiet --disable-pip-version-check --no-cache-dir \
    --require-hashes --only-binary :all: -r requirements/uv.txt
  cp requirements/uv.txt build/uv/uv.txt
fi

# uv reads its own settings; where it has none, what pip was told holds for it too.
pip_says() { build/uv/bin/python -m pip config get "$1" 2>/dev/null || true; }
if [ -z "${UV_DEFAULT_INDEX:-}${UV_INDEX_URL:-}" ]; then
  index=${PIP_INDEX_URL:-$(pip_says global.index-url)}
  [ -z "$index" ] || export UV_DEFAULT_INDEX="$index"
fi
if [ -z "${SSL_CERT_FILE:-}" ]; then
  certificates=${PIP_CERT:-$(pip_says global.cert)}
  [ -z "$certificates" ] || export SSL_CERT_FILE="$certificates"
fi
export UV_PYTHON_DOWNLOADS=never UV_NO_PROGRESS=1
export UV_HTTP_TIMEOUT="${UV_HTTP_TIMEOUT:-180}"

.venv/bin/python -c '' 2>/dev/null || {
  say "$("$python" --version) ($python), into .venv"
  "$uv" venv --quiet --clear --python "$python" .venv
}
install() { "$uv" pip install --quiet --python .venv/bin/python "$@"; }
say "$(grep -c '==' "$pins") pinned packages of $pins, into .venv"
install --require-hashes -r "$pins" -r requirements/build.txt
install --no-deps --no-build-isolation --editable .
mkdir -p "$done"
cp "$pins" pyproject.toml "$done/"
[ "$1" != dev ] || cp requirements/demo.txt "$done/" # dev.txt holds all of it
