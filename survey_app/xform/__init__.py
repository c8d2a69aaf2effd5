"""The definition of a form: what may be asked, immutable and shared.

Room: xform (floor 3). Reads XForm XML; holds no answer.
Spec: ODK XForms 1.0.
"""
