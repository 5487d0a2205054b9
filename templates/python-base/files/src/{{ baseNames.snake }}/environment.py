"""Reads environment variables, and tells everything that is wrong with them at once."""

from collections.abc import Collection, Mapping


class InvalidEnvironmentError(ValueError):
    """What is wrong, a line for each variable."""


class Environment:
    """Hands out values that are sound, and keeps what is wrong with others until `settle` is called."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        self._variables = variables
        self._faults: list[str] = []

    def text(self, name: str, default: str | None = None, *, shortest: int = 0) -> str:
        """The value, or the default where it is not set or empty; without a default it must be set."""
        value = self._variables.get(name) or default
        if value is None:
            self._faults.append(f"{name} is not set")
        elif len(value) < shortest:
            # What it is stays unsaid: it may be a secret.
            self._faults.append(f"{name} has {len(value)} characters, but must have at least {shortest}")
        return value or ""

    def choice(self, name: str, default: str, choices: Collection[str]) -> str:
        value = self.text(name, default)
        if value not in choices:
            self._faults.append(f"{name} is {value!r}, but must be one of {', '.join(choices)}")
        return value

    def integer(self, name: str, default: int, minimum: int, maximum: int) -> int:
        text = self.text(name, str(default))
        try:
            value = int(text)
        except ValueError:
            self._faults.append(f"{name} is {text!r}, but must be a whole number")
            return default
        if not minimum <= value <= maximum:
            self._faults.append(f"{name} is {value}, but must be from {minimum} to {maximum}")
        return value

    def settle(self) -> None:
        """Raises `InvalidEnvironmentError` where any value was not sound."""
        if self._faults:
            raise InvalidEnvironmentError("\n".join(self._faults))
