"""Runs the Singer tap of GitHub as a Singer runner does: discover, select, sync.

`python singer.py ADDRESS`, in the tap's own environment. The tap asks for its issues
from `api_url_base`, a setting of its own. Without a token, which it would want to check
at an address that no setting moves.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

STREAMS = {"issues", "issue_events", "issue_comments"}
"""All that the tap knows of issues; it has no timelines."""
TAP = Path(sys.executable).with_name("tap-github")


def main(address: str) -> None:
    """Sync the streams into a file of Singer messages, as a target would get them."""
    with tempfile.TemporaryDirectory() as folder:
        config, catalog = Path(folder, "config.json"), Path(folder, "catalog.json")
        settings = {
            "repositories": ["bench/bench"],
            "api_url_base": address,
            "start_date": "2020-01-01T00:00:00Z",
        }
        config.write_text(json.dumps(settings))
        found: dict[str, Any] = json.loads(_tap(config, "--discover"))
        for stream in found["streams"]:
            for one in stream["metadata"]:
                if not one["breadcrumb"]:
                    one["metadata"]["selected"] = stream["tap_stream_id"] in STREAMS
        catalog.write_text(json.dumps(found))
        before = time.perf_counter()
        told = Path(folder, "messages.jsonl")
        told.write_bytes(_tap(config, "--catalog", str(catalog)))
        seconds = time.perf_counter() - before
        rows = Counter(
            message["stream"]
            for line in told.read_bytes().splitlines()
            if (message := json.loads(line))["type"] == "RECORD"
        )
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    result = {"seconds": seconds, "items": rows["issues"], "peak_mib": peak}
    print(json.dumps(result | {"rows": dict(rows)}))


def _tap(config: Path, *asked: str) -> bytes:
    alone = {k: v for k, v in os.environ.items() if k != "GITHUB_TOKEN"}
    done = subprocess.run(
        [str(TAP), "--config", str(config), *asked],
        check=True,
        capture_output=True,
        env=alone,
    )
    return done.stdout


if __name__ == "__main__":
    main(sys.argv[1])
