// SPDX-License-Identifier: MIT
// Loads one server. Connects, says {"ready":true}, and obeys the lines that it reads; each is
// answered by one line of JSON:
//   probe          checks the answers of the server
//   slice MS       runs for so many milliseconds
//   count N        runs for so many messages
#include "chatload.h"
#include "commandline.h"
#include "connectload.h"
#include "echoload.h"
#include "serverclock.h"
#include "sockets.h"

#include <cinttypes>
#include <cstdio>
#include <iostream>
#include <memory>
#include <sstream>

namespace {

std::unique_ptr<Load> makeLoad(const CommandLine &line)
{
    if (line.kind == "echo") {
        return std::make_unique<EchoLoad>(line.plan);
    }
    if (line.kind == "chat") {
        return std::make_unique<ChatLoad>(line.plan);
    }
    if (line.kind == "connect") {
        return std::make_unique<ConnectLoad>(line.plan);
    }
    fail("benchload: --kind is echo, chat or connect");
}

void say(const char *what)
{
    std::printf("{\"%s\":true}\n", what);
    std::fflush(stdout);
}

/// As the load never sleeps, it lacks of the elapsed time what other processes took of its core.
std::chrono::nanoseconds ownCpu()
{
    timespec time{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

void measure(Load &load, const ServerClock &server, Limit limit, std::chrono::milliseconds length)
{
    static Histogram times;
    times.clear();
    const auto cpuBefore = server.now();
    const auto ownBefore = ownCpu();
    const auto begin = Clock::now();
    if (length.count() > 0) {
        limit.end = begin + length;
    }
    const std::uint64_t messages = load.run(limit, times);
    const auto elapsed = Clock::now() - begin;
    const auto own = ownCpu() - ownBefore;
    const auto cpu = server.settled() - cpuBefore;
    std::printf("{\"messages\":%" PRIu64 ",\"ns\":%" PRId64 ",\"cpu_ns\":%" PRId64
                ",\"load_cpu_ns\":%" PRId64 ",\"times\":%s}\n",
                messages, std::int64_t(elapsed.count()), std::int64_t(cpu.count()),
                std::int64_t(own.count()), times.json().c_str());
    std::fflush(stdout);
}

void obey(const std::string &line, Load &load, const ServerClock &server)
{
    std::istringstream words(line);
    std::string command;
    std::uint64_t number = 0;
    words >> command >> number;
    if (command == "probe") {
        load.probe();
        say("probed");
    } else if (command == "slice" && number > 0) {
        measure(load, server, {}, std::chrono::milliseconds(number));
    } else if (command == "count" && number > 0) {
        measure(load, server, {Clock::time_point::max(), number}, {});
    } else {
        fail("benchload: reads probe, slice MS or count N");
    }
}

} // namespace

int main(int argc, char *argv[])
{
    raiseDescriptorLimit();
    const CommandLine line = parseCommandLine(argc, argv);
    const ServerClock server(line.server);
    const auto load = makeLoad(line);
    say("ready");
    std::string command;
    while (std::getline(std::cin, command)) {
        obey(command, *load, server);
    }
}
