# SPDX-License-Identifier: MIT
# What all targets share, and one function per kind of target.

find_package(Threads REQUIRED)

add_library(peerglass_options INTERFACE)
target_compile_features(peerglass_options INTERFACE cxx_std_20)
target_compile_options(peerglass_options INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion
    $<$<BOOL:${PEERGLASS_DEVELOPER}>:-Werror>)
target_compile_definitions(peerglass_options INTERFACE
    QT_NO_CAST_FROM_ASCII
    QT_NO_CAST_TO_ASCII
    QT_NO_CAST_FROM_BYTEARRAY
    QT_NO_URL_CAST_FROM_STRING
    QT_NO_KEYWORDS
    QT_NO_FOREACH
    QT_STRICT_ITERATORS
    QT_NO_NARROWING_CONVERSIONS_IN_CONNECT
    QT_DISABLE_DEPRECATED_BEFORE=0x060400
    PEERGLASS_VERSION="${PROJECT_VERSION}")
target_link_libraries(peerglass_options INTERFACE Threads::Threads)

if(PEERGLASS_SANITIZER)
    target_compile_options(peerglass_options INTERFACE
        -fsanitize=${PEERGLASS_SANITIZER} -fno-sanitize-recover=all -fno-omit-frame-pointer)
    target_link_options(peerglass_options INTERFACE -fsanitize=${PEERGLASS_SANITIZER})
    # The check of virtual tables asks the kernel by a pipe what memory can be read, and takes it for
    # unreadable where no descriptor is left, which is what some tests are about.
    target_compile_options(peerglass_options INTERFACE -fno-sanitize=vptr)
endif()

# GCC 12 takes a path of QHash (Qt 6.4), which it sees when it optimises all at once, for possible.
if(CMAKE_INTERPROCEDURAL_OPTIMIZATION AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_link_options(peerglass_options INTERFACE -Wno-alloc-size-larger-than)
endif()

# A fuzzer has to see which ways through the code an input takes.
if(PEERGLASS_FUZZ)
    if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
        message(FATAL_ERROR "PEERGLASS_FUZZ needs Clang, which has libFuzzer; use the preset fuzz")
    endif()
    target_compile_options(peerglass_options INTERFACE -fsanitize=fuzzer-no-link)
endif()

# There are some hundred programs to link, which takes lld a quarter of the time.
if(PEERGLASS_DEVELOPER)
    find_program(PEERGLASS_LLD ld.lld)
    if(PEERGLASS_LLD)
        add_link_options(-fuse-ld=lld)
    endif()
endif()

# Precompiled headers halve the time of a developer's build. Packagers' builds do without, which also
# shows includes that are missing.
if(PEERGLASS_DEVELOPER)
    file(WRITE ${PROJECT_BINARY_DIR}/precompiled.cpp "")
    add_library(peerglass_precompiled STATIC ${PROJECT_BINARY_DIR}/precompiled.cpp)
    target_link_libraries(peerglass_precompiled PRIVATE peerglass_options Qt6::Core tl::expected)
    target_precompile_headers(peerglass_precompiled PRIVATE
        <QByteArray> <QHash> <QList> <QObject> <QSocketNotifier> <QString> <QStringList>
        <QTimer> <algorithm> <chrono> <functional> <map> <memory> <optional>
        <span> <unordered_map> <variant> <vector> <tl/expected.hpp>)
endif()
function(peerglass_precompile target)
    if(PEERGLASS_DEVELOPER)
        target_precompile_headers(${target} REUSE_FROM peerglass_precompiled)
    endif()
endfunction()

# peerglass_module(NAME core SOURCES a.cpp a.h ... PUBLIC targets... PRIVATE targets... [API dir])
# A module shows its own folder (or only API of it) to those that link it, and nothing else:
# a forbidden dependency finds no header.
function(peerglass_module)
    cmake_parse_arguments(ARG "" "NAME;API" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
    set(target peerglass_${ARG_NAME})
    add_library(${target} STATIC ${ARG_SOURCES})
    set_target_properties(${target} PROPERTIES AUTOMOC ON AUTOUIC ON AUTORCC ON)
    if(ARG_API)
        target_include_directories(${target}
            PUBLIC ${CMAKE_CURRENT_SOURCE_DIR}/${ARG_API}
            PRIVATE ${CMAKE_CURRENT_SOURCE_DIR})
    else()
        target_include_directories(${target} PUBLIC ${CMAKE_CURRENT_SOURCE_DIR})
    endif()
    target_link_libraries(${target} PUBLIC ${ARG_PUBLIC} PRIVATE peerglass_options ${ARG_PRIVATE})
    peerglass_precompile(${target})
endfunction()

# peerglass_program(NAME peerglassd SOURCES ... LIBRARIES ...)
function(peerglass_program)
    cmake_parse_arguments(ARG "" "NAME" "SOURCES;LIBRARIES" ${ARGN})
    add_executable(${ARG_NAME} ${ARG_SOURCES})
    set_target_properties(${ARG_NAME} PROPERTIES AUTOMOC ON AUTOUIC ON AUTORCC ON)
    target_link_libraries(${ARG_NAME} PRIVATE peerglass_options ${ARG_LIBRARIES})
    peerglass_precompile(${ARG_NAME})
    add_dependencies(peerglass_programs ${ARG_NAME})
    install(TARGETS ${ARG_NAME})
endfunction()
add_custom_target(peerglass_programs)

# peerglass_fuzzer(NAME escape LENGTH most bytes of an input SHORT_RUNS inputs that CTest tries)
# fuzz_NAME: a libFuzzer program, with the seeds in corpus/NAME and, where there is one, the
# dictionary NAME.dict. CTest runs it shortly; the target fuzz-NAME long, keeping what it learns in
# the build folder; the target fuzz runs all of these one after the other.
function(peerglass_fuzzer)
    cmake_parse_arguments(ARG "" "NAME;LENGTH;SHORT_RUNS" "" ${ARGN})
    set(program fuzz_${ARG_NAME})
    add_executable(${program} ${program}.cpp sanitizers.cpp)
    target_link_libraries(${program} PRIVATE peerglass_options peerglass_fuzz_support)
    target_compile_options(${program} PRIVATE -fno-sanitize=fuzzer-no-link)
    target_link_options(${program} PRIVATE -fsanitize=fuzzer)
    add_dependencies(peerglass_fuzzers ${program})

    set(learned ${PROJECT_BINARY_DIR}/fuzz/${ARG_NAME})
    file(MAKE_DIRECTORY ${learned})
    set(seeds ${CMAKE_CURRENT_SOURCE_DIR}/corpus/${ARG_NAME})
    # Without `entropic` rare ways are not preferred, but what keeps count of them takes three quarters
    # of the time once a thousand inputs are learned.
    set(options -max_len=${ARG_LENGTH} -entropic=0
        -artifact_prefix=${PROJECT_BINARY_DIR}/fuzz/${ARG_NAME}-)
    set(dictionary ${CMAKE_CURRENT_SOURCE_DIR}/${ARG_NAME}.dict)
    if(EXISTS ${dictionary})
        list(APPEND options -dict=${dictionary})
    endif()

    add_test(NAME fuzz/${ARG_NAME}
        COMMAND ${program} ${options} -runs=${ARG_SHORT_RUNS} ${learned} ${seeds})
    set_tests_properties(fuzz/${ARG_NAME} PROPERTIES TIMEOUT 120 LABELS fuzz)
    # Only one job at a time may have the terminal, so these do not disturb each other.
    add_custom_target(fuzz-${ARG_NAME}
        COMMAND ${program} ${options} -runs=${PEERGLASS_FUZZ_RUNS} -print_final_stats=1
            ${learned} ${seeds}
        USES_TERMINAL VERBATIM)
    add_dependencies(fuzz fuzz-${ARG_NAME})
endfunction()

# peerglass_test(NAME tst_sizes MODULE core SOURCES ... LIBRARIES ... [INCLUDES dirs...])
# One QtTest executable, run by CTest under "MODULE/NAME". The class is in NAME.cpp, which includes
# NAME.moc. AUTOMOC would compile one more, empty, file for each of them: a third of the time of a
# build, three times over in continuous integration.
function(peerglass_test)
    cmake_parse_arguments(ARG "" "NAME;MODULE;TIMEOUT" "SOURCES;LIBRARIES;INCLUDES" ${ARGN})
    if(NOT ARG_SOURCES)
        set(ARG_SOURCES ${ARG_NAME}.cpp)
    endif()
    if(NOT ARG_TIMEOUT)
        set(ARG_TIMEOUT 120)
    endif()
    add_executable(${ARG_NAME} ${ARG_SOURCES})
    set(moc ${CMAKE_CURRENT_BINARY_DIR}/${ARG_NAME}.moc)
    qt_generate_moc(${ARG_NAME}.cpp ${moc})
    set_source_files_properties(${ARG_NAME}.cpp PROPERTIES OBJECT_DEPENDS ${moc})
    target_include_directories(${ARG_NAME} PRIVATE ${CMAKE_CURRENT_BINARY_DIR} ${ARG_INCLUDES})
    target_link_libraries(${ARG_NAME} PRIVATE peerglass_options Qt6::Test ${ARG_LIBRARIES})
    if(TARGET peerglass_clone)
        target_link_libraries(${ARG_NAME} PRIVATE peerglass_clone)
    endif()
    peerglass_precompile(${ARG_NAME})
    add_test(NAME ${ARG_MODULE}/${ARG_NAME} COMMAND ${ARG_NAME})
    set_tests_properties(${ARG_MODULE}/${ARG_NAME} PROPERTIES
        TIMEOUT ${ARG_TIMEOUT} LABELS ${ARG_MODULE})
endfunction()
