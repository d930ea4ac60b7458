// SPDX-License-Identifier: MIT
#include "escape.h"
#include "servicespec.h"

namespace peerglass {

using namespace Qt::StringLiterals;
using Kind = ServiceError::Kind;

namespace {

constexpr qsizetype longestQuote = 200;

/// Given text, safe to show; cut where it is too long to read.
QString shown(const QString &text)
{
    const QByteArray bytes = text.toUtf8();
    return escapeStart(bytes, longestQuote) + (bytes.size() > longestQuote ? u"…"_s : QString());
}

QString quoted(const QString &text)
{
    return u'"' + shown(text) + u'"';
}

} // namespace

QString ServiceError::complaint() const
{
    const QString optionName = u"option "_s + quoted(part);
    const QString given = quoted(value);
    switch (kind) {
    case Kind::Malformed:
        return (part.isEmpty() ? u"this is not a service"_s
                               : u"%1 %2 does not belong in a service"_s.arg(part, given))
            + u"; write "_s + expected;
    case Kind::BadProtocol:
    case Kind::BadHost:
    case Kind::BadPort:
        return value.isEmpty() ? u"%1 is missing; it must be %2"_s.arg(part, expected)
                               : u"%1 %2 is not %3"_s.arg(part, given, expected);
    case Kind::UnknownOption:
        return u"%1 is not known; %2"_s.arg(optionName, expected);
    case Kind::RepeatedOption:
        return u"%1 is given more than once; %2"_s.arg(optionName, expected);
    case Kind::NotForProtocol:
        return u"%1 with value %2 %3"_s.arg(optionName, given, expected);
    case Kind::BadValue:
        return value.isEmpty() ? u"%1 has no value; it must be %2"_s.arg(part, expected)
                               : u"%1 %2 is not %3"_s.arg(part, given, expected);
    case Kind::Conflict:
        return u"%1 %2 does not fit the other options; it must be %3"_s.arg(part, given, expected);
    }
    Q_UNREACHABLE();
}

QString ServiceError::sentence() const
{
    return (url.isEmpty() ? quoted(url) : shown(url)) + u": "_s + complaint() + u'.';
}

} // namespace peerglass
