"""Methods and roles of the plan in words.

Room: release (floor 7).
Spec: docs/spec/release-folder.md section 3.
"""

from survey_app.disclosure.sentences import Sentence
from survey_app.i18n.catalogues import Translator
from survey_app.i18n.marking import N_

_METHODS = {
    "local": N_("Wider groups only where rows need them, starting from {detail}"),
    "keep": N_("As it was given"),
    "band": N_("In groups that are the same in every release: {detail}"),
    "top": N_("Exact up to a limit, everything above together: {detail}"),
    "bottom": N_("Everything below a limit together: {detail}"),
    "round": N_("Rounded: {detail}"),
    "date": N_("A date made coarser: {detail}"),
    "level": N_("The wider group that the choice belongs to"),
    "count": N_("A number instead of the rows"),
    "means": N_("Every number is the mean of several women's, so that none is one woman's own"),
    "swap": N_(
        "Kept with a chance of {detail} in 100, else any of the choices: nobody can be held to it"
    ),
    "pattern": N_("What is known of all children together"),
}
_OTHER_METHOD = N_("Changed by the method {detail}")
_ROLES = {
    "quasi": N_("Others may know it about her, so it is made coarser"),
    "sensitive": N_("Sensitive: several different answers in each group of women who look alike"),
    "safe": N_("Says nothing by which she could be recognised"),
    "direct": N_("Identifies her; never leaves the team"),
    "text": N_("Free text; never shared line by line"),
    "meta": N_("For the running of the study; never shared"),
}


def said(sentence: Sentence, words: Translator) -> str:
    """Return a sentence in the language of `words`, what stands in it kept apart."""
    return words.gettext(sentence.msgid, **sentence.params)


def method_words(method: str, words: Translator) -> str:
    """Return what a method such as `band:18,25` does, in words."""
    verb, _, detail = method.partition(":")
    return words.gettext(_METHODS.get(verb, _OTHER_METHOD), detail=detail or verb)


def role_words(role: str, words: Translator) -> str:
    """Return what a role means, in words."""
    return words.gettext(_ROLES.get(role, _ROLES["direct"]))
