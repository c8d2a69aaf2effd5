"""A slow, obvious form engine to hold the fast one against.

It shares no line with survey_app: its own reader of expressions, its own walk over a plain tree,
and after every step it works out everything anew until nothing changes. Nobody would run a form
with it; anybody can see that it is right.

`grammar` reads expressions, `meaning` and `functions` evaluate them, `spots` are the places of a
form, `values` says how values are kept, `blueprint` reads the XML of a form, `running` is the
interview.
"""
