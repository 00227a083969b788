"""Files written whole or not at all, and what is kept from one build to the next."""

from kg.files.whole import (
    BUILD_FILES,
    LOCK,
    PAGE_MARK,
    PART,
    built_file,
    digest_of,
    has_digest,
    lend,
    put,
    stamp,
    sync_folder,
    write_whole,
)

__all__ = [
    "BUILD_FILES",
    "LOCK",
    "PAGE_MARK",
    "PART",
    "built_file",
    "digest_of",
    "has_digest",
    "lend",
    "put",
    "stamp",
    "sync_folder",
    "write_whole",
]
