"""Who is learned from and who is kept to check what was learned: by patient, and for ever."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping

TRAIN, VALIDATION = "train", "validation"
ONE_VALIDATES_OF = 5
REFERENCE_PATIENT_IDS = (
    *("SCD0000101", "SCD0000201", "SCD0000301"),  # SC-HF-I-01, -02 and -04
    *("SCD0002101", "SCD0002301"),  # SC-HF-NI-31 and -34
    *("SCD0002501", "SCD0003601"),  # SC-HYP-01 and -40
)
"""PatientID of the Sunnybrook subjects that are the shipped reference set; the bundled study is the first of them."""
REFERENCE_PATIENTS = frozenset(
    hashlib.sha256(f"patient {patient_id}".encode()).hexdigest() for patient_id in REFERENCE_PATIENT_IDS
)
"""Their keys, as studies have them. Whoever is trained on them cannot be held against the reference set any more."""


def deal_parts(known: Mapping[str, str], patients: Collection[str], seed: int = 0) -> dict[str, str]:
    """The part, "train" or "validation", of every one of ``patients`` that has none in ``known`` yet.

    About one of five validates, and of any two ``patients`` of whom one is new there is one for each part. Those of the
    shipped reference set only ever validate: were they trained on, it would no longer tell what a model forgot. In
    which order new ones are dealt depends on ``seed`` and their keys alone; the empty key of an unknown patient is
    dealt nothing.
    """
    named = sorted(set(patients) - {""})
    parts = dict(known)
    dealt: dict[str, str] = {}
    new = [patient for patient in named if patient not in known]
    order = {key: (key not in REFERENCE_PATIENTS, hashlib.sha256(f"{seed} {key}".encode()).digest()) for key in new}
    for patient in sorted(new, key=lambda key: order[key]):
        here = {parts[other] for other in named if other in parts} or set(parts.values())
        wanted = round((len(parts) + 1) / ONE_VALIDATES_OF)
        lacks_validation = VALIDATION not in here or list(parts.values()).count(VALIDATION) < wanted
        validates = patient in REFERENCE_PATIENTS or (TRAIN in here and lacks_validation)
        parts[patient] = dealt[patient] = VALIDATION if validates else TRAIN
    return dealt
