// SPDX-License-Identifier: MIT
#include "eventscsv.h"

#include "escape.h"
#include "eventtext.h"
#include "eventtime.h"

#include <algorithm>
#include <array>

namespace peerglass {

namespace {

/// What spreadsheets take for a formula begins with one of these, or with one of them in full width
/// (OWASP, "CSV Injection"). A tab or a carriage return never comes here unescaped.
bool looksLikeFormula(QByteArrayView cell)
{
    static constexpr std::array<QByteArrayView, 8> begins{"=",  "+",  "-",  "@",
                                                          "＝", "＋", "－", "＠"};
    return std::any_of(begins.begin(), begins.end(),
                       [cell](QByteArrayView begin) { return cell.startsWith(begin); });
}

QByteArray toCell(QByteArray cell)
{
    if (looksLikeFormula(cell)) {
        cell.prepend('\'');
    }
    if (cell.contains(',') || cell.contains('"') || cell.contains('\r') || cell.contains('\n')) {
        cell.replace('"', "\"\"").prepend('"').append('"');
    }
    return cell;
}

} // namespace

QByteArray csvHeader()
{
    return "seq,time,event,service,client,detail\r\n";
}

QByteArray toCsvLine(const Event &event)
{
    const QByteArray client = event.client.isNull() ? QByteArray()
                                                    : QByteArray::number(event.client.value());
    std::string time;
    appendUtcTime(event.time, time);
    return QByteArray::number(event.seq) + ',' + time.c_str() + ','
        + toAscii(event.kind).toByteArray() + ',' + toCell(escape(event.serviceUrl).toUtf8()) + ','
        + client + ',' + toCell(detail(event).toUtf8()) + "\r\n";
}

} // namespace peerglass
