# SPDX-License-Identifier: MIT
"""The delayed echo server of the tutorials: select(), and a sleep of 1 s in each round.

The sleep holds up every client alike; that is the original's way, and what Peerglass does better.
"""

import time

from reference_select_echo import serve

if __name__ == "__main__":
    serve("0.0.0.0", after_each_round=lambda: time.sleep(1))
