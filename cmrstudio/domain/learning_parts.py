"""Who is learned from and who is kept to check what was learned: by patient, and for ever."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping

TRAIN, VALIDATION = "train", "validation"
ONE_VALIDATES_OF = 5


def deal_parts(known: Mapping[str, str], patients: Collection[str], seed: int = 0) -> dict[str, str]:
    """The part, "train" or "validation", of every one of ``patients`` that has none in ``known`` yet.

    About one of five validates, and of any two ``patients`` of whom one is new there is one for each part. In which
    order new ones are dealt depends on ``seed`` and their keys alone; the empty key of an unknown patient is dealt
    nothing.
    """
    named = sorted(set(patients) - {""})
    parts = dict(known)
    dealt: dict[str, str] = {}
    new = [patient for patient in named if patient not in known]
    for patient in sorted(new, key=lambda key: hashlib.sha256(f"{seed} {key}".encode()).digest()):
        here = {parts[other] for other in named if other in parts} or set(parts.values())
        wanted = round((len(parts) + 1) / ONE_VALIDATES_OF)
        lacks_validation = VALIDATION not in here or list(parts.values()).count(VALIDATION) < wanted
        parts[patient] = dealt[patient] = VALIDATION if TRAIN in here and lacks_validation else TRAIN
    return dealt
