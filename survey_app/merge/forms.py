"""What the merge needs to know of a questionnaire.

Room: merge (floor 6).
Spec: docs/spec/merged-dataset.md section 4.
"""

from survey_app.merge.harmonise import FormVersion, Variable
from survey_app.xform import FormDef, RepeatDef

_SOURCE = "en"


def form_version(form: FormDef) -> FormVersion:
    """Return the variables of `form` in its order, with what each was called before."""
    language = form.language_for(_SOURCE) or form.default_language
    return FormVersion(
        form_id=form.form_id,
        version=form.version,
        form_hash=form.form_hash,
        variables=tuple(
            Variable(
                name=name,
                roster="" if question.repeat is None else question.repeat.rpartition("/")[2],
                data_type=question.data_type,
                choices=tuple(
                    (choice.value, choice.labels.get(language, ""))
                    for choice in question.choices_all()
                ),
                was=question.bind.extra.get("sa:was", ""),
            )
            for name, question in form.questions.items()
        ),
        rosters=tuple(
            (node.name, node.bind.extra.get("sa:was", ""))
            for node in form.nodes.values()
            if isinstance(node, RepeatDef)
        ),
    )
