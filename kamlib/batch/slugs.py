"""Folder names from account ids, which are whatever the client wrote."""

from __future__ import annotations

import hashlib
import re
import unicodedata

_LONGEST = 40
_MARK = 10  # letters of the hash: 40 bits
_PLAIN = re.compile(r"[A-Z0-9][A-Z0-9_-]{0,39}")
# Windows knows these as devices, in any folder.
_DEVICES = {"CON", "PRN", "AUX", "NUL"} | {f"{d}{n}" for d in ("COM", "LPT") for n in range(10)}


def slug(account_id: str) -> str:
    """A harmless folder name for an account: ASCII letters, digits, - and _.

    An id of capitals, digits, - and _ is its own name. Any other id (also one with small
    letters, since many file systems take `a` and `A` for the same) gives a readable part
    and ten letters of its hash, so that two ids never share a folder.

    >>> slug("C-0012"), slug("../../x")
    ('C-0012', 'x-b65cbb66b3')
    """
    looks_hashed = re.search(rf"(^|-)[A-F0-9]{{{_MARK}}}$", account_id) and "-" in account_id
    if _PLAIN.fullmatch(account_id) and account_id not in _DEVICES and not looks_hashed:
        return account_id
    ascii_only = unicodedata.normalize("NFKD", account_id).encode("ascii", "ignore").decode()
    readable = re.sub(r"[^A-Za-z0-9_]+", "-", ascii_only).strip("-_")[:_LONGEST].strip("-_")
    mark = hashlib.sha256(account_id.encode("utf-8", "surrogatepass")).hexdigest()[:_MARK]
    return f"{readable or 'account'}-{mark}"
