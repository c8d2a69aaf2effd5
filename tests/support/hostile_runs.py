"""Give a hostile expression to the engine, alone and inside a form; say how it ended.

Every end but a value or an error of ours is a fault; so is taking too long or too much memory.
"""

import time
from dataclasses import dataclass, replace
from xml.sax.saxutils import quoteattr

from scenario import environment

from survey_app.errors import SurveyError
from survey_app.interview import begin
from survey_app.interview.errors import EndlessRulesError
from survey_app.xform import FormError, parse
from survey_app.xpath.errors import XPathError
from survey_app.xpath.evaluation import Context
from survey_app.xpath.expression import compile_expression
from survey_app.xpath.values import number_of, text_of, truth_of

MOST_SECONDS = 2.0
ITEMS = 400


@dataclass(frozen=True)
class End:
    """How it ended: "value", the code of an error, or "fault"; `seconds` is how long it took."""

    how: str
    seconds: float
    told: str = ""


_ROWS = "".join(
    f"<item><name>n{at}</name><label>L{at}</label><cost>{at % 7}</cost></item>"
    for at in range(ITEMS)
)


def form_xml(*, calculate="''"):
    """A small form with a repeat, a list, and one calculation."""
    rep = "<rep><a>3</a><b>x y</b></rep>" * 8
    return (
        '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" '
        'xmlns:jr="http://openrosa.org/javarosa"><h:head><h:title>t</h:title><model>'
        f'<instance><data id="t"><q>a</q><name>Ali</name><out/>{rep}</data></instance>'
        f'<instance id="big"><root>{_ROWS}</root></instance>'
        f'<bind nodeset="/data/out" type="string" calculate={quoteattr(calculate)}/>'
        "</model></h:head><h:body>"
        '<input ref="/data/q"><label>Q</label></input>'
        '<group><repeat nodeset="/data/rep"><input ref="/data/rep/a"><label>A</label></input>'
        "</repeat></group></h:body></h:html>"
    ).encode()


class Ground:
    """An interview to try expressions on."""

    def __init__(self):
        self.interview = begin(parse(form_xml()), environment(), language="en")
        works = self.interview._works
        self._host = works.host
        self._seat = works.root.named("q")[0]

    def alone(self, source):
        """Read, compile and evaluate `source` in every type."""
        return _ended(lambda: self._all(source), XPathError)

    def inside(self, source):
        """Make a form that calculates with `source`, open it, answer, finish: the longest step."""
        steps = _interviewed(source)
        ends = [_ended(step, (FormError, EndlessRulesError)) for step in steps]
        worst = next((end for end in ends if end.how != "value"), ends[0])
        return replace(worst, seconds=max(end.seconds for end in ends))

    def _all(self, source):
        expression = compile_expression(source)
        context = Context(self._seat, self._host)
        value = expression.value(context)
        number_of(value, context)
        truth_of(value)
        return text_of(value)


def _interviewed(source):
    """The steps of a short interview; nothing for what XML cannot hold."""
    try:
        xml = form_xml(calculate=source)
    except UnicodeEncodeError:
        return [lambda: None]
    running = []

    def opened():
        running.append(begin(parse(xml), environment(), language="en"))

    def answered():
        for interview in running:
            interview.answer("/data/q", "b")

    def finished():
        for interview in running:
            interview.finalize()

    return [opened, answered, finished]


def _ended(work, ours):
    began = time.process_time()
    try:
        work()
        how, told = "value", ""
    except ours as error:
        how, told = error.code, error.message()
    except SurveyError as error:
        how, told = "fault", f"{type(error).__name__} {error.message()[:300]}"
    except Exception as error:  # noqa: BLE001 - this is what is looked for
        how, told = "fault", f"{type(error).__name__}: {str(error)[:300]}"
    return End(how, time.process_time() - began, told)
