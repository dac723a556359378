"""The ids that all examples share, so that they read as one story."""

from typing import Any, Final

WORKSPACE: Final = "01950a5d-ac96-774b-8cce-b302099a8001"
ADA: Final[dict[str, Any]] = {"id": "01950a5d-ac96-774b-8cce-b302099a8002", "name": "Ada Virtanen"}
MO: Final[dict[str, Any]] = {"id": "01950a5d-ac96-774b-8cce-b302099a8003", "name": "Mo Lindqvist"}
SALES: Final[dict[str, Any]] = {"id": "01950a5d-ac96-774b-8cce-b302099a8004", "name": "Sales"}
DOOR: Final = "01950a5d-ac96-774b-8cce-b302099a8005"
ARRIVAL: Final = "01950a5d-ac96-774b-8cce-b302099a8006"
LEAD: Final = "01950a5d-ac96-774b-8cce-b302099a8007"
CONTACT: Final = "01950a5d-ac96-774b-8cce-b302099a8008"
COMPANY: Final = "01950a5d-ac96-774b-8cce-b302099a8009"
ACTIVITY: Final = "01950a5d-ac96-774b-8cce-b302099a800a"
EVENT: Final = "01950a5d-ac96-774b-8cce-b302099a800b"
NOTICE: Final = "01950a5d-ac96-774b-8cce-b302099a800c"
DELIVERY_ID: Final = "01950a5d-ac96-774b-8cce-b302099a800e"
CHAT: Final[dict[str, Any]] = {"id": "01950a5d-ac96-774b-8cce-b302099a800f", "name": "Sales"}
IMPORT: Final = "01950a5d-ac96-774b-8cce-b302099a800d"
NEXT: Final = "WyIyMDI2LTAzLTAyVDEwOjAwOjAwKzAwOjAwIl0"
