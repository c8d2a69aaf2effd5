"""How many of a thing there are, in words.

Room: cli.
"""


def counted(number: int, thing: str) -> str:
    """Return how many of a thing there are.

    >>> counted(1, "error"), counted(0, "error")
    ('1 error', '0 errors')
    """
    return f"{number} {thing}{'' if number == 1 else 's'}"
