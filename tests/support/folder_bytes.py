"""Every byte that lies in a folder, and pieces of a secret to look for in it."""


def bytes_in(folder):
    """Return the content of all files under `folder`, one after the other."""
    return b"".join(file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file())


def pieces(secret):
    """Return three pieces of `secret`: an overwritten one leaves none of them."""
    tail = secret[len(secret) // 2 :]  # the first half of a slot names its public parameters
    return [tail[at : at + 24] for at in (0, len(tail) // 2, len(tail) - 24)]
