"""The `survey-app` command, one `<noun>_cmd.py` per group.

Room: cli (floor 9). Sole user of click; turns a wish into a workflow call.
"""
