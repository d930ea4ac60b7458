# SPDX-License-Identifier: MIT
peerglass_test(NAME tst_eventexporter MODULE desktop
    LIBRARIES peerglass_desktop peerglass_fake_server)
