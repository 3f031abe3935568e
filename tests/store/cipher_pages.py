"""The pages of an encrypted file as they stand on the disk, deciphered one by one without SQLCipher: free ones too."""

from __future__ import annotations

import ctypes
import ctypes.util
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PAGE, RESERVED, IV = 4096, 80, 16
"""SQLCipher 4: each page ends with 16 bytes of IV and 64 of HMAC."""


def libcrypto() -> Any:
    """Return OpenSSL's library, None where there is none to be loaded."""
    name = ctypes.util.find_library("crypto")
    return None if name is None else ctypes.CDLL(name)


def plain_pages(path: Path, key: bytes) -> Iterator[bytes]:
    """Give every page of a file, or of its log without the headers of the frames, in clear."""
    content = path.read_bytes()
    is_log = path.name.endswith("-wal")
    start, step = (32, PAGE + 24) if is_log else (0, PAGE)
    for place in range(start, len(content) - step + 1, step):
        page = content[place + 24 : place + step] if is_log else content[place : place + PAGE]
        first = 16 if place == 0 and not is_log else 0  # the identity of the file stands in clear
        yield _decrypted(key, page[PAGE - RESERVED :][:IV], page[first : PAGE - RESERVED])


def _decrypted(key: bytes, iv: bytes, data: bytes) -> bytes:
    crypto = libcrypto()
    for call in ("EVP_CIPHER_CTX_new", "EVP_aes_256_cbc"):
        getattr(crypto, call).restype = ctypes.c_void_p
    context, length = ctypes.c_void_p(crypto.EVP_CIPHER_CTX_new()), ctypes.c_int(0)
    out = ctypes.create_string_buffer(len(data) + 32)
    try:
        crypto.EVP_DecryptInit_ex(context, ctypes.c_void_p(crypto.EVP_aes_256_cbc()), None, key, iv)
        crypto.EVP_CIPHER_CTX_set_padding(context, 0)
        crypto.EVP_DecryptUpdate(context, out, ctypes.byref(length), data, len(data))
    finally:
        crypto.EVP_CIPHER_CTX_free(context)
    return out.raw[: length.value]
