#!/bin/sh
# Pins every dependency with its hashes, for every platform and Python we support.
# Run it with `make pins` after changing a bound in pyproject.toml.
set -eu
cd "$(dirname "$0")/.."
uv=${UV:-uv}
compile() { # output, then the arguments that choose what to pin
  output=$1
  shift
  "$uv" pip compile --quiet --universal --generate-hashes --no-header \
    --no-emit-index-url --no-annotate --python-version 3.11 \
    --output-file "requirements/$output" "$@"
}
compile services.txt pyproject.toml --extra ingest --extra translate --extra report
compile demo.txt pyproject.toml --extra demo --constraint requirements/services.txt
compile dev.txt pyproject.toml --extra demo --group dev --constraint requirements/demo.txt
echo "hatchling==1.33.0" | compile build.txt --constraint requirements/dev.txt -
echo "aiosmtpd" | compile mail.txt --constraint requirements/dev.txt -
echo "uv" | compile uv.txt -
