#!/usr/bin/env python3
"""Catch every mail instead of sending it: `catcher.py HOST PORT`.

Real SMTP comes in, one line about each message goes to standard output, and the message
itself to the folder MAIL_FOLDER where that is set. For a stack on one machine only.
"""

import asyncio
import json
import os
import signal
import sys
from email import message_from_bytes, policy
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

LARGEST = 32 * 1024 * 1024


class Catcher:
    """Keeps what arrives."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder
        self.count = 0

    async def handle_DATA(  # noqa: N802 - the name that aiosmtpd calls
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        """Take one message."""
        self.count += 1
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        message = message_from_bytes(content, policy=policy.default)
        told = {
            "to": envelope.rcpt_tos,
            "subject": str(message["subject"] or ""),
            "attachments": [a.get_filename() for a in message.iter_attachments()],
            "bytes": len(content),
        }
        if self.folder:
            name = f"{self.count:06d}.eml"
            await asyncio.to_thread((self.folder / name).write_bytes, content)
        sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
        sys.stdout.flush()
        return "250 Caught, and sent to nobody"


async def catch(host: str, port: int, folder: Path | None) -> None:
    """Listen until asked to stop."""
    catcher = Catcher(folder)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(catcher, data_size_limit=LARGEST, enable_SMTPUTF8=True), host, port
    )
    stop = asyncio.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(sign, stop.set)
    async with server:
        await stop.wait()


if __name__ == "__main__":
    given = os.environ.get("MAIL_FOLDER")
    asyncio.run(catch(sys.argv[1], int(sys.argv[2]), Path(given) if given else None))
