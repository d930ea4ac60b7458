// SPDX-License-Identifier: MIT
#include "chatname.h"

#include <QTest>

using namespace peerglass;
using namespace Qt::StringLiterals;

class tst_ChatNames : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void takesGoodNames_data();
    void takesGoodNames();
    void refusesBadNames_data();
    void refusesBadNames();
    void sameNameHasTheSameKey_data();
    void sameNameHasTheSameKey();
    void reservesNames_data();
    void reservesNames();
};

void tst_ChatNames::takesGoodNames_data()
{
    QTest::addColumn<QString>("wanted");
    QTest::addColumn<QString>("name");
    const auto asTyped = [](const char *row, const QString &name) {
        QTest::newRow(row) << name << name;
    };
    asTyped("one letter", u"a"_s);
    asTyped("ASCII", u"Tom_2.x-y"_s);
    asTyped("Chinese", u"梅"_s);
    asTyped("Cyrillic", u"Иван"_s);
    asTyped("Arabic, with Arabic digits", u"علي٣"_s);
    asTyped("Devanagari, with vowel signs", u"नमिता"_s);
    asTyped("beyond the first plane", u"𐍈𐍉"_s);
    asTyped("32 letters", QString(32, u'x'));
    asTyped("32 letters beyond the first plane", u"𐍈"_s.repeated(32));
    QTest::newRow("composed to NFC") << u"Zoe\u0308"_s << u"Zo\u00eb"_s;
    QTest::newRow("33 typed, 32 when composed")
        << u"e\u0308"_s + QString(31, u'x') << u"\u00eb"_s + QString(31, u'x');
}

void tst_ChatNames::takesGoodNames()
{
    QFETCH(QString, wanted);
    QFETCH(QString, name);
    const auto checked = checkName(wanted);
    QVERIFY2(checked, qPrintable(checked ? QString() : checked.error()));
    QCOMPARE(*checked, name);
}

void tst_ChatNames::refusesBadNames_data()
{
    QTest::addColumn<QString>("wanted");
    QTest::addColumn<QString>("why"); ///< how the reason begins
    const auto character = [](const char *row, const QString &wanted, const QString &shown) {
        QTest::newRow(row) << wanted << shown + u" is not allowed; right are letters"_s;
    };
    QTest::newRow("empty") << QString() << u"it has 0 characters; right are 1 to 32"_s;
    QTest::newRow("33 letters") << QString(33, u'x')
                                << u"it has 33 characters; right are 1 to 32"_s;
    QTest::newRow("33 beyond the first plane") << u"𐍈"_s.repeated(33) << u"it has 33 characters"_s;
    QTest::newRow("a mark first") << u"\u0301tom"_s << u"it begins with a combining mark"_s;
    character("a space", u"a b"_s, u"\" \" (U+0020)"_s);
    character("an angle bracket", u"<tom>"_s, u"\"<\" (U+003C)"_s);
    character("an asterisk", u"*"_s, u"\"*\" (U+002A)"_s);
    character("a slash", u"/nick"_s, u"\"/\" (U+002F)"_s);
    character("an emoji", u"😀"_s, u"\"😀\" (U+1F600)"_s);
    character("a symbol", u"a+b"_s, u"\"+\" (U+002B)"_s);
    character("ESC", u"a\x1b"_s, u"\"\\e\" (U+001B)"_s);
    character("C1", u"a\u009b"_s, u"\"\\u{9B}\" (U+009B)"_s);
    character("a direction override", u"a\u202eb"_s, u"\"\\u{202E}\" (U+202E)"_s);
    character("a right-to-left mark", u"a\u200f"_s, u"\"\\u{200F}\" (U+200F)"_s);
    character("a zero-width space", u"to\u200bm"_s, u"\"\\u{200B}\" (U+200B)"_s);
    character("a zero-width joiner", u"to\u200dm"_s, u"\"\\u{200D}\" (U+200D)"_s);
    character("a byte order mark", u"\ufefftom"_s, u"\"\\u{FEFF}\" (U+FEFF)"_s);
    character("a soft hyphen", u"to\u00adm"_s, u"\"\\u{AD}\" (U+00AD)"_s);
    QTest::newRow("an invisible letter") << u"a\u3164"_s << QString();
    QTest::newRow("an invisible mark") << u"tom\u034f"_s << QString();
    QTest::newRow("a variation selector") << u"tom\ufe0f"_s << QString();
    QTest::newRow("a variation selector beyond the first plane") << u"tom\U000e0100"_s << QString();
    QTest::newRow("a lone surrogate") << QString(QChar(0xd800)) << QString();
    QTest::newRow("a private-use character") << u"\ue000"_s << QString();
    QTest::newRow("a Roman number") << u"\u2163"_s << QString();
}

void tst_ChatNames::refusesBadNames()
{
    QFETCH(QString, wanted);
    QFETCH(QString, why);
    const auto checked = checkName(wanted);
    QVERIFY(!checked);
    QVERIFY2(checked.error().startsWith(why), qPrintable(checked.error()));
}

void tst_ChatNames::sameNameHasTheSameKey_data()
{
    QTest::addColumn<QString>("one");
    QTest::addColumn<QString>("other");
    QTest::addColumn<bool>("same");
    QTest::newRow("case") << u"Tom"_s << u"tOM"_s << true;
    QTest::newRow("composition") << u"Zo\u00eb"_s << u"Zoe\u0308"_s << true;
    QTest::newRow("both") << u"ZO\u00cb"_s << u"zoe\u0308"_s << true;
    QTest::newRow("Greek final sigma") << u"ΟΔΟΣ"_s << u"οδος"_s << true;
    QTest::newRow("Cyrillic case") << u"ИВАН"_s << u"иван"_s << true;
    QTest::newRow("Kelvin sign") << u"\u212a"_s << u"k"_s << true;
    QTest::newRow("other letters") << u"tom"_s << u"tim"_s << false;
    QTest::newRow("an accent") << u"zoe"_s << u"zo\u00eb"_s << false;
}

void tst_ChatNames::sameNameHasTheSameKey()
{
    QFETCH(QString, one);
    QFETCH(QString, other);
    QFETCH(bool, same);
    QCOMPARE(nameKey(one) == nameKey(other), same);
}

void tst_ChatNames::reservesNames_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("reserved");
    QTest::newRow("operator") << u"operator"_s << true;
    QTest::newRow("OPERATOR") << u"OPERATOR"_s << true;
    QTest::newRow("server") << u"Server"_s << true;
    QTest::newRow("a guest") << u"guest-7"_s << true;
    QTest::newRow("no number") << u"Guest-x"_s << true;
    QTest::newRow("guest") << u"guest"_s << false;
    QTest::newRow("operators") << u"operators"_s << false;
}

void tst_ChatNames::reservesNames()
{
    QFETCH(QString, name);
    QFETCH(bool, reserved);
    QCOMPARE(isReservedName(nameKey(name)), reserved);
}

QTEST_GUILESS_MAIN(tst_ChatNames)
#include "tst_chatnames.moc"
