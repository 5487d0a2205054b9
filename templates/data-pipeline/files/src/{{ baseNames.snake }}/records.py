"""What is written down of a run."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Input:
    name: str
    sha256: str
    read: int
    rejected: int


@dataclass(frozen=True)
class Output:
    name: str
    sha256: str
    rows: int


@dataclass(frozen=True)
class Check:
    """A check of the data, and how it came out."""

    name: str
    passed: bool
    detail: str


@dataclass(frozen=True)
class Run:
    """A run as it stands: state is staging, published, complete or failed; times are ISO 8601."""

    id: str
    state: str
    started: str
    ended: str | None
    resumed: int
    inputs: list[Input]
    checks: list[Check]
    outputs: list[Output]
