"""The folder of editions: a file is there whole, or not at all."""

import os
import tempfile
from pathlib import Path

from passerelle_report.errors import ArchiveError


def path_of(folder: Path, department: str, week: str, language: str) -> Path:
    """Where an edition stands."""
    return folder / f"{department}-{week}-{language}.pdf"


def see_writable(folder: Path) -> None:
    """Raise ArchiveError unless an edition could be written to *folder*."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return
    except OSError as error:
        raise ArchiveError(folder, error.strerror or type(error).__name__) from error


def store(path: Path, content: bytes) -> None:
    """Write *content* to *path*, at once; raise ArchiveError when it cannot be."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
        held = Path(name)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            held.chmod(0o644)
            held.replace(path)
        except BaseException:
            held.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise ArchiveError(path, error.strerror or type(error).__name__) from error
