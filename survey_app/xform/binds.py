"""Read the binds of a form: types, conditions, calculations, and what our columns added.

Room: xform.
Spec: ODK XForms 1.0, "bind".
"""

from collections.abc import Mapping

from lxml import etree

from survey_app.xform.definition import Bind
from survey_app.xform.document import elements
from survey_app.xform.errors import FormError, FormPathError
from survey_app.xform.expressions import ExpressionBook
from survey_app.xform.kinds import data_type
from survey_app.xform.names import local, short_name
from survey_app.xform.paths import static_path
from survey_app.xform.texts import message
from survey_app.xpath.expression import Expression

_KNOWN = frozenset(
    {
        "id",
        "nodeset",
        "type",
        "relevant",
        "readonly",
        "required",
        "constraint",
        "calculate",
        "jr:constraintMsg",
        "jr:requiredMsg",
        "jr:preload",
        "jr:preloadParams",
        "saveIncomplete",
    }
)


def bind_elements(
    model: etree._Element, root: str, aside: list[FormError]
) -> Mapping[str, dict[str, str]]:
    """Return the attributes of all binds by path; two binds of one path are joined.

    The calculation of an XML attribute (of entities) is kept with the place that carries it,
    under "@name". A bind without a place is added to `aside`.
    """
    found: dict[str, dict[str, str]] = {}
    for element in elements(model):
        if local(element) != "bind":
            continue
        source = element.get("nodeset") or element.get("ref") or ""
        owner, _, attribute = source.partition("/@")
        path = static_path(owner, root)
        if path is None:
            aside.append(FormPathError(place="a bind", path=source or "?"))
            continue
        if attribute:
            calculation = element.get("calculate", "")
            found.setdefault(path, {})[f"@{attribute}"] = calculation
            continue
        attributes = {short_name(str(key)): str(value) for key, value in element.attrib.items()}
        found.setdefault(path, {}).update(attributes)
    return found


def bind_of(attributes: Mapping[str, str], path: str, book: ExpressionBook) -> Bind:
    """Return the bind at `path`. Raises: FormExpressionError."""

    def expression(name: str) -> Expression | None:
        source = attributes.get(name, "").strip()
        return book.at(source, path) if source else None

    others = [name for name in attributes if name not in _KNOWN]
    return Bind(
        data_type=data_type(attributes.get("type", "")),
        relevant=expression("relevant"),
        readonly=expression("readonly"),
        required=expression("required"),
        constraint=expression("constraint"),
        calculate=expression("calculate"),
        constraint_message=message(attributes.get("jr:constraintMsg")),
        required_message=message(attributes.get("jr:requiredMsg")),
        preload=attributes.get("jr:preload", ""),
        preload_params=attributes.get("jr:preloadParams", ""),
        attributes={
            name[1:]: book.at(attributes[name].strip(), f"{path}/{name}")
            for name in others
            if name.startswith("@") and attributes[name].strip()
        },
        extra={name: attributes[name] for name in others if not name.startswith("@")},
    )
