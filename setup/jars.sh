#!/bin/sh
# Fetches the Java programs of the tests with Maven: Apache Kafka and veraPDF.
# `sh setup/jars.sh kafka_broker`: tests/kafka_broker/pom.xml into build/kafka_broker/lib.
set -eu
cd "$(dirname "$0")/.."
. setup/common.sh

log=$(mktemp)
trap 'rm -f "$log"' EXIT
for name in "$@"; do
  pom=tests/$name/pom.xml
  folder=build/$name
  same "$pom" "$folder/pom.xml" && continue
  say "Java libraries of $pom, into $folder/lib"
  rm -rf "$folder"
  mkdir -p "$folder"
  mvn -q -B -f "$pom" dependency:copy-dependencies \
    -DoutputDirectory="$PWD/$folder/lib" -DincludeScope=runtime -Dstyle.color=never >"$log" 2>&1 ||
    { tail -n 15 "$log" >&2 && stop "Maven could not fetch the libraries of $pom: mend what it says above, then run it again."; }
  cp "$pom" "$folder/pom.xml"
done
