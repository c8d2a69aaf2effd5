"""The places of a form and the rows of its lists: one plain class, no index, no caching."""


class Spot:
    """A place. `said` is what was answered; `seen` is what rules see of it."""

    def __init__(self, name, above=None, said="", kind="question"):
        self.name = name
        self.above = above
        self.said = said
        self.kind = kind
        self.type = None  # of a question that somebody may answer
        self.inside = []
        self.aside = {}
        self.mark = None
        self.own_relevant = self.relevant = True
        self.own_readonly = self.readonly = False
        self.required = False
        self.offered = None
        self.single = False

    @property
    def seen(self):
        if self.kind != "question":
            return "".join(one.seen for one in self.inside)
        if not self.relevant:
            return ""
        if self.offered is None:
            return self.said
        if self.single:
            return self.said if self.said in self.offered else ""
        return " ".join(name for name in self.said.split() if name in self.offered)

    @property
    def truth(self):
        """A group, or a cell of a list, is true by being there; an answer by what it says."""
        if self.type is None:
            return True
        if self.type == "boolean":
            return self.seen not in {"", "0", "false"}
        return bool(self.seen) and (self.type not in {"int", "decimal"} or float(self.seen) != 0)

    @property
    def path(self):
        return "" if self.above is None else f"{self.above.path}/{self.name}"

    @property
    def place(self):
        """Among its like; 0 for a place that is only thought of."""
        alike = (
            [one for one in self.above.inside if one.name == self.name] if self.above else [self]
        )
        return next((at for at, one in enumerate(alike, 1) if one is self), 0)

    @property
    def ref(self):
        if self.above is None:
            return ""
        here = f"{self.name}[{self.place}]" if self.kind == "repeat" else self.name
        return f"{self.above.ref}/{here}"

    def everything(self):
        found = [self]
        for one in self.inside:
            found += one.everything()
        return found

    def named(self, name):
        return [one for one in self.inside if one.name == name]

    def upwards(self):
        return [] if self.above is None else [self.above, *self.above.upwards()]


def in_order(spots):
    """Each once, as they stand in the document."""
    if len(spots) < 2:
        return list(spots)
    tops = []
    for spot in spots:
        top = [spot, *spot.upwards()][-1]
        if all(top is not one for one in tops):
            tops.append(top)
    wanted = {id(one) for one in spots}
    return [one for top in tops for one in top.everything() if id(one) in wanted]
