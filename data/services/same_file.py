"""Whether a file was handed in before: by its content, as the audit log has it."""

from dataclasses import dataclass
from typing import Literal

from data.access.actor import Actor
from data.releases.drafts import UnknownDraft
from data.releases.store import Store
from data.services import use_cases
from data.storage import audit_log
from data.storage.json_values import Json


@dataclass(frozen=True)
class EarlierUpload:
    """What became of the same file: published in the release `id`, or waiting as the draft `id`; when (ISO time) and
    by whom. files: how many files it was handed in with, itself included."""

    what: Literal["published", "draft"]
    id: str
    when: str
    who: str
    files: int


def earlier(store: Store, actor: Actor, digest: str) -> EarlierUpload | None:
    """Return what became last of a file with this content; None where it is new, or a draft that is not the actor's."""
    actor.require("planner")
    entries, _ = audit_log.trusted(store.root)
    made = {str(one.get("draft")): one for one in entries if one["action"] == "import" and digest in _hashes(one)}
    found: EarlierUpload | None = None
    for entry in entries:
        draft = str(entry.get("draft", ""))
        if draft not in made:
            continue
        files = max(1, len(_hashes(made[draft])) - 1)
        when, who = str(entry["when"]), str(entry["who"])
        if entry["action"] == "publish":
            found = EarlierUpload("published", str(entry["release"]), when, who, files)
        elif entry["action"] == "import" and (found is None or found.what == "draft"):
            found = EarlierUpload("draft", draft, when, who, files)
        elif entry["action"] == "discard" and found is not None and found.id == draft:
            found = None
    if found is not None and found.what == "draft":
        try:
            if use_cases.draft(store, actor, found.id).status != "open":
                return None
        except UnknownDraft:
            return None
    return found


def _hashes(entry: dict[str, Json]) -> list[str]:
    """Return the hash of the file that an entry names, and those of the files that it was made of."""
    files = entry.get("files")
    return [str(entry.get("file_hash", "")), *(map(str, files) if isinstance(files, list) else ())]
