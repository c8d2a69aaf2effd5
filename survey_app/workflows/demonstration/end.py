"""A demo that was made on this laptop makes room for a real study.

Room: workflows.
Promise: nothing is taken away but a demo whose coordinator's folder lies beside it: no study of
    anybody else, whatever it says of itself.
"""

import shutil
from pathlib import Path

from survey_app.workflows.errors import FileNotWrittenError, NoStudyError
from survey_app.workflows.study.studies import StudyCard, read_study


def coordinator_of(data: Path) -> Path:
    """Return where the coordinator's folder of a demo lies, beside the laptop's."""
    return data.with_name(f"{data.name}-coordinator")


def is_own_demo(data: Path, study: StudyCard) -> bool:
    """Say whether the study of the laptop in `data` is a demo that was made right here."""
    if not study.demo:
        return False
    try:
        return read_study(coordinator_of(data)).study_id == study.study_id
    except NoStudyError:
        return False


def end_demo(data: Path) -> None:
    """Take away the demo in `data`, closed before, and its coordinator's folder.

    Cut short, it is begun again: a coordinator's folder alone stands in nobody's way.

    Raises: FileNotWrittenError, naming the folder that could not be taken away.
    """
    for folder in (data, coordinator_of(data)):
        try:
            shutil.rmtree(folder)
        except FileNotFoundError:
            continue
        except OSError as error:
            raise FileNotWrittenError(file=folder.name, folder=str(folder.parent)) from error
