"""One reader under atheris, which follows the branches: fuzz_guided READER SECONDS FOLDER.

READER is `age`, `bundle` or `workbook`; FOLDER holds sound files to begin with. atheris is not
among the pinned packages: install it first. Whatever is not an error of ours ends the process
with its trace.
"""

import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["survey_app.vault", "survey_app.bundle", "zipfile"]):
    from survey_app.bundle.unpack import inspect
    from survey_app.errors import SurveyError
    from survey_app.vault.age import decrypt_file
    from survey_app.workflows.author import check_folder

READER, SECONDS, FOLDER = sys.argv[1], sys.argv[2], sys.argv[3]
SCRATCH = Path(tempfile.mkdtemp())


def age(data):
    decrypt_file(data, bytes(range(32)))


def bundle(data):
    inspect(data, name="b", study_keys=(bytes(range(32)),))


def workbook(data):
    path = SCRATCH / "form.xlsx"
    path.write_bytes(data)
    check_folder(path, SCRATCH)


def one(data):
    try:
        {"age": age, "bundle": bundle, "workbook": workbook}[READER](data)
    except SurveyError:
        return


if __name__ == "__main__":
    atheris.Setup([sys.argv[0], f"-max_total_time={SECONDS}", "-timeout=10", FOLDER], one)
    atheris.Fuzz()
