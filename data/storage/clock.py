"""The time in Việt Nam, whatever the machine's zone: UTC+7, without summer time."""

from datetime import datetime, timedelta, timezone
from typing import Final

ZONE: Final = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")


def now() -> str:
    """Return the present moment as ISO text with its offset, to the millisecond."""
    return datetime.now(ZONE).isoformat(timespec="milliseconds")
