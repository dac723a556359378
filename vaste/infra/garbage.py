"""Python's collection of garbage, which stops all threads of a process while it walks the heap."""

import gc

YOUNG = 10_000  # objects made before the newest are looked through; Python's own: 700
MIDDLE = 10  # collections of the youngest generation to one of the middle one
RARELY = 70  # collections of the middle generation to one of the oldest; Python's own: 10


def collect_rarely() -> None:
    """
    Collect rarely, and leave out what is there now; for once everything is loaded.

    A batch of rows makes objects by the hundred thousand and drops them without a cycle: looking
    for cycles among them took an import a quarter of its time, and a walk through all that the
    program is made of took long enough for a clock to be late.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, MIDDLE, RARELY)
