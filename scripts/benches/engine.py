"""Race the form engine beside its peers: JavaRosa, and Web Forms' engine in Chromium.

Needs Java (a JDK), Node, and the race itself, which lies beside the project (`--race FOLDER`)
with its own README. `--npm FOLDER` holds @getodk/xforms-engine, jsdom and puppeteer-core; without
it only JavaRosa runs beside. `--forms FOLDER` holds big real forms as NAME.xml with their scripts
NAME.json; the synthetic, chain, fan and roster forms are made anew where they are missing.

`--memory` prints what one more open interview costs, `--lists` what a choice filter costs over 500
and over 50,000 choices.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from engine_alone import list_times, memory_of

ROOT = Path(__file__).resolve().parents[2]
BESIDE = ROOT.parent / "shared" / "bench" / "perf"
MADE = ("gen_form.py", "gen_stress.py")
OURS = f"{sys.executable} -m tests.support.race"


def main() -> int:
    """Make what is missing, run the race, return its exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--race", type=Path, default=BESIDE)
    parser.add_argument("--npm", type=Path)
    parser.add_argument("--forms", type=Path)
    parser.add_argument("--rounds", default="3")
    parser.add_argument("--only", help="names of forms, with commas")
    parser.add_argument("--memory", action="store_true")
    parser.add_argument("--lists", action="store_true")
    wish = parser.parse_args()
    if wish.lists:
        print(list_times())
    if not (wish.race / "engines.py").is_file():
        print(f"There is no race in {wish.race}. Name its folder with --race.")
        return 0 if wish.lists else 2
    with tempfile.TemporaryDirectory() as made:
        forms = _forms(wish.race, wish.forms or Path(made))
        if wish.memory:
            print(memory_of(forms))
        return 0 if wish.memory or wish.lists else _race(wish, forms, Path(made) / "work")


def _forms(race: Path, forms: Path) -> Path:
    forms.mkdir(parents=True, exist_ok=True)
    for maker in MADE:
        if not (forms / ("chain.xml" if "stress" in maker else "synthetic.xml")).exists():
            subprocess.run([sys.executable, race / maker, forms], check=True)
    return forms


def _race(wish: argparse.Namespace, forms: Path, work: Path) -> int:
    peers = ["jr"] if shutil.which("javac") else []
    if wish.npm is not None:
        peers.append("wfchrome")
        _scripts(wish.race, wish.npm, forms)
    command = [sys.executable, str(wish.race / "engines.py"), str(wish.npm or "."), str(forms)]
    command += [str(work), "--rounds", wish.rounds, "--engines", ",".join([*peers, "ours"])]
    command += ["--ours", OURS, *(["--forms", wish.only] if wish.only else [])]
    settings = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, env=settings, check=False).returncode


def _scripts(race: Path, npm: Path, forms: Path) -> None:
    """Write an interview script for each form that has none."""
    for form in sorted(forms.glob("*.xml")):
        script = form.with_suffix(".json")
        if not script.exists():
            words = ["node", race / "webforms_node.mjs", npm, form, script, "gen", "200"]
            subprocess.run([str(word) for word in words], check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    sys.exit(main())
