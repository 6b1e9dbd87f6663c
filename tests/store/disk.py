"""What would be on a disk if the power went at some point of a logged run."""

from __future__ import annotations

import random
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

_HEAD = struct.Struct("=IIQQQ")
Files = dict[str, bytes]


@dataclass
class Operation:
    """One entry of the log: C made, W written, T cut, S synced, U unlinked, R renamed, L linked, M folder made."""

    what: str
    name: str
    offset: int
    data: bytes


@dataclass
class Content:
    """A file: what is on the disk for sure, and what was done to it since."""

    synced: bytearray = field(default_factory=bytearray)
    pending: list[Operation] = field(default_factory=list)

    def settle(self) -> None:
        for operation in self.pending:
            apply(self.synced, operation)
        self.pending = []


Names = dict[str, Content | None]  # None: a folder


def read_log(path: Path) -> list[Operation]:
    """Return the operations of a log."""
    raw, at, found = path.read_bytes(), 0, []
    while at + _HEAD.size <= len(raw):
        what, name, offset, _, size = _HEAD.unpack_from(raw, at)
        at += _HEAD.size
        found.append(
            Operation(chr(what), raw[at : at + name].decode(), offset, raw[at + name : at + name + size])
        )
        at += name + size
    return found


def apply(content: bytearray, operation: Operation) -> None:
    """Do a write or a cut to a content."""
    if operation.what == "T":
        del content[operation.offset :]
        content.extend(bytes(operation.offset - len(content)))
    else:
        content.extend(bytes(max(0, operation.offset - len(content))))
        content[operation.offset : operation.offset + len(operation.data)] = operation.data


class Disk:
    """A folder of a disk, as a log of operations makes it.

    A file's content is sure when it was synced, its name when the folder was; until then each write may or may
    not be there, in any combination, and what happened to names is there up to some point.
    """

    def __init__(self) -> None:
        self._names: Names = {"": None}
        self._sure: Names = {"": None}
        self._renaming: list[tuple[Operation, Content | None]] = []
        self.acks = b""

    def do(self, operation: Operation) -> None:
        """Go on by one operation."""
        what, name = operation.what, operation.name
        if name == "acks":
            self.acks += operation.data
            return
        if what in "CULRM":
            self._renaming.append((operation, None if what == "M" else Content()))
            rename(self._names, *self._renaming[-1])
            return
        content = self._names[name]
        if content is None:  # a folder was synced, and with it what happened to the names in it
            for past in (p for p in self._renaming if folder_of(p[0].name) == name):
                rename(self._sure, *past)
            self._renaming = [p for p in self._renaming if folder_of(p[0].name) != name]
        elif what == "S":
            content.settle()
        else:
            content.pending.append(operation)

    def after_power_loss(self, chance: random.Random, loses: str) -> Files:
        """Return the files after the power went.

        `all` that is not sure is lost; or `some` of it, in any combination; or half of the `last` write.
        """
        names = dict(self._sure)
        if loses != "all":
            kept = len(self._renaming) if loses == "last" else chance.randint(0, len(self._renaming))
            for past in self._renaming[:kept]:
                rename(names, *past)
        found = {}
        for name, content in names.items():
            if content is not None and folder_of(name) in names:
                found[name] = self._left_of(content, chance, loses)
        return found

    def _left_of(self, content: Content, chance: random.Random, loses: str) -> bytes:
        left = bytearray(content.synced)
        for number, operation in enumerate(content.pending, 1):
            if loses == "all" or (loses == "some" and chance.random() < 0.5):
                continue
            torn = loses == "last" and number == len(content.pending) and operation.what == "W"
            data = operation.data[: chance.randrange(len(operation.data))] if torn else operation.data
            apply(left, Operation(operation.what, operation.name, operation.offset, data))
        return bytes(left)


def folder_of(name: str) -> str:
    """Return the folder in which a name stands."""
    return name.rpartition("/")[0]


def rename(names: Names, operation: Operation, made: Content | None) -> None:
    """Do to names what an operation does; `made` is what it makes."""
    name, other = operation.name, operation.data.decode() if operation.what in "RL" else ""
    if operation.what in "CM":
        names[name] = made
    elif operation.what == "U":
        names.pop(name, None)
    elif operation.what == "R" and name in names:
        names[other] = names.pop(name)
    elif operation.what == "L" and name in names:
        names[other] = names[name]


def power_losses(
    operations: list[Operation], points: int | list[int], chance: random.Random
) -> Iterator[tuple[int, str, Files, bytes]]:
    """Yield (point, what is lost, the files, what was acknowledged) for given or random points of a log."""
    if isinstance(points, int):
        points = chance.sample(range(1, len(operations) + 1), min(points, len(operations)))
    chosen = sorted(points)
    disk, done = Disk(), 0
    for number, point in enumerate(chosen):
        for operation in operations[done:point]:
            disk.do(operation)
        done = point
        loses = ("all", "some", "last")[number % 3]
        yield point, loses, disk.after_power_loss(chance, loses), disk.acks
