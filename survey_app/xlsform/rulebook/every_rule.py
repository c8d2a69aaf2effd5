"""Every rule of the checks, by its code.

Room: xlsform (floor 4).
"""

from collections.abc import Mapping
from types import MappingProxyType

from survey_app.xlsform.rulebook import offer_rules, plan_rules, rules, text_rules, value_rules
from survey_app.xlsform.rulebook.findings import Rule

RULES: Mapping[str, Rule] = MappingProxyType(
    {
        rule.code: rule
        for module in (rules, value_rules, plan_rules, text_rules, offer_rules)
        for rule in vars(module).values()
        if isinstance(rule, Rule)
    }
)

OWN_RULES: frozenset[Rule] = frozenset(
    rule for rule in vars(plan_rules).values() if isinstance(rule, Rule)
)
"""Findings in the columns that are ours: with one that is more than a warning even a demo stops."""

TEXT_RULES: frozenset[Rule] = frozenset(
    rule for rule in vars(text_rules).values() if isinstance(rule, Rule)
)
"""Findings about other languages: they leave a language out, the form itself still compiles."""
