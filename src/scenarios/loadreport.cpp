// SPDX-License-Identifier: MIT
#include "loadreport.h"

#include "units.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <cmath>

namespace peerglass {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

using std::chrono::nanoseconds;

double inSeconds(nanoseconds time)
{
    return std::chrono::duration<double>(time).count();
}

double inMicroseconds(nanoseconds time)
{
    return std::chrono::duration<double, std::micro>(time).count();
}

/// `87.3 µs`, `1.25 ms`, `10.0 s`: three digits.
QString timeText(nanoseconds time)
{
    double value = inMicroseconds(time);
    QStringView unit = u"µs";
    if (time >= 1s) {
        value = inSeconds(time);
        unit = u"s";
    } else if (time >= 1ms) {
        value /= 1000;
        unit = u"ms";
    }
    const int decimals = value < 10 ? 2 : value < 100 ? 1 : 0;
    return u"%1 %2"_s.arg(QString::number(value, 'f', decimals), unit);
}

QJsonValue latency(const LatencyHistogram &latencies, nanoseconds time)
{
    return latencies.count() > 0 ? QJsonValue(inMicroseconds(time)) : QJsonValue();
}

double rounded(double rate)
{
    return std::round(rate * 10) / 10;
}

} // namespace

double LoadFigures::rate() const
{
    return sending > 0ns ? double(messages) / inSeconds(sending) : 0;
}

QString reportText(const LoadFigures &figures)
{
    const LoadOptions &options = figures.options;
    const LatencyHistogram &latencies = figures.latencies;
    const qint64 bytes = figures.messages * options.size;
    const double byteRate = figures.rate() * double(options.size);
    QString text = u"load: %1 clients, %2 messages of %3 on their way for each; %4 idle; for %5\n"_s
                       .arg(QString::number(options.clients), QString::number(options.depth),
                            sizeToOption(options.size), QString::number(options.idle),
                            timeText(figures.sending));
    text += u"  connected  %1 of %2, within %3\n"_s.arg(QString::number(figures.connected),
                                                        QString::number(options.connections()),
                                                        timeText(figures.connecting));
    text += u"  messages   %1, %2/s\n"_s.arg(QString::number(figures.messages),
                                             QString::number(rounded(figures.rate()), 'f', 1));
    text += u"  bytes      %1 each way, %2/s\n"_s.arg(QString::number(bytes),
                                                      sizeToDisplay(qint64(byteRate)));
    text += latencies.count() == 0
        ? u"  latency    of none: no message came back"_s
        : u"  latency    p50 %1, p99 %2, p99.9 %3, max %4"_s.arg(
            timeText(latencies.percentile(500)), timeText(latencies.percentile(990)),
            timeText(latencies.percentile(999)), timeText(latencies.longest()));
    return text;
}

QString reportJson(const LoadFigures &figures)
{
    const LoadOptions &options = figures.options;
    const LatencyHistogram &latencies = figures.latencies;
    const QJsonObject report{
        {u"server"_s, figures.server.toText()},
        {u"clients"_s, options.clients},
        {u"idle"_s, options.idle},
        {u"size"_s, options.size},
        {u"depth"_s, options.depth},
        {u"connected"_s, figures.connected},
        {u"connectSeconds"_s, inSeconds(figures.connecting)},
        {u"seconds"_s, inSeconds(figures.sending)},
        {u"messages"_s, figures.messages},
        {u"bytes"_s, figures.messages * options.size},
        {u"messagesPerSecond"_s, rounded(figures.rate())},
        {u"bytesPerSecond"_s, rounded(figures.rate() * double(options.size))},
        {u"p50Microseconds"_s, latency(latencies, latencies.percentile(500))},
        {u"p99Microseconds"_s, latency(latencies, latencies.percentile(990))},
        {u"p999Microseconds"_s, latency(latencies, latencies.percentile(999))},
        {u"maxMicroseconds"_s, latency(latencies, latencies.longest())},
    };
    return QString::fromUtf8(QJsonDocument(report).toJson(QJsonDocument::Compact));
}

} // namespace peerglass
