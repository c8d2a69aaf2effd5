import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[2] / "support"))

from cheap_argon2 import cheap_argon2

__all__ = ["cheap_argon2"]
