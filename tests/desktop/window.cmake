# SPDX-License-Identifier: MIT
# The whole window, by mouse and keyboard alone; windowfixture.h has the hands and eyes.
add_library(peerglass_window_fixture STATIC windowfixture.cpp windowfixture.h)
target_include_directories(peerglass_window_fixture PUBLIC .)
target_link_libraries(peerglass_window_fixture
    PUBLIC peerglass_desktop peerglass_engine_fixture Qt6::Test PRIVATE peerglass_options)

peerglass_test(NAME tst_window_story MODULE desktop LIBRARIES peerglass_window_fixture)
target_sources(tst_window_story PRIVATE storyclients.cpp storyclients.h)
# The same in a real X server, which has no window manager, with real clients. Not for the address
# sanitizer there: that Qt's part for X takes strndup() of text without a NUL at its end (right, but
# not for strict_string_checks), and that libdbus leaves a buffer at the end.
add_test(NAME desktop/tst_window_story_xvfb
    COMMAND xvfb-run --auto-servernum $<TARGET_FILE:tst_window_story>)
set_tests_properties(desktop/tst_window_story_xvfb PROPERTIES
    ENVIRONMENT "QT_QPA_PLATFORM=xcb;PEERGLASS_STORY_CLIENTS=nc;ASAN_OPTIONS=detect_stack_use_after_return=1:detect_leaks=0"
    TIMEOUT 120 LABELS desktop)

peerglass_test(NAME tst_window_stall MODULE desktop LIBRARIES peerglass_window_fixture)
peerglass_test(NAME tst_window_closing MODULE desktop LIBRARIES peerglass_window_fixture)

peerglass_test(NAME tst_window_program MODULE desktop LIBRARIES peerglass_engine_fixture)
target_compile_definitions(tst_window_program
    PRIVATE PEERGLASS_PROGRAM="$<TARGET_FILE:peerglass>")
add_dependencies(tst_window_program peerglass)
