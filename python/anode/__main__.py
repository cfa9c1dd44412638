"""`python -m anode` is the program `anode`."""

from ._program import main

main()
