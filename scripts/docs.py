"""Write the pages of docs/ that the code itself dictates: python3 scripts/docs.py [--check].

docs/commands.md comes from every `--help`, docs/errors.md from the registry of errors.
With --check nothing is written; exit code 1 tells that a page is stale.
"""

import argparse
import subprocess
import sys

from environment import ROOT, tool

WRITER = """
import importlib, pkgutil, sys
import click
import survey_app
from survey_app.cli.main import main as trunk, COMMANDS
from survey_app.errors import registered_errors

for module in pkgutil.walk_packages(survey_app.__path__, "survey_app."):
    if not module.name.endswith("__main__"):
        importlib.import_module(module.name)

def commands(command, path):
    context = click.Context(command, info_name=path, terminal_width=88, max_content_width=88)
    yield path, command.get_help(context)
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            yield from commands(command.get_command(context, name), f"{path} {name}")

if sys.argv[1] == "commands":
    print("# Commands\\n\\nWritten by `scripts/docs.py` from each command's own `--help`.")
    for path, text in commands(trunk, "survey-app"):
        print(f"\\n## `{path}`\\n\\n```text\\n{text}\\n```")
else:
    print("# Errors\\n\\nWritten by `scripts/docs.py` from the registry. Exit codes: 1 unexpected, "
          "2 bad input, 3 refused by policy, 4 passphrase or key, 5 damaged or forged data.\\n")
    print("| code | what it says | exit code |\\n|---|---|---|")
    for code, error in registered_errors().items():
        print(f"| {code} | {error.msgid} | {error.exit_code} |")
"""


def main() -> int:
    """Write or check both pages; return 0 when they are fresh."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing, only compare")
    wish = parser.parse_args()
    stale = [page for page in ("commands", "errors") if not _fresh(page, check=wish.check)]
    for page in stale:
        print(f"docs/{page}.md is stale: run python3 scripts/docs.py")
    return 1 if stale else 0


def _fresh(page: str, *, check: bool) -> bool:
    command = [str(tool("python")), "-c", WRITER, page]
    made = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    path = ROOT / "docs" / f"{page}.md"
    if path.is_file() and path.read_text(encoding="utf-8") == made.stdout:
        return True
    if check:
        return False
    path.write_text(made.stdout, encoding="utf-8")
    print(f"Wrote {path.relative_to(ROOT)}")
    return True


if __name__ == "__main__":
    sys.exit(main())
