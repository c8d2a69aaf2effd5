"""Places in a free text that may say who she is: proposals for a reader.

Room: disclosure (floor 5), texts in English, Urdu and Urdu in Latin letters; no model, no
network, one pass of patterns, known answers, word lists and cue words.
Spec: docs/spec/text-review.md section 2.
Promise: a proposal is never a decision; a person reads every text.
"""
