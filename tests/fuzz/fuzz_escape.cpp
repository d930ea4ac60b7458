// SPDX-License-Identifier: MIT
// The escaping function: its output is safe to show, and the bytes come back.
// Fails when isPrintable() lets private-use characters through, cutBefore() looks back two bytes
// only, or `\0` may be followed by a 0.
#include "escape.h"
#include "harmless.h"
#include "require.h"

#include <algorithm>
#include <cstdint>

using namespace peerglass;

namespace {

/// What escape.h promises beyond isHarmless(): only what has a shape of its own, and U+0020.
bool hasOnlyPrintable(const QString &text)
{
    return allOf(text, [](char32_t c) {
        const bool selects = (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0100 && c <= 0xE01EF);
        return c == U' ' || (QChar::isPrint(c) && !QChar::isSpace(c) && !selects);
    });
}

void checkSafe(const QString &text)
{
    require(isHarmless(text), "no control, bidirectional, zero-width or separator character");
    require(hasOnlyPrintable(text), "no other space and nothing that has no shape");
}

/// Reads what escape.h says it writes, and nothing else; on its own, as unescape() asks escape().
class Decoder
{
public:
    explicit Decoder(QStringView text)
        : m_rest(text)
    {
    }

    QByteArray bytes()
    {
        QByteArray out;
        while (!m_rest.isEmpty()) {
            const qsizetype plain = m_rest.indexOf(u'\\');
            out += take(plain < 0 ? m_rest.size() : plain).toUtf8();
            if (!m_rest.isEmpty()) {
                appendEscape(out);
            }
        }
        return out;
    }

private:
    QStringView take(qsizetype count)
    {
        require(count >= 0 && count <= m_rest.size(), "an escape is whole");
        const QStringView taken = m_rest.first(count);
        m_rest = m_rest.sliced(count);
        return taken;
    }
    void appendEscape(QByteArray &out)
    {
        static constexpr QStringView letters = u"nrte\\\"0";
        const QChar letter = take(2).back();
        if (letter == u'x') {
            out += static_cast<char>(take(2).toUInt(nullptr, 16));
        } else if (letter == u'u') {
            const QStringView digits = take(m_rest.indexOf(u'}') + 1).sliced(1).chopped(1);
            out += QStringView(QChar::fromUcs4(digits.toUInt(nullptr, 16))).toUtf8();
        } else {
            require(letters.contains(letter), "an escape is one of those there are");
            out += "\n\r\t\x1B\\\"\0"[letters.indexOf(letter)];
            const bool isAmbiguous = letter == u'0' && !m_rest.isEmpty() && m_rest[0].isDigit()
                && m_rest[0] < u'\x80';
            require(!isAmbiguous, "no digit follows \\0");
        }
    }

    QStringView m_rest;
};

void checkBytes(QByteArrayView bytes)
{
    const QString text = escape(bytes);
    checkSafe(text);
    require(Decoder(text).bytes() == bytes, "the bytes can be read out of the text");
    require(unescape(text) == bytes, "unescape() reads them");
}

void checkCut(QByteArrayView bytes, qsizetype most)
{
    const QByteArrayView start = startOf(bytes, most);
    require(bytes.startsWith(start) && start.size() <= most, "a start is a start, and not longer");
    require(start.size() > std::min(most, bytes.size()) - 4, "a cut goes back within a character");
    require(!bytes.isValidUtf8() || start.isValidUtf8(), "a cut divides no character");
}

/// Text with lone surrogates, as Qt may have it.
void checkHalves(QByteArrayView bytes)
{
    QString halves(bytes.size() / 2, Qt::Uninitialized);
    std::copy_n(bytes.data(), halves.size() * 2, reinterpret_cast<char *>(halves.data()));
    const QString safe = escape(halves);
    checkSafe(safe);
    require(!halves.isValidUtf16() || Decoder(safe).bytes() == halves.toUtf8(),
            "the text can be read out of it");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArrayView bytes(data, static_cast<qsizetype>(size));
    checkBytes(bytes);
    checkCut(bytes, size == 0 ? 0 : data[0] % (bytes.size() + 1));
    if (bytes.isValidUtf8()) {
        require(unescape(QString::fromUtf8(bytes)).size() <= bytes.size(),
                "any text can be unescaped");
    } else {
        checkHalves(bytes);
    }
    return 0;
}
