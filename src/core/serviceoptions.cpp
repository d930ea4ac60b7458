// SPDX-License-Identifier: MIT
#include "serviceoptions.h"

#include "units.h"

#include <QStringList>

#include <algorithm>
#include <array>

namespace peerglass {

using namespace Qt::StringLiterals;
using std::chrono::milliseconds;

namespace {

constexpr std::nullopt_t both = std::nullopt;
constexpr qint64 largestSize = 1024 * 1024 * 1024;
constexpr qint64 smallestQueue = 1024;
constexpr milliseconds longestDelay = std::chrono::hours(1);
constexpr qint64 mostClients = 1'000'000;
constexpr qint64 highestRate = 1'000'000; // lines per second
constexpr int largestBacklog = 65535;

constexpr QStringView onOrOff[] = {u"on", u"off"};
constexpr QStringView framings[] = {u"line", u"read"};
constexpr QStringView overflows[] = {u"pause", u"disconnect", u"drop-oldest"};
constexpr QStringView urgentPolicies[] = {u"note", u"close"};

/// Stores what was read, if anything was.
template <typename Value, typename Target>
bool store(const std::optional<Value> &value, Target &target)
{
    if (value) {
        target = static_cast<Target>(*value);
    }
    return value.has_value();
}

std::optional<qint64> readSize(QStringView text, qint64 least)
{
    const auto size = parseSize(text);
    return size && *size >= least && *size <= largestSize ? size : std::nullopt;
}

/// A time that is not 0.
std::optional<milliseconds> readTime(QStringView text)
{
    const auto time = parseDuration(text);
    return time && time->count() > 0 ? time : std::nullopt;
}

/// `SIZE/s` in bytes per second.
std::optional<qint64> readSpeed(QStringView text)
{
    return text.endsWith(u"/s") ? readSize(text.chopped(2), 1) : std::nullopt;
}

/// `NUMBER/s`, a whole number per second.
std::optional<qint64> readRate(QStringView text)
{
    return text.endsWith(u"/s") ? parseNumber(text.chopped(2), 1, highestRate) : std::nullopt;
}

/// `off` for nothing, and otherwise what \a value brings.
template <typename Value>
bool storeOrOff(QStringView text, std::optional<Value> value, std::optional<Value> &target)
{
    if (text == u"off") {
        target.reset();
        return true;
    }
    return store(value, target);
}

template <typename Value, typename Write>
QString writeOrOff(const std::optional<Value> &value, Write write)
{
    return value ? write(*value) : u"off"_s;
}

/// The value whose name is \a text.
template <typename Value>
bool storeNamed(QStringView text, std::initializer_list<std::pair<QStringView, Value>> values,
                Value &target)
{
    const auto found = std::find_if(values.begin(), values.end(),
                                    [text](const auto &each) { return each.first == text; });
    if (found == values.end()) {
        return false;
    }
    target = found->second;
    return true;
}

bool readSwitch(QStringView text, bool &target)
{
    return storeNamed(text, {{u"on", true}, {u"off", false}}, target);
}

QString writeSwitch(bool on)
{
    return on ? u"on"_s : u"off"_s;
}

bool readOverflow(QStringView text, ServiceSpec &spec)
{
    return storeNamed(text,
                      {{u"pause", OverflowPolicy::Pause},
                       {u"disconnect", OverflowPolicy::Disconnect},
                       {u"drop-oldest", OverflowPolicy::DropOldest}},
                      spec.overflow);
}

bool readSoftQueue(QStringView text, ServiceSpec &spec)
{
    const qsizetype slash = text.indexOf(u'/');
    if (slash < 0) {
        return false;
    }
    const auto size = readSize(text.first(slash), 1);
    const auto time = readTime(text.sliced(slash + 1));
    return size && time && store(size, spec.softQueue) && store(time, spec.softTime);
}

bool readDelay(QStringView text, ServiceSpec &spec)
{
    const auto time = parseDuration(text);
    return time && *time <= longestDelay && store(time, spec.delay);
}

const std::array options{
    ServiceOption{u"read", both,
                  u"a whole number with B, KiB, MiB or GiB, from 1B to 1GiB, such as 64KiB",
                  [](QStringView v, ServiceSpec &s) { return store(readSize(v, 1), s.read); },
                  [](const ServiceSpec &s) {
                      return sizeToOption(s.read);
                  }},
    ServiceOption{u"delay", ProtocolKind::Echo,
                  u"0 or a whole number with ms, s or min, at most 60min, such as 250ms", readDelay,
                  [](const ServiceSpec &s) {
                      return durationToOption(s.delay);
                  }},
    ServiceOption{u"names", ProtocolKind::Chat, u"on or off",
                  [](QStringView v, ServiceSpec &s) { return readSwitch(v, s.names); },
                  [](const ServiceSpec &s) { return writeSwitch(s.names); }, onOrOff},
    ServiceOption{
        u"framing", ProtocolKind::Chat, u"line or read",
        [](QStringView v, ServiceSpec &s) {
            return storeNamed(v, {{u"line", Framing::Line}, {u"read", Framing::Read}}, s.framing);
        },
        [](const ServiceSpec &s) { return s.framing == Framing::Line ? u"line"_s : u"read"_s; },
        framings},
    ServiceOption{u"line", ProtocolKind::Chat,
                  u"a whole number with B, KiB, MiB or GiB, from 1B to 1GiB, such as 64KiB",
                  [](QStringView v, ServiceSpec &s) { return store(readSize(v, 1), s.line); },
                  [](const ServiceSpec &s) {
                      return sizeToOption(s.line);
                  }},
    ServiceOption{u"rate", ProtocolKind::Chat,
                  u"off or a number per second from 1/s to 1000000/s, such as 20/s",
                  [](QStringView v, ServiceSpec &s) { return storeOrOff(v, readRate(v), s.rate); },
                  [](const ServiceSpec &s) {
                      return writeOrOff(
                          s.rate, [](qint64 lines) { return QString::number(lines) + u"/s"_s; });
                  }},
    ServiceOption{
        u"queue", both, u"a whole number with B, KiB, MiB or GiB, from 1KiB to 1GiB, such as 1MiB",
        [](QStringView v, ServiceSpec &s) { return store(readSize(v, smallestQueue), s.queue); },
        [](const ServiceSpec &s) {
            return sizeToOption(s.queue);
        }},
    ServiceOption{u"queue-soft", ProtocolKind::Chat,
                  u"a size with B, KiB, MiB or GiB and a time with ms, s or min, both above 0, "
                  u"such as 256KiB/30s",
                  readSoftQueue,
                  [](const ServiceSpec &s) {
                      return sizeToOption(s.softQueue) + u'/' + durationToOption(s.softTime);
                  }},
    ServiceOption{u"overflow", both, u"pause, disconnect or drop-oldest", readOverflow,
                  [](const ServiceSpec &s) { return toText(s.overflow); }, overflows},
    ServiceOption{u"hold", both, u"on or off",
                  [](QStringView v, ServiceSpec &s) { return readSwitch(v, s.hold); },
                  [](const ServiceSpec &s) { return writeSwitch(s.hold); }, onOrOff},
    ServiceOption{
        u"throttle", both,
        u"off or a whole number with B/s, KiB/s, MiB/s or GiB/s, from 1B/s to 1GiB/s, such as "
        u"10KiB/s",
        [](QStringView v, ServiceSpec &s) { return storeOrOff(v, readSpeed(v), s.throttle); },
        [](const ServiceSpec &s) {
            return writeOrOff(s.throttle,
                              [](qint64 speed) { return sizeToOption(speed) + u"/s"_s; });
        }},
    ServiceOption{u"clients", both, u"off or a number from 1 to 1000000",
                  [](QStringView v, ServiceSpec &s) {
                      return storeOrOff(v, parseNumber(v, 1, mostClients), s.clients);
                  },
                  [](const ServiceSpec &s) {
                      return writeOrOff(s.clients,
                                        [](qint64 most) { return QString::number(most); });
                  }},
    ServiceOption{u"per-address", both, u"off or a number from 1 to 1000000",
                  [](QStringView v, ServiceSpec &s) {
                      return storeOrOff(v, parseNumber(v, 1, mostClients), s.perAddress);
                  },
                  [](const ServiceSpec &s) {
                      return writeOrOff(s.perAddress,
                                        [](qint64 most) { return QString::number(most); });
                  }},
    ServiceOption{u"idle", both,
                  u"off or a whole number above 0 with ms, s or min, at most 525600min (365 days), "
                  u"such as 5min",
                  [](QStringView v, ServiceSpec &s) { return storeOrOff(v, readTime(v), s.idle); },
                  [](const ServiceSpec &s) {
                      return writeOrOff(s.idle, durationToOption);
                  }},
    ServiceOption{u"stall", both,
                  u"off or a whole number above 0 with ms, s or min, at most 525600min (365 days), "
                  u"such as 30s",
                  [](QStringView v, ServiceSpec &s) { return storeOrOff(v, readTime(v), s.stall); },
                  [](const ServiceSpec &s) {
                      return writeOrOff(s.stall, durationToOption);
                  }},
    ServiceOption{u"urgent", both, u"note or close",
                  [](QStringView v, ServiceSpec &s) {
                      return storeNamed(
                          v, {{u"note", UrgentPolicy::Note}, {u"close", UrgentPolicy::Close}},
                          s.urgent);
                  },
                  [](const ServiceSpec &s) {
                      return s.urgent == UrgentPolicy::Note ? u"note"_s : u"close"_s;
                  },
                  urgentPolicies},
    ServiceOption{u"backlog", both, u"a number from 1 to 65535",
                  [](QStringView v, ServiceSpec &s) {
                      return store(parseNumber(v, 1, largestBacklog), s.backlog);
                  },
                  [](const ServiceSpec &s) {
                      return QString::number(s.backlog);
                  }},
};

} // namespace

QString ServiceOption::whoseItIs() const
{
    const bool ofEcho = protocol == ProtocolKind::Echo;
    return u"is for %1; %2"_s.arg(ofEcho ? u"echo"_s : u"chat"_s,
                                  optionsOf(ofEcho ? ProtocolKind::Chat : ProtocolKind::Echo));
}

std::span<const ServiceOption> serviceOptions()
{
    return options;
}

const ServiceOption *findServiceOption(QStringView name)
{
    const auto found = std::find_if(options.begin(), options.end(),
                                    [name](const auto &option) { return option.name == name; });
    return found == options.end() ? nullptr : &*found;
}

QString optionsOf(ProtocolKind kind)
{
    QStringList names;
    for (const ServiceOption &option : options) {
        if (option.isFor(kind)) {
            names.append(option.name.toString());
        }
    }
    return toText(kind) + u" takes "_s + names.join(u", "_s);
}

} // namespace peerglass
