"""How fast and how large: answers, start, check, search, deliveries … Run it with `python -m bench [NAME…]`.

Times are reported beside their targets and never asserted: they belong to a machine, not to the code. Those within
a process are its processor time; those of whole processes are what a clock shows, and grow with the load.
"""
