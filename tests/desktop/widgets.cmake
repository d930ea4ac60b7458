# SPDX-License-Identifier: MIT
foreach(name icons tones clientsdelegate eventsdelegate queuedelegate sparkline copybutton noticebar emptystate
             statuspanel)
    peerglass_test(NAME tst_${name} MODULE desktop
        LIBRARIES peerglass_desktop
        INCLUDES ${PROJECT_SOURCE_DIR}/tests/support)
endforeach()
