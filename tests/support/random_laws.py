"""Laws of a running interview, told on forms and courses nobody thought of.

Each law takes a chance and draws its own form. What is compared is what a page could show, what a
draft holds, and the bytes of the submission.
"""

import functools
from dataclasses import replace

from random_forms import ANSWERS, Taste, draw_form
from random_interviews import elements, read, take
from reference.running import TooMuch
from scenario import environment

from survey_app.interview import begin, edit, resume
from survey_app.interview.errors import EndlessRulesError

MOST_REFS = 150


def at_rest(law):
    """The law, left out for forms whose rules go round in circles by a predicate."""

    @functools.wraps(law)
    def tried(chance):
        try:
            law(chance)
        except EndlessRulesError as error:
            raise TooMuch from error

    return tried


@at_rest
def saving_and_loading_changes_nothing(chance):
    """One interview goes on in memory, the other is saved and loaded after every step."""
    drawn = _form(chance, Taste(chance=True))
    form = read(drawn.xml)
    whole = begin(form, environment(), language="en")
    broken = begin(form, environment(), language="en")
    for seed in range(chance.whole(1, 8)):
        _small(whole, drawn)
        broken = resume(form, broken.save(), environment(seed=seed + 50))
        assert _seen(broken, drawn) == _seen(whole, drawn)
        step = _step(chance, whole, drawn)
        assert take(broken, *step) == take(whole, *step), step
    assert _seen(broken, drawn) == _seen(whole, drawn)
    assert broken.finalize() == whole.finalize()


@at_rest
def the_order_of_independent_answers_does_not_matter(chance):
    """No answer is refused because of another here: no filters, no conditions on typing."""
    drawn = _form(chance, Taste(actions=False, history=False, filters=False, readonly=False))
    form = read(drawn.xml)
    answers = {
        "/" + "/".join(one.path): chance.pick(ANSWERS[one.kind])
        for one in drawn.things
        if one.kind in ANSWERS and not one.repeats and chance.sometimes(2)
    }
    orders = [sorted(answers), _shuffled(chance, sorted(answers))]
    chance.note((answers, orders))
    sent = []
    for order in orders:
        interview = begin(form, environment(), language="en")
        for ref in order:
            interview.answer(ref, answers[ref])
        _small(interview, drawn)
        sent.append(interview.finalize())
    assert sent[0] == sent[1]


@at_rest
def the_language_does_not_change_the_data(chance):
    """The same steps in Urdu and in English; names of choices decide nothing here."""
    drawn = _form(chance, Taste(labels=False, chance=True))
    form = read(drawn.xml)
    tongues = [begin(form, environment(), language=tag) for tag in ("en", "ur")]
    for _ in range(chance.whole(1, 8)):
        step = _step(chance, tongues[0], drawn)
        if step[0] != "language":
            assert take(tongues[0], *step) == take(tongues[1], *step), step
    english, urdu = (interview.finalize() for interview in tongues)
    assert english.answers == urdu.answers
    assert english.xml.replace(b'language="en"', b'language="ur"') == urdu.xml


@at_rest
def working_everything_out_anew_changes_nothing(chance):
    """Rules at rest have nothing left to say."""
    drawn = _form(chance, Taste())
    interview = begin(read(drawn.xml), environment(), language="en")
    for _ in range(chance.whole(1, 8)):
        step = _step(chance, interview, drawn)
        take(interview, *step)
        _small(interview, drawn)
        before = _seen(interview, drawn)
        interview._works.engine.settle(interview._works.root)
        interview._works.settle()
        assert _seen(interview, drawn) == before


@at_rest
def a_view_is_never_stale(chance):
    """What is kept of a question for the page is what it would be if it were made anew."""
    drawn = _form(chance, Taste())
    interview = begin(read(drawn.xml), environment(), language="en")
    for _ in range(chance.whole(1, 10)):
        _views(interview, drawn)
        take(interview, *_step(chance, interview, drawn))
        kept = _views(interview, drawn)
        for node in interview._document.everything():
            node.view = None
        assert kept == _views(interview, drawn)


@at_rest
def a_submission_taken_up_again_and_finished_is_the_same(chance):
    """Edited and left as it is, a submission only gets a new name.

    How many instances stand where nobody may see them is not submitted: those stay as they are.
    """
    drawn = _form(chance, Taste())
    form = read(drawn.xml)
    interview = begin(form, environment(), language="en")
    for _ in range(chance.whole(0, 8)):
        step = _step(chance, interview, drawn)
        if step[0] in {"add", "remove"} and _may_hide(step[1], drawn):
            continue
        take(interview, *step)
        _small(interview, drawn)
    sent = interview.finalize()
    again = edit(form, sent.xml, environment(seed=9)).finalize()
    assert elements(again.xml) == elements(sent.xml)
    assert again.answers == sent.answers


LAWS = (
    a_submission_taken_up_again_and_finished_is_the_same,
    a_view_is_never_stale,
    saving_and_loading_changes_nothing,
    the_order_of_independent_answers_does_not_matter,
    the_language_does_not_change_the_data,
    working_everything_out_anew_changes_nothing,
)


def _form(chance, taste):
    drawn = draw_form(chance, taste)
    chance.note(drawn)
    return drawn


def _shuffled(chance, row):
    row = list(row)
    return [row.pop(chance.below(len(row))) for _ in range(len(row))]


def _refs(interview, drawn):
    """The references of all places of the form now, by the thing they are."""
    found = []
    for thing in drawn.things:
        seats = [""]
        for at, name in enumerate(thing.path):
            path = thing.path[: at + 1]
            repeats = path in {*thing.repeats, *([thing.path] if thing.kind == "repeat" else [])}
            refs = [f"{seat}/{name}" for seat in seats]
            if repeats:
                refs = [f"{r}[{n + 1}]" for r in refs for n in range(interview.count_repeats(r))]
            seats = refs
        found += [(ref, thing) for ref in seats]
        if len(found) > MOST_REFS:
            raise TooMuch
    return found


def _may_hide(ref, drawn):
    """Whether a condition stands on the place or on one around it."""
    path = tuple(step.partition("[")[0] for step in ref.split("/")[1:])
    return any(
        "relevant" in one.rules and path[: len(one.path)] == one.path for one in drawn.things
    )


def _small(interview, drawn):
    _refs(interview, drawn)


def _step(chance, interview, drawn):
    """Draw a step that can be taken now."""
    refs = _refs(interview, drawn)
    row = [("language", tag, None) for tag in ("en", "ur")]
    for ref, thing in refs:
        if thing.kind in ANSWERS:
            row += [("answer", ref, chance.pick(ANSWERS[thing.kind]))] * 2
        elif thing.kind == "repeat" and not thing.count and thing.how != "fixed":
            row.append(("remove", ref, None))
    for ref in {f"{ref.rpartition('[')[0]}" for ref, thing in refs if thing.kind == "repeat"}:
        row += [("add", ref, None)] * interview.can_add_repeat(ref)
    step = chance.pick(sorted(row, key=str))
    chance.note(step)
    return step


def _views(interview, drawn):
    refs = [ref for ref, thing in _refs(interview, drawn) if thing.is_question]
    views = interview.views(refs)
    return [replace(view, offer=None) for view in views]


def _seen(interview, drawn):
    """Everything a page could show."""
    found = []
    for ref, thing in _refs(interview, drawn):
        facts = [ref, interview.relevant(ref), interview.readonly(ref)]
        if thing.is_question:
            facts += [interview.value(ref), interview.required(ref), interview.validity(ref)]
        if thing.kind in {"one", "many"}:
            facts.append(interview.choices(ref))
        found.append(facts)
    return found, interview.save(), [screen.key for screen in interview.screens()]
