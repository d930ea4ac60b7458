// SPDX-License-Identifier: MIT
#include "commandline.h"

#include "sockets.h"

#include <getopt.h>

#include <charconv>
#include <string_view>

namespace {

constexpr option options[] = {
    {"kind", required_argument, nullptr, 'k'},
    {"server", required_argument, nullptr, 'p'},
    {"port", required_argument, nullptr, 'P'},
    {"clients", required_argument, nullptr, 'c'},
    {"idle", required_argument, nullptr, 'i'},
    {"size", required_argument, nullptr, 's'},
    {"batch", required_argument, nullptr, 'b'},
    {"gap", required_argument, nullptr, 'g'},
    {nullptr, 0, nullptr, 0},
};

int number(std::string_view text)
{
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || value < 0) {
        fail("benchload: the value of an option is no number");
    }
    return value;
}

void set(CommandLine &line, int name, const char *value)
{
    switch (name) {
    case 'k':
        line.kind = value;
        break;
    case 'p':
        line.server = number(value);
        break;
    case 'P':
        line.plan.port = std::uint16_t(number(value));
        break;
    case 'c':
        line.plan.clients = unsigned(number(value));
        break;
    case 'i':
        line.plan.idle = unsigned(number(value));
        break;
    case 's':
        line.plan.size = std::size_t(number(value));
        break;
    case 'b':
        line.plan.batch = unsigned(number(value));
        break;
    case 'g':
        line.plan.gap = std::chrono::microseconds(number(value));
        break;
    default:
        fail("benchload: an option is unknown or lacks its value");
    }
}

} // namespace

CommandLine parseCommandLine(int argc, char *argv[])
{
    CommandLine line;
    int name = 0;
    while ((name = getopt_long(argc, argv, "", options, nullptr)) != -1) {
        set(line, name, optarg);
    }
    return line;
}
