"""Reads the settings again when a secret changes in its file, while a service runs.

Whoever changes a secret writes the new one below the old one in its file, changes it
in the tracker, and takes the old one away: no webhook is refused meanwhile.
"""

from pathlib import Path

import structlog

from passerelle.errors import SettingsInvalidError
from passerelle.settings import Settings, load_settings, named_files
from passerelle_ingest.settings import IngestSettings

log = structlog.get_logger(__name__)

REREAD = "settings.reread"
"""A file that the settings name changed; what it holds now counts."""
UNREADABLE = "settings.unreadable"
"""A file that the settings name changed into what cannot be used; the old counts."""

_Mark = tuple[int, int, int] | None


class Rereading:
    """The settings of ingest as their files say them now; call it to have them."""

    def __init__(self, file: Path | None, first: Settings) -> None:
        self._file = file
        self._known = first.ingest
        self._files = named_files(file)
        self._marks = self._looked()

    def __call__(self) -> IngestSettings:
        """Look at the files that hold secrets; read all settings again on a change.

        What cannot be used leaves what was, and is logged once for each change.
        """
        marks = self._looked()
        if marks != self._marks:
            self._marks = marks
            try:
                self._known = load_settings(self._file).ingest
            except SettingsInvalidError as error:
                log.warning(UNREADABLE, reason=error.code)
            else:
                log.info(REREAD)
        return self._known

    def _looked(self) -> tuple[_Mark, ...]:
        return tuple(_mark(path) for path in self._files)


def _mark(path: Path) -> _Mark:
    """What differs when a file was written or replaced."""
    try:
        seen = path.stat()
    except OSError:
        return None
    return seen.st_mtime_ns, seen.st_size, seen.st_ino
