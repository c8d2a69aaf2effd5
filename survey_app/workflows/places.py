"""Where the shipped forms and translations lie.

Room: workflows. Both are folders of the project that people edit, not files of the package.
"""

from pathlib import Path

_PROJECT = Path(__file__).resolve().parents[2]
SHIPPED_FORMS = ("mothers_after_prison", "khan_2024")


def shipped_translations() -> Path:
    """Return the folder that translators edit."""
    return _PROJECT / "translations"


def shipped_referrals() -> Path:
    """Return the invented list of places that help, for the demo study alone."""
    return _PROJECT / "forms" / "referrals-example.csv"


def shipped_forms() -> tuple[Path, ...]:
    """Return the folders of the shipped questionnaires, the whole one first."""
    return tuple(_PROJECT / "forms" / name for name in SHIPPED_FORMS)
