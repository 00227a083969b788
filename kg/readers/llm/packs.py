"""Answers in one file, to carry along: whoever has it builds the same graph without a model, a key or a network."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

from kg.errors import InputError
from kg.files import write_whole
from kg.readers.llm.store import LARGEST, NAME, Store, read_record

__all__ = ["pack", "unpack"]

_NAME = re.compile(NAME)
#: The one time that all files of a pack have, so that equal answers make equal packs.
_THEN = (1980, 1, 1, 0, 0, 0)


def pack(answers: Path, file: Path) -> int:
    """Write all answers of the folder ``answers`` into ``file``; how many. Raises InputError when there are none."""
    store, names = Store(answers), list(Store(answers).names())
    if not names:
        raise InputError(f"{answers} holds no answers.", remedy="Give the folder that kg build --answers wrote.")
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            info = zipfile.ZipInfo(name, _THEN)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, store.path(name).read_bytes())
    write_whole(file, held.getvalue(), remedy="Make room on the disk.")
    return len(names)


def unpack(file: Path, answers: Path) -> tuple[int, int]:
    """Put the answers in ``file`` into the folder; how many were new, and how many were there already and stay.

    Nothing else of the file is written anywhere. Raises InputError, before anything is written, for a file that is
    no pack.
    """
    store = Store(answers)
    try:
        with zipfile.ZipFile(file) as archive:
            infos = archive.infolist()
            for info in infos:
                if not _NAME.fullmatch(info.filename) or info.file_size > LARGEST:
                    raise InputError(f"{file} holds {info.filename!r}, no answer.", remedy="Give a pack of kg.")
            contents = {info.filename: archive.read(info) for info in infos}
    except (OSError, zipfile.BadZipFile, EOFError, RuntimeError, NotImplementedError) as error:
        raise InputError(f"{file} is not a pack: {error}.", remedy="Give what kg reader pack wrote.") from error
    broken = next((name for name, content in contents.items() if read_record(content) is None), None)
    if broken is not None:
        raise InputError(f"{file} holds {broken!r}, which is damaged.", remedy="Pack the answers again.")
    new = {name: content for name, content in contents.items() if not store.path(name).exists()}
    for name, content in sorted(new.items()):
        write_whole(store.path(name), content, remedy="Make room on the disk, or give another --answers.")
    return len(new), len(contents) - len(new)
