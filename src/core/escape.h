// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArrayView>
#include <QString>
#include <QStringView>

#include <string>

namespace peerglass {

/// Makes any bytes safe to show on a terminal, in a log line and in the window: printable UTF-8
/// stays, everything else is written as an escape.
///
/// `\n \r \t \0 \e \\ \"` have their short forms (`\0` only where no digit follows, else `\x00`);
/// other C0 controls, DEL and each byte that is not part of valid UTF-8 become `\xNN`; C1 controls,
/// bidirectional controls (U+061C, U+200E/F, U+202A–E, U+2066–9), zero-width characters (U+200B–D,
/// U+2060–4, U+FEFF, U+00AD, U+180E), line and paragraph separators (U+2028/9), tag characters,
/// variation selectors, interlinear annotation marks (U+FFF9–B), spaces other than U+0020,
/// unassigned and private-use code points and noncharacters become `\u{HEX}`. The result holds no
/// control, format or separator character but U+0020, so it cannot forge a second line; unescape()
/// gives the bytes back.
QString escape(QByteArrayView bytes);
/// The same for text; lone surrogates become `\u{D800}` … and do not survive the way back.
QString escape(QStringView text);
/// The same in UTF-8, behind what is in \a out.
void appendEscaped(QByteArrayView bytes, std::string &out);
void appendEscaped(QStringView text, std::string &out);

/// The first bytes, at most \a most, cut before a code point of UTF-8 rather than within one.
QByteArrayView startOf(QByteArrayView bytes, qsizetype most);
/// escape() of at most \a most bytes, cut before a code point rather than within one.
QString escapeStart(QByteArrayView bytes, qsizetype most);

/// The bytes that escape() was given, for who reads a log back: nothing here does but the tests,
/// which hold escape() to its promise by it. A backslash that does not begin an escape as escape()
/// writes it is taken literally.
QByteArray unescape(QStringView text);

} // namespace peerglass
