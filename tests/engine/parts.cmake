# SPDX-License-Identifier: MIT
# The parts of the engine, each by itself: no threads.
set(parts
    tst_acceptpause tst_banlist tst_binding tst_deadlinequeue tst_deadlines tst_door tst_eventmerge
    tst_eventsource tst_fileoutput tst_finish tst_ledger tst_linerate tst_logfile tst_logfilerotation
    tst_publication tst_reader tst_requesttracker tst_sender tst_senderstep tst_sendgate tst_sendqueue
    tst_sendqueuedrop tst_sendqueuemodel tst_servicetable tst_snapshotpublisher tst_throttle)
foreach(name ${parts})
    peerglass_test(NAME ${name} MODULE engine
        LIBRARIES peerglass_engine peerglass_protocol peerglass_net peerglass_tcp_pair
        INCLUDES ${PROJECT_SOURCE_DIR}/src/engine ${PROJECT_SOURCE_DIR}/tests/support)
endforeach()

# In a time of its own.
peerglass_test(NAME tst_eventbatch MODULE engine
    SOURCES tst_eventbatch.cpp ../support/virtualclock.cpp ../support/virtualclock.h
    LIBRARIES peerglass_engine
    INCLUDES ${PROJECT_SOURCE_DIR}/src/engine ${PROJECT_SOURCE_DIR}/tests/support)

# Random games with a whole session, and the plain model of one.
peerglass_test(NAME tst_session_model MODULE engine
    SOURCES
        sessioncomparison.cpp sessiongame.cpp sessiongame.h sessionhappenings.cpp
        sessionmodel.cpp sessionmodel.h tst_session_model.cpp
        ../support/virtualclock.cpp ../support/virtualclock.h
    LIBRARIES peerglass_engine peerglass_protocol peerglass_net peerglass_tcp_pair
    INCLUDES ${PROJECT_SOURCE_DIR}/src/engine)

# Need an event loop for their timers.
foreach(name tst_journal tst_memorywatch)
    peerglass_test(NAME ${name} MODULE engine
        LIBRARIES peerglass_engine_fixture peerglass_protocol
        INCLUDES ${PROJECT_SOURCE_DIR}/src/engine)
endforeach()
