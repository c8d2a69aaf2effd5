"""Templates compiled once for all desks of a test process: each desk alone would compile them."""

from jinja2 import BytecodeCache


class TemplatesOnce(BytecodeCache):
    """Keeps what was compiled in memory, by the hash that Jinja gives a template's text."""

    def __init__(self):
        self._kept = {}

    def load_bytecode(self, bucket):
        kept = self._kept.get((bucket.key, bucket.checksum))
        if kept is not None:
            bucket.bytecode_from_string(kept)

    def dump_bytecode(self, bucket):
        self._kept[bucket.key, bucket.checksum] = bucket.bytecode_to_string()


TEMPLATES = TemplatesOnce()
