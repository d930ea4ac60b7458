// SPDX-License-Identifier: MIT
#pragma once

#include "load.h"

#include <string>

struct CommandLine
{
    std::string kind; ///< echo, chat or connect
    int server = 0; ///< the process whose time is measured
    Plan plan;
};

/// Ends the process with a sentence when an option is wrong.
CommandLine parseCommandLine(int argc, char *argv[]);
