"""A picture for letterheads."""

from __future__ import annotations

import struct
import zlib


def red_square() -> bytes:
    """A red square as PNG."""
    rows = b"".join(b"\0" + b"\xff\0\0" * 16 for _ in range(16))

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", 16, 16, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
