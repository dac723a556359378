"""
Importing a file: taken, mapped, read in chunks through the one pipeline, resumable at any kill.

Every row ends in the ledger: as a lead, as a row refused with its reason, or as a repeat of one
that was here before. `files` keeps what is to be imported, `running` reads it in.
"""

from vaste.flows.importing.files import (
    AlreadyImported,
    NoSuchDoor,
    NoSuchImport,
    bad_rows,
    doors,
    find,
    table_of,
    take_file,
    take_upload,
)
from vaste.flows.importing.running import (
    KIND,
    NotReady,
    Overtaken,
    Progress,
    run,
    run_owed,
    start,
    stop,
)

__all__ = [
    "KIND",
    "AlreadyImported",
    "NoSuchDoor",
    "NoSuchImport",
    "NotReady",
    "Overtaken",
    "Progress",
    "bad_rows",
    "doors",
    "find",
    "run",
    "run_owed",
    "start",
    "stop",
    "table_of",
    "take_file",
    "take_upload",
]
