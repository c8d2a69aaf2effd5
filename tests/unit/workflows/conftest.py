"""A study with the replication example, its pack, and a laptop enrolled from it."""

from one_laptop import cheap_argon2, data, laptop, pack, study  # noqa: F401
