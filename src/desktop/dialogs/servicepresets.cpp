// SPDX-License-Identifier: MIT
#include "servicepresets.h"

#include "serviceconflict.h"

#include <QCoreApplication>

namespace peerglass {

using namespace Qt::StringLiterals;

namespace {

struct Row
{
    const char *name;
    QStringView url;
};

// The servers of the tutorials are those of the table in README.md.
constexpr Row rows[] = {
    {QT_TRANSLATE_NOOP("ServicePresets", "Echo, this computer only, port 10000"),
     u"echo://localhost:10000"},
    {QT_TRANSLATE_NOOP("ServicePresets", "Chat, this computer only, port 8008"),
     u"chat://localhost:8008"},
    {QT_TRANSLATE_NOOP("ServicePresets", "Tutorial: select() echo, all addresses, port 8001"),
     u"echo://any:8001?read=1024&urgent=close"},
    {QT_TRANSLATE_NOOP("ServicePresets",
                       "Tutorial: select() or poll() echo, this computer only, port 10000"),
     u"echo://localhost:10000?read=1024&urgent=close"},
    {QT_TRANSLATE_NOOP("ServicePresets", "Tutorial: delayed echo, all IPv4 addresses, port 8090"),
     u"echo://0.0.0.0:8090?read=1024&delay=1s&urgent=close"},
    {QT_TRANSLATE_NOOP("ServicePresets", "Tutorial: select() chat, all addresses, port 8008"),
     u"chat://any:8008?names=off&framing=read&read=1024"},
};

} // namespace

QList<ServicePreset> servicePresets()
{
    QList<ServicePreset> presets;
    for (const Row &row : rows) {
        presets.append({QCoreApplication::translate("ServicePresets", row.name),
                        parseService(row.url.toString()).value()});
    }
    return presets;
}

ServiceSpec newService(const QList<ServiceSpec> &others)
{
    for (const ServiceSpec &spec : defaultServices()) {
        if (!findConflict(spec, others)) {
            return spec;
        }
    }
    ServiceSpec spec = defaultServices().first();
    while (findConflict(spec, others)) {
        ++spec.port;
    }
    return spec;
}

} // namespace peerglass
