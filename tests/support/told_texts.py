"""Stories told by hand, with every place marked that could say who somebody is.

Support for tests and measurements: `told/<writing>.txt` holds one story per block. Its first line
names the answers of the same interview, as `? name=Zarmina; child=Noor Jahan`; in the story
`<k Zarmina>` marks a place, its letter the kind: k a known answer, p a number, date, address or
case, c a name beside a word that introduces it, b a name that nothing introduces, g a district or
town, j a prison, l another place that a word introduces. No person, number or address is real.

`told_anew/` has 210 more, three times 70: written down by a language model as women and interviewers
could have told them, before it had read the finder, its lists or its tests; a fifth has nothing to
find. What the finder missed there at first sight stands in docs/spec/text-review.md section 2.4.

`told_anew/six_styles/` has 120 (40 times three) in the same order of styles in each writing: told as
on a phone's keyboard (7), notes of an interviewer (6, English 7), reports (6), names and letters of
the provinces (7), words that look like names and are none (6), titles, long names and numbers (7);
`six_styles_again/` has 60 more, told after the misses of the first were mended. In both most of the
stories are as full of places to mark as notes are: up to 18 in a hundred words.

`told_anew/cues_and_numbers/` has 90 (45 Urdu, 45 in Latin letters) that are fuller still, of kin and
titles, numbers and towns in other spellings; the misses of every second one were never read.

`told_anew/letters_and_messages/` has 90 (30 times three, the same in each writing): hurried notes,
dictated speech, mixed languages, messages in short spelling, letters of literate women, reports in
the third person; told after the rules for shapes were made, the misses of every second one read.

`told_anew/plain_stories/` has 210 (70 in each writing, the same ones): mothers telling plainly, a third
of them naming nobody, and twenty in haste or full of towns; told before the finder was tried on them.

`told_anew/frames_and_kin/` has 490: names after the many words for kin, cell mates, ranks and trades,
everyday words that are names, nicknames, names told by the frame of a sentence. Most were told before
the finder's lists were read; the misses of `held_out` were never read, `told_last` was told and counted
after the mending.

`told_anew/everyday_and_rare/` has 120 (40 in each writing, most the same ones): half of the people are called
by an everyday word or a rare name. Told before the finder's lists were read; the misses of `held_out` were
only counted.

`told_anew/rows_and_calls/` has 522 (170 English, 174 Urdu, 178 in Latin letters): kin, staff, cell mates,
children told apart by size, names in rows and called out; a quarter names nobody. Two thirds were told
before the finder's lists were read; all of it was read while the finder was mended.
"""

import re
from pathlib import Path

from planted_texts import Planted, Text

FOLDER = Path(__file__).resolve().parent / "told"
ANEW = FOLDER.with_name("told_anew")
STYLES, STYLES_AGAIN = ANEW / "six_styles", ANEW / "six_styles_again"
FILES = ANEW / "files_and_voices"
LOOKED_AT, HELD_OUT, LAST = FILES / "looked_at", FILES / "held_out", FILES / "told_last"
AFTER = FILES / "told_after"
DENSE = ANEW / "cues_and_numbers"
DENSE_LOOKED_AT, DENSE_HELD_OUT = DENSE / "looked_at", DENSE / "held_out"
LETTERS = ANEW / "letters_and_messages"
LETTERS_LOOKED_AT, LETTERS_HELD_OUT = LETTERS / "looked_at", LETTERS / "held_out"
PLAIN = ANEW / "plain_stories"
FRAMES = ANEW / "frames_and_kin"
FRAMES_LOOKED_AT, FRAMES_HELD_OUT = FRAMES / "looked_at", FRAMES / "held_out"
FRAMES_LAST = FRAMES / "told_last"
EVERYDAY = ANEW / "everyday_and_rare"
EVERYDAY_LOOKED_AT, EVERYDAY_HELD_OUT = EVERYDAY / "looked_at", EVERYDAY / "held_out"
ROWS = ANEW / "rows_and_calls"
WRITINGS = ("english", "urdu", "roman")
KINDS = {
    "k": "known",
    "p": "pattern",
    "c": "cue",
    "b": "bare",
    "g": "town",
    "j": "prison",
    "l": "place",
}
_MARK = re.compile(r"<([a-z]) ([^>]*)>")


def told(writing, folder=FOLDER):
    """Return the stories of one writing."""
    blocks = (folder / f"{writing}.txt").read_text("utf-8").strip().split("\n\n")
    return [_read(writing, block) for block in blocks]


def _read(writing, block):
    head, _, story = block.partition("\n")
    known = tuple(pair.partition("=")[2].strip() for pair in head.lstrip("? ").split(";"))
    parts, planted, at, end = [], [], 0, 0
    for mark in _MARK.finditer(story):
        parts += [story[end : mark.start()], mark.group(2)]
        at += mark.start() - end
        planted.append(Planted(at, at + len(mark.group(2)), KINDS[mark.group(1)]))
        at += len(mark.group(2))
        end = mark.end()
    return Text(writing, "".join([*parts, story[end:]]), tuple(planted), known)
