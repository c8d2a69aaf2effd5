"""The functions of XPath 1.0 and ODK XForms, a module for each family.

Room: xpath. Each module fills a table; `table` joins them into one.
Spec: W3C XPath 1.0, section 4; ODK XForms 1.0, "XPath functions".
"""
