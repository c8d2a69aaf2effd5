"""Texts that somebody signed, such as those printed as codes on cards.

Room: xpath. Signatures are checked by the host: this room knows no cryptography.
Spec: docs/spec/form-definition.md, "Expressions"; the function `extract-signed` of JavaRosa.
"""

import base64
import binascii
from collections.abc import Mapping

from survey_app.xpath.calls import Arguments, Function, Kind
from survey_app.xpath.evaluation import Context, Evaluate

_SIGNATURE_BYTES = 64


def _extract(arguments: Arguments) -> Evaluate:
    contents, key = arguments.text(0), arguments.text(1)

    def extract(context: Context) -> str:
        signed, public = _bytes(contents(context)), _bytes(key(context))
        signature, message = signed[:_SIGNATURE_BYTES], signed[_SIGNATURE_BYTES:]
        if len(signature) < _SIGNATURE_BYTES:
            return ""
        if not context.host.is_signed(public, signature, message):
            return ""
        return message.decode("utf-8", "replace")

    return extract


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        return b""


FUNCTIONS: Mapping[str, Function] = {
    "extract-signed": Function(Kind.TEXT, 2, 2, _extract),
}
