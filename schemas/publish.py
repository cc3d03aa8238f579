#!/usr/bin/env python3
"""Write the published documents beside this file: `make schemas`.

Those of the contracts, and the schema of the rule files as one writes them.
"""

import json
import sys
from importlib.metadata import version
from pathlib import Path

import yaml

from passerelle_schemas.published import Document, published
from passerelle_translate.rules.schema import FILE, rules_schema


def written(path: str, document: Document) -> str:
    """Write one document in the language that its name says."""
    if path.endswith(".yaml"):
        told = "# Made from the contracts by `make schemas`; not to be edited.\n"
        return told + yaml.safe_dump(
            document, sort_keys=False, allow_unicode=True, width=88
        )
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def main() -> None:
    """Write every document, and take away those that are published no longer."""
    folder = Path(__file__).parent
    documents = {**published(version("passerelle")), FILE: rules_schema()}
    texts = {path: written(path, document) for path, document in documents.items()}
    for stale in (folder / "json").glob("*.json"):
        if f"json/{stale.name}" not in texts:
            stale.unlink()
    for path, text in texts.items():
        target = folder / path
        target.parent.mkdir(exist_ok=True)
        target.write_text(text, encoding="utf-8")
        sys.stdout.write(f"schemas/{path}\n")


if __name__ == "__main__":
    main()
