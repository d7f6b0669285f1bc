"""Names that are everyday English words too: “Page” stands on any screenshot, “Ward” in any talk of a council.

A copy in which each of them had to be covered would show nothing. So software looks for such a name where it is plainly
one, and whoever approves looks for the rest. Chosen by us among the surnames and first names borne in Britain, for what
stands on screens and is said of councils; a name that is missing here is looked for wherever it stands.
"""

EVERYDAY = frozenset(
    """
    amber angel april art august baker ball banks bell best bill bishop black bloom bond bridge brook brooks
    brown bush butler carol carpenter case castle chance chapel chase child church clay cliff close cook cross
    daisy dale dawn day dean drew driver duke earl early east eve fair faith farmer field fields fine fish
    fisher flood ford forest fox frank friend frost fry gale gardener gates glass glen gold good grace grant
    grave graves gray green grey guy hall hand hands head heath heather hill hills holly hope horn house hunt
    hunter iris ivy jack joy june king knight lake lamb land lane law lily little long lord love major march
    mark marsh mason may mayor meadows miles mills moon moore moor more moss noble north olive pack page park
    parks pat peace pearl penny pike place plant pond pool pope poppy porter post potter power price pride
    prince ray read reed rice rich rivers rob robin rock rose royal ruby rush sale sandy savage sharp shepherd
    shore short silver singer sky small smart snow south spring star steel stone storm street sue summer summers
    swan swift temple thorn tree turner vale violet wade walker wall walls ward waters way weeks wells west
    white wild will winter wise wolf wood woods worth wren yard young
    """.split()
)
