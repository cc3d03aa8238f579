"""dlt's REST API source, set up for GitHub as its own template does, and for Jira.

Runs in an environment of its own:
`python dlt_source.py github|jira ADDRESS WORKERS [FORMAT]`.
The template (`dlt init rest_api duckdb`) reads issues, and for each the list below it;
here that list is the timeline. WORKERS above 1 uses what dlt's page on performance
advises: `parallelized` resources and more workers of the extraction. FORMAT is that of
the files which DuckDB loads: the template's are statements, `insert_values`.
"""

import json
import resource
import sys
import tempfile
import time
from typing import Any

import dlt
from dlt.sources.rest_api import RESTAPIConfig, rest_api_source

MOST_MEMORY = 14 * 1024**3
"""Bytes of addresses: beyond, it ends, and not the machine."""


def github(address: str, *, parallel: bool) -> RESTAPIConfig:
    """Issues, and the timeline of each: the template, with another list below."""
    return {
        "client": {
            "base_url": f"{address}/repos/bench/bench/",
            "auth": {"type": "bearer", "token": "bench"},
        },
        "resource_defaults": {
            "primary_key": "id",
            "write_disposition": "merge",
            "endpoint": {"params": {"per_page": 100}},
        },
        "resources": [
            {
                "name": "issues",
                "endpoint": {
                    "path": "issues",
                    "params": {"sort": "updated", "direction": "asc", "state": "all"},
                },
            },
            {
                "name": "issue_timeline",
                "parallelized": parallel,
                "endpoint": {"path": "issues/{resources.issues.number}/timeline"},
                "include_from_parent": ["id"],
            },
        ],
    }


def jira(address: str) -> RESTAPIConfig:
    """Issues with their changes; Jira's tokens are dlt's `cursor` paginator."""
    fields = "summary,status,issuetype,project,created,updated,labels,components"
    params: dict[str, Any] = {
        "jql": 'project = "PAY" ORDER BY updated ASC, key ASC',
        "maxResults": 100,
        "expand": "changelog",
        "fields": f"{fields},duedate,parent,fixVersions,description,comment",
    }
    return {
        "client": {
            "base_url": f"{address}/rest/api/3/",
            "auth": {"type": "http_basic", "username": "bench", "password": "bench"},
            "paginator": {
                "type": "cursor",
                "cursor_path": "nextPageToken",
                "cursor_param": "nextPageToken",
            },
        },
        "resource_defaults": {"primary_key": "id", "write_disposition": "merge"},
        "resources": [
            {
                "name": "issues",
                "endpoint": {
                    "path": "search/jql",
                    "params": params,
                    "data_selector": "issues",
                },
            }
        ],
    }


def main(kind: str, address: str, workers: int, form: str | None = None) -> None:
    """Extract, normalise and load into DuckDB; print the times."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    if workers > 1:
        dlt.config["extract.workers"] = workers
    parallel = workers > 1
    wanted = github(address, parallel=parallel) if kind == "github" else jira(address)
    with tempfile.TemporaryDirectory() as folder:
        pipeline = dlt.pipeline(
            pipeline_name="bench",
            pipelines_dir=folder,
            destination=dlt.destinations.duckdb(f"{folder}/tracker.duckdb"),
            dataset_name="bench",
        )
        before = time.perf_counter()
        source = rest_api_source(wanted, name="bench")
        pipeline.extract(source, loader_file_format=form)
        extracted = time.perf_counter()
        pipeline.normalize()
        pipeline.load()
        ended = time.perf_counter()
        with pipeline.sql_client() as sql:
            rows = sql.execute_sql("SELECT count(*) FROM issues")
    told = {
        "seconds": ended - before,
        "extract": extracted - before,
        "items": rows[0][0] if rows else 0,
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), *sys.argv[4:])
