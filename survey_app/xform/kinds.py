"""The types of values that forms know.

Room: xform.
Spec: ODK XForms 1.0, "data types".
"""

_TYPES = frozenset(
    {
        "string",
        "int",
        "boolean",
        "decimal",
        "date",
        "time",
        "dateTime",
        "geopoint",
        "geotrace",
        "geoshape",
        "binary",
        "barcode",
        "intent",
    }
)
_OTHER_NAMES = {"integer": "int", "double": "decimal", "float": "decimal", "long": "int"}
_CHOSEN = ("select", "select1", "rank")  # what older forms and pyxform write for a text
KNOWN_TYPES: tuple[str, ...] = (*sorted(_TYPES), *_OTHER_NAMES, *_CHOSEN)


def data_type(name: str) -> str:
    """Return the type a bind means; text for what the standard does not know.

    >>> data_type("xsd:int"), data_type("integer"), data_type("select1")
    ('int', 'int', 'string')
    """
    short = name.rpartition(":")[2]
    short = _OTHER_NAMES.get(short, short)
    return short if short in _TYPES else "string"
