"""Take a study's public card from where a person keeps it.

Room: cli.
"""

from pathlib import Path

from survey_app.workflows.study.studies import StudyCard, read_study


def card_at(place: Path) -> StudyCard:
    """Return the card in a study's folder, or the card file itself. Raises: NoStudyError."""
    return read_study(place.parent if place.is_file() else place)
