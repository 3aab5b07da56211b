"""Checksums of accounts: whether a text that looks like one is one.

Of our own, because each is a dozen lines of a published algorithm, and the libraries that have them
bring a wallet along. The tests have the vectors of each source.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce
from hashlib import sha256

_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_BECH32_GENERATORS = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_BECH32_END, _BECH32M_END = 1, 0x2BC830A3
_MASK = (1 << 64) - 1


def base58check(text: str) -> bytes | None:
    """The version byte and payload of 20 bytes; None where the checksum is another.

    Source: https://en.bitcoin.it/wiki/Base58Check_encoding
    """
    number = 0
    for character in text:
        digit = _BASE58.find(character)
        if digit < 0:
            return None
        number = number * 58 + digit
    zeros = len(text) - len(text.lstrip("1"))
    whole = bytes(zeros) + number.to_bytes((number.bit_length() + 7) // 8, "big")
    payload, check = whole[:-4], whole[-4:]
    if len(payload) != 21 or sha256(sha256(payload).digest()).digest()[:4] != check:
        return None
    return payload


def segwit(text: str, prefix: str) -> bool:
    """Whether a lower-case text is a native SegWit address with this human-readable part.

    Sources: BIP 173 (version 0, bech32), BIP 350 (versions 1 to 16, bech32m).
    """
    head, _, data = text.rpartition("1")
    values = [_BECH32.find(character) for character in data]
    if head != prefix or len(values) < 8 or min(values) < 0:
        return False
    expanded = [*(ord(c) >> 5 for c in head), 0, *(ord(c) & 31 for c in head), *values]
    version, program = values[0], _bytes_of(values[1:-6])
    if program is None or version > 16 or not 2 <= len(program) <= 40:
        return False
    if version == 0 and len(program) not in (20, 32):
        return False
    return _polymod(expanded) == (_BECH32M_END if version else _BECH32_END)


def _polymod(values: Sequence[int]) -> int:
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for bit, generator in enumerate(_BECH32_GENERATORS):
            check ^= generator if top >> bit & 1 else 0
    return check


def _bytes_of(values: Sequence[int]) -> bytes | None:
    """Groups of five bits as bytes; None where what is left over is not zeros of less than a group."""
    number = reduce(lambda whole, value: whole << 5 | value, values, 0)
    left = len(values) * 5 % 8
    if left >= 5 or number & ((1 << left) - 1):
        return None
    return (number >> left).to_bytes(len(values) * 5 // 8, "big")


def mod_97(iban: str) -> bool:
    """Whether the check digits of an IBAN without spaces, in capitals, are right.

    Source: ISO 13616-1, by ISO/IEC 7064 MOD 97-10.
    """
    turned = iban[4:] + iban[:4]
    return int("".join(str(int(character, 36)) for character in turned)) % 97 == 1


def eip_55(address: str) -> str:
    """An Ethereum address of 40 hexadecimal digits after 0x, with the capitals of its checksum.

    Source: https://eips.ethereum.org/EIPS/eip-55
    """
    digits = address[2:].lower()
    hashed = keccak_256(digits.encode()).hex()
    pairs = zip(digits, hashed, strict=False)
    return "0x" + "".join(one.upper() if int(nibble, 16) > 7 else one for one, nibble in pairs)


def keccak_256(data: bytes) -> bytes:
    """The hash that Ethereum uses; hashlib's SHA3-256 pads otherwise.

    Source: https://keccak.team/keccak_specs_summary.html
    """
    rate = 136
    padding = rate - len(data) % rate
    end = b"\x81" if padding == 1 else b"\x01" + bytes(padding - 2) + b"\x80"
    padded = data + end
    lanes = [0] * 25
    for start in range(0, len(padded), rate):
        block = padded[start : start + rate]
        for lane in range(rate // 8):
            lanes[lane] ^= int.from_bytes(block[lane * 8 : lane * 8 + 8], "little")
        lanes = _permuted(lanes)
    return b"".join(lane.to_bytes(8, "little") for lane in lanes[:4])


def _turned(lane: int, by: int) -> int:
    by %= 64
    return (lane << by | lane >> (64 - by)) & _MASK


def _round_constants() -> Iterator[int]:
    state = 1
    for _ in range(24):
        constant = 0
        for power in range(7):
            constant |= (state & 1) << ((1 << power) - 1)
            state = state << 1 ^ (0x171 if state >> 7 else 0)
        yield constant


_ROUNDS = tuple(_round_constants())


def _permuted(lanes: list[int]) -> list[int]:
    """Keccak-f[1600]; the lane of column x and row y stands at x + 5y."""
    for constant in _ROUNDS:
        columns = [reduce(int.__xor__, lanes[x::5]) for x in range(5)]
        mixed = [columns[x - 1] ^ _turned(columns[(x + 1) % 5], 1) for x in range(5)]
        lanes = [lane ^ mixed[at % 5] for at, lane in enumerate(lanes)]
        x, y, moved = 1, 0, lanes[1]
        for step in range(24):
            x, y = y, (2 * x + 3 * y) % 5
            moved, lanes[x + 5 * y] = (
                lanes[x + 5 * y],
                _turned(moved, (step + 1) * (step + 2) // 2),
            )
        rows = [lanes[5 * y : 5 * y + 5] for y in range(5)]
        lanes = [
            row[x] ^ (~row[(x + 1) % 5] & _MASK & row[(x + 2) % 5])
            for row in rows
            for x in range(5)
        ]
        lanes[0] ^= constant
    return lanes
