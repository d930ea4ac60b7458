# SPDX-License-Identifier: MIT
# The parts of the whole window, each in its own program; see window.cmake.
add_library(peerglass_window_hands STATIC windowhands.cpp windowhands.h windowtest.cpp windowtest.h)
target_link_libraries(peerglass_window_hands
    PUBLIC peerglass_window_fixture PRIVATE peerglass_options)

foreach(name tst_window_services tst_window_bans tst_window_states tst_window_trouble tst_window_counts
             tst_window_clients tst_window_table tst_window_queue tst_window_dropping
             tst_window_sending tst_window_events tst_window_export tst_window_tryit tst_window_keyboard)
    peerglass_test(NAME ${name} MODULE desktop LIBRARIES peerglass_window_hands)
endforeach()
peerglass_test(NAME tst_windowsettings MODULE desktop
    LIBRARIES peerglass_desktop peerglass_fake_server)
