"""The voice desk: a speaker records the texts of a form, one after the other."""
