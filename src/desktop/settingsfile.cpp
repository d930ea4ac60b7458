// SPDX-License-Identifier: MIT
#include "settingsfile.h"

#include <QByteArrayView>
#include <QFile>

#include <algorithm>

namespace peerglass {

using namespace Qt::StringLiterals;

namespace {

bool isControl(char byte)
{
    return (byte >= 0 && byte < ' ' && byte != '\t' && byte != '\n' && byte != '\r')
        || byte == '\x7F';
}

bool isSetting(QByteArrayView line)
{
    line = line.trimmed();
    return line.isEmpty() || line.startsWith(';') || line.startsWith('#')
        || (line.startsWith('[') && line.endsWith(']')) || line.indexOf('=') > 0;
}

} // namespace

QString damageOf(const QString &fileName)
{
    QFile file(fileName);
    const QByteArray content = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    if (content.isEmpty()) {
        return {};
    }
    if (!content.isValidUtf8() || std::any_of(content.begin(), content.end(), isControl)) {
        return u"it has bytes that are no text"_s;
    }
    const QList<QByteArray> lines = content.split('\n');
    const auto wrong = std::find_if_not(lines.begin(), lines.end(), isSetting);
    if (wrong != lines.end()) {
        return u"its line %1 is no setting"_s.arg(wrong - lines.begin() + 1);
    }
    // QSettings ends each line.
    return content.endsWith('\n') ? QString() : u"its last line has been cut off"_s;
}

QString setAside(const QString &fileName)
{
    constexpr int most = 99;
    for (int i = 1; i <= most; ++i) {
        const QString name = fileName + u".damaged"_s + (i == 1 ? QString() : u"-%1"_s.arg(i));
        if (!QFile::exists(name)) {
            return QFile::rename(fileName, name) ? name : QString();
        }
    }
    return {};
}

} // namespace peerglass
