"""The forms of the pages: what may be sent, and what is said when it does not fit."""
