"""Play the cases of other engines against ours; write docs/conformance.md.

    python3 scripts/bench.py conformance [--cases FOLDER] [--forms FOLDER] [--matrix]

Exit code 1 when a miss has no known reason, 2 without the cases. With --matrix nothing is
played: only the table of docs/feature-matrix.csv is written into the page again.
"""

import argparse
import sys
from pathlib import Path

from conformance_cases import play_scenarios, play_xpath
from conformance_forms import play_forms
from conformance_page import PAGE, page, with_matrix
from conformance_reasons import read_reasons
from feature_matrix import matrix_section

ROOT = Path(__file__).resolve().parents[2]
BESIDE = ROOT.parent / "shared" / "conformance"
WANTED = ("run_xpath_cases.py", "run_scenarios.py", "xpath_cases.jsonl", "scenarios.jsonl")
WITHOUT = (
    f"The cases are not here. Put the folder `conformance` with {', '.join(WANTED)} and forms/ at "
    f"{BESIDE}, or name it: --cases FOLDER. The cases are drawn from the test suites of ODK Web "
    "Forms (github.com/getodk/web-forms), Enketo (github.com/enketo/enketo) and JavaRosa "
    "(github.com/getodk/javarosa)."
)


def main() -> int:
    """Play everything, write the page, say what is unexplained; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cases", type=Path, default=BESIDE, help="the folder of the cases")
    parser.add_argument("--forms", type=Path, help="another folder of forms, looked through whole")
    parser.add_argument("--matrix", action="store_true", help="only write the feature matrix")
    wish = parser.parse_args()
    if wish.matrix:
        PAGE.write_text(with_matrix(PAGE.read_text("utf-8"), matrix_section()), "utf-8")
        return 0
    if not all((wish.cases / name).is_file() for name in WANTED):
        print(WITHOUT)
        return 2
    reasons = read_reasons()
    xpath, scenarios = play_xpath(wish.cases), play_scenarios(wish.cases)
    forms = play_forms(wish.forms or wish.cases / "forms")
    text, unexplained = page(xpath, scenarios, forms, reasons)
    if wish.forms is None:
        PAGE.write_text(with_matrix(text, matrix_section()), encoding="utf-8")
        print(f"Wrote {PAGE.relative_to(ROOT)}")
    for line in (xpath.line, scenarios.line, forms.line):
        print(line)
    for one in unexplained:
        print(f"unexplained: {one}")
    print(f"reasons that these cases do not need: {len(reasons.unused())}")
    return 1 if unexplained else 0


if __name__ == "__main__":
    sys.exit(main())
