// SPDX-License-Identifier: MIT
#include "commandline.h"

#include "sockets.h"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <string_view>

namespace {

struct NumberOption
{
    std::string_view name;
    void (*set)(CommandLine &, unsigned);
};

constexpr NumberOption options[] = {
    {"--server",
     [](CommandLine &line, unsigned value) {
         line.server = int(value);
     }},
    {"--port",
     [](CommandLine &line, unsigned value) {
         line.plan.port = std::uint16_t(value);
     }},
    {"--clients",
     [](CommandLine &line, unsigned value) {
         line.plan.clients = value;
     }},
    {"--idle",
     [](CommandLine &line, unsigned value) {
         line.plan.idle = value;
     }},
    {"--size",
     [](CommandLine &line, unsigned value) {
         line.plan.size = value;
     }},
    {"--batch",
     [](CommandLine &line, unsigned value) {
         line.plan.batch = value;
     }},
    {"--gap",
     [](CommandLine &line, unsigned value) {
         line.plan.gap = std::chrono::microseconds(value);
     }},
    {"--sleeps",
     [](CommandLine &line, unsigned value) {
         line.plan.sleeps = value != 0;
     }},
};

unsigned number(std::string_view text)
{
    unsigned value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) {
        fail("benchload: the value of an option is no number");
    }
    return value;
}

void set(CommandLine &line, std::string_view name, std::string_view value)
{
    if (name == "--kind") {
        line.kind = value;
        return;
    }
    const auto *option = std::ranges::find(options, name, &NumberOption::name);
    if (option == std::end(options)) {
        fail("benchload: an option is unknown");
    }
    option->set(line, number(value));
}

} // namespace

CommandLine parseCommandLine(int argc, char *argv[])
{
    if (argc % 2 == 0) {
        fail("benchload: every option has a value");
    }
    CommandLine line;
    for (int i = 1; i < argc; i += 2) {
        set(line, argv[i], argv[i + 1]);
    }
    return line;
}
