"""Languages, their direction, their catalogues and their digits.

Room: i18n (floor 1). Sole user of babel. Knows no form and no page.
Promise: direction comes from the language code, never from a guess at the text.
"""
