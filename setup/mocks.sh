#!/bin/sh
# Fetches the servers of the tests that others wrote: prism with GitHub's own description
# of its API, by npm, and jira820, by pip; from the pins in tests/vendor_mocks.
set -eu
cd "$(dirname "$0")/.."
. setup/common.sh

here=tests/vendor_mocks
folder=build/vendor_mocks
log=$(mktemp)
trap 'rm -f "$log"' EXIT

if ! same "$here/jira820.txt" "$folder/jira820.txt"; then
  say "jira820, into $folder/jira820"
  mkdir -p "$folder"
  python=$(find_python)
  "$python" -m venv --clear "$folder/jira820"
  "$folder/jira820/bin/python" -m pip install --quiet --disable-pip-version-check --no-cache-dir \
    --require-hashes --only-binary :all: -r "$here/jira820.txt"
  cp "$here/jira820.txt" "$folder/"
fi

if ! node -e 'process.exit(+(process.versions.node.split(".")[0] < 20))' 2>/dev/null || ! command -v npm >/dev/null; then
  say "no Node.js 20 with npm: the tests against GitHub's own description will be skipped"
  exit 0
fi
if ! same "$here/package-lock.json" "$folder/package-lock.json"; then
  say "prism and GitHub's description, into $folder/node_modules"
  rm -rf "$folder/node_modules" "$folder/package-lock.json"
  cp "$here/package.json" "$here/package-lock.json" "$folder/"
  npm --prefix "$folder" ci --ignore-scripts --no-audit --no-fund --loglevel error >"$log" 2>&1 ||
    { rm -f "$folder/package-lock.json" && tail -n 15 "$log" >&2 && stop "npm could not fetch what $here/package-lock.json names: mend what it says above, then run it again."; }
  # Descriptions of other products, half a gigabyte of them.
  rm -f "$folder"/node_modules/@octokit/openapi/generated/ghe*.json
fi
