"""Checks of the data as a whole: if one fails nothing is published. Add your own here."""

from dataclasses import dataclass

from .records import Check


@dataclass(frozen=True)
class Figures:
    """What the checks look at."""

    read: int
    rejected: int
    #: Ids that stand in the same source more than once.
    repeated: int


def judge(figures: Figures, max_rejected_percent: int) -> list[Check]:
    """All checks, in the order in which they are told."""
    percent = 100 * figures.rejected / max(figures.read, 1)
    sound = figures.read - figures.rejected
    share = f"{percent:.1f} % of {figures.read} rows, {max_rejected_percent} % may be"
    return [
        Check("not_empty", sound > 0, f"{sound} rows to publish"),
        Check("few_rejected", percent <= max_rejected_percent, share),
        Check("unique_ids", figures.repeated == 0, f"{figures.repeated} ids are in a source more than once"),
    ]
