"""How long a network was trained, and on what: the paper's Table VIII."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class TrainingTime:
    """The time of a run with the stages before it.

    ``seconds`` are those of ``epochs`` finished epochs, validation included; of ``untimed`` epochs more nobody kept the
    time. ``machines`` say what was computed on, in the order of use, as ``distribution.devices_in_words`` has it.
    """

    seconds: float = 0.0
    epochs: int = 0
    untimed: int = 0
    machines: tuple[str, ...] = ()

    def __add__(self, other: TrainingTime) -> TrainingTime:
        return TrainingTime(
            self.seconds + other.seconds,
            self.epochs + other.epochs,
            self.untimed + other.untimed,
            tuple(dict.fromkeys([*self.machines, *other.machines])),
        )

    @property
    def minutes(self) -> float | None:
        """Minutes of the epochs whose time is known; None where that is not one."""
        return self.seconds / 60 if self.epochs else None

    @property
    def machine(self) -> str:
        """What was computed on, in words; empty where nobody kept it."""
        return " and ".join(self.machines)
