"""A thousand damaged workbooks: each ends in findings or one clear error, within two seconds."""

import sys
import tempfile
import time
import traceback
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "support"))

from measure import report  # noqa: E402
from mutated_workbooks import mutants  # noqa: E402

from survey_app.errors import SurveyError  # noqa: E402
from survey_app.workflows.author import check_folder  # noqa: E402

COUNT, SEED, LIMIT_MS = int(sys.argv[1]) if len(sys.argv) > 1 else 1000, 77001, 2000

taken: list[float] = []
ends: Counter[str] = Counter()
slow: list[str] = []
with tempfile.TemporaryDirectory() as folder:
    for what, (name, data) in mutants(COUNT, seed=SEED):
        path = Path(folder) / name
        path.write_bytes(data)
        began = time.process_time()
        try:
            found = check_folder(path, Path(folder))
            ends["errors" if any(one.severity == "error" for one in found) else "sound"] += 1
        except SurveyError as error:
            ends[error.code] += 1
        except Exception:  # noqa: BLE001 - a crash is what is looked for
            ends["CRASH"] += 1
            print(what)
            traceback.print_exc(limit=-6)
        taken.append((time.process_time() - began) * 1000)
        if taken[-1] > LIMIT_MS:
            slow.append(f"{taken[-1]:.0f} ms: {what}")
            print(slow[-1], flush=True)
        path.unlink()
report(f"mutated workbooks (processor time), {dict(ends)}", taken)
print(f"slowest {max(taken):.0f} ms", *slow, sep="\n")
sys.exit(1 if ends["CRASH"] else 0)
