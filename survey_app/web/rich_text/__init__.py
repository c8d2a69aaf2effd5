"""Texts of a form as markup: the Markdown and the few tags that the ODK family shows.

Room: web. Knows no page and no interview; any template may show what this makes.
Spec: docs/spec/texts-and-media.md; docs/adr/0065-markdown-of-our-own.md.
Promise: an inserted value is never read as markup and stands on its own island; no text can
bring a link, a style, a script or a picture onto the page.
"""
