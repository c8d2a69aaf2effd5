"""Where the journeys keep their pictures; the folder is not part of the project."""

from pathlib import Path

ARTEFACTS = Path(__file__).resolve().parents[1] / "artefacts"
