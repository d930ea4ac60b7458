// SPDX-License-Identifier: MIT
#include "servicedialog.h"

#include "dialogtest.h"

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTabWidget>

using namespace peerglass;
using namespace Qt::StringLiterals;

/// What the dialog says and marks while something wrong is typed.
class TestServiceProblems : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void wrongField_data();
    void wrongField();
    void wrongUrl_data();
    void wrongUrl();
    void everyWrongFieldIsMarked();
    void wrongChoice();
    void anotherServiceIsThere_data();
    void anotherServiceIsThere();
    void formMendsTheUrl();
    void markupIsNotInterpreted();
};

namespace {

QString problem(const ServiceDialog &dialog)
{
    return find<QLabel>(dialog, u"problemLabel"_s)->text();
}

bool canAccept(const ServiceDialog &dialog)
{
    return find<QPushButton>(dialog, u"okButton"_s)->isEnabled();
}

/// Whether the field says that it is wrong: by a mark beside it and to assistive technology.
bool isMarked(const ServiceDialog &dialog, const QString &field)
{
    const auto *editor = find<QWidget>(dialog, field);
    const QString sentence = editor->accessibleDescription();
    const auto marks = editor->parentWidget()->findChildren<QWidget *>();
    const bool shown = std::any_of(marks.begin(), marks.end(), [&](const QWidget *each) {
        return each->inherits("peerglass::ProblemMark") && !each->isHidden()
            && each->accessibleDescription() == sentence;
    });
    return shown && !sentence.isEmpty();
}

bool isPageMarked(const ServiceDialog &dialog)
{
    return !find<QTabWidget>(dialog, u"pages"_s)->tabIcon(1).isNull();
}

} // namespace

void TestServiceProblems::wrongField_data()
{
    QTest::addColumn<QByteArray>("url");
    QTest::addColumn<QString>("field");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("sentence");
    const QByteArray echo = "echo://localhost:1";
    const QByteArray chat = "chat://localhost:1";
    const auto row = [](const char *name, const QByteArray &url, const QString &field,
                        const QString &text, const QString &sentence) {
        QTest::newRow(name) << url << field << text << sentence;
    };
    const QString badPort
        = u"Port \"%1\" is not a number from 0 to 65535, where 0 takes a free one."_s;
    row("port too high", echo, u"portEdit"_s, u"65536"_s, badPort.arg(u"65536"_s));
    row("no port", echo, u"portEdit"_s, {}, badPort.arg(QString()));
    row("negative port", echo, u"portEdit"_s, u"-1"_s, badPort.arg(u"-1"_s));
    row("more than a port", echo, u"portEdit"_s, u"1?read=1"_s, badPort.arg(u"1?read=1"_s));
    const QString badHost = u"Address \"%1\" is not an IPv4 or IPv6 address of this computer, such "
                            "as 192.168.1.5."_s;
    row("host name", "echo://10.0.0.2:1", u"hostEdit"_s, u"example.org"_s,
        badHost.arg(u"example.org"_s));
    row("no address", "echo://10.0.0.2:1", u"hostEdit"_s, {}, badHost.arg(QString()));
    row("delay without a unit", echo, u"option-delay"_s, u"5"_s,
        u"delay \"5\" is not 0 or a whole number with ms, s or min, at most 60min, such as "
        "250ms."_s);
    row("queue too small", echo, u"option-queue"_s, u"5"_s,
        u"queue \"5\" is not a whole number with B, KiB, MiB or GiB, from 1KiB to 1GiB, such as "
        "1MiB."_s);
    row("throttle that holds another option", echo, u"option-throttle"_s, u"1KiB/s&hold=on"_s,
        u"throttle \"1KiB/s&hold=on\" is not off or a whole number with B/s, KiB/s, MiB/s "
        "or GiB/s, from 1B/s to 1GiB/s, such as 10KiB/s."_s);
    row("read above the queue", echo, u"option-read"_s, u"2MiB"_s,
        u"read \"2MiB\" does not fit the other options; it must be at most 1MiB, the size of "
        "queue."_s);
    row("soft limit above the queue", chat, u"option-queue-soft"_s, u"2MiB/1s"_s,
        u"queue-soft \"2MiB/1s\" does not fit the other options; it must be at most 1MiB, the size "
        "of queue."_s);
}

void TestServiceProblems::wrongField()
{
    QFETCH(const QByteArray, url);
    QFETCH(const QString, field);
    QFETCH(const QString, text);
    QFETCH(const QString, sentence);
    ServiceDialog dialog({});
    dialog.setSpec(spec(url));
    dialog.open();
    QVERIFY(canAccept(dialog));
    QVERIFY(!isMarked(dialog, field));
    const QString right = find<QLineEdit>(dialog, field)->text();
    type(dialog, field, text);
    QCOMPARE(problem(dialog), sentence);
    QVERIFY(isMarked(dialog, field));
    QVERIFY(!canAccept(dialog));
    type(dialog, field, right);
    QCOMPARE(problem(dialog), QString());
    QVERIFY(!isMarked(dialog, field));
    QVERIFY(canAccept(dialog));
    QCOMPARE(dialog.spec(), spec(url));
}

void TestServiceProblems::wrongUrl_data()
{
    QTest::addColumn<QString>("url");
    QTest::newRow("empty") << QString();
    QTest::newRow("host name") << u"echo://example.org:1"_s;
    QTest::newRow("port") << u"echo://localhost:70000"_s;
    QTest::newRow("other protocol") << u"udp://localhost:1"_s;
    QTest::newRow("option of the other") << u"chat://localhost:1?delay=1s"_s;
    QTest::newRow("options that exclude each other") << u"chat://localhost:1?framing=read"_s;
}

void TestServiceProblems::wrongUrl()
{
    QFETCH(const QString, url);
    ServiceDialog dialog({});
    dialog.open();
    type(dialog, u"urlEdit"_s, url);
    QCOMPARE(problem(dialog), parseService(url).error().sentence());
    QVERIFY(isMarked(dialog, u"urlEdit"_s));
    QVERIFY(!canAccept(dialog));
    type(dialog, u"urlEdit"_s, u"echo://localhost:2"_s);
    QVERIFY(!isMarked(dialog, u"urlEdit"_s));
    QVERIFY(canAccept(dialog));
}

void TestServiceProblems::everyWrongFieldIsMarked()
{
    ServiceDialog dialog({});
    dialog.open();
    QVERIFY(!isPageMarked(dialog));
    type(dialog, u"option-queue"_s, u"much"_s);
    type(dialog, u"portEdit"_s, u"x"_s);
    type(dialog, u"option-idle"_s, u"long"_s);
    for (const QString &field : {u"portEdit"_s, u"option-queue"_s, u"option-idle"_s}) {
        QVERIFY2(isMarked(dialog, field), qPrintable(field));
    }
    QVERIFY(!isMarked(dialog, u"option-read"_s));
    QVERIFY(isPageMarked(dialog));
    QVERIFY(problem(dialog).startsWith(u"Port"));
    type(dialog, u"portEdit"_s, u"1"_s);
    QVERIFY(problem(dialog).startsWith(u"queue"));
    type(dialog, u"option-queue"_s, {});
    type(dialog, u"option-idle"_s, {});
    QVERIFY(!isPageMarked(dialog));
    QVERIFY(canAccept(dialog));
}

void TestServiceProblems::wrongChoice()
{
    ServiceDialog dialog({});
    dialog.setSpec(spec("chat://localhost:1"));
    dialog.open();
    choose(dialog, u"option-overflow"_s, 0);
    QCOMPARE(problem(dialog),
             u"overflow \"pause\" is not disconnect or drop-oldest, which chat takes."_s);
    QVERIFY(isMarked(dialog, u"option-overflow"_s));
    choose(dialog, u"option-overflow"_s, 1);
    QVERIFY(canAccept(dialog));
    choose(dialog, u"option-framing"_s, 1);
    QCOMPARE(problem(dialog), u"option \"framing\" with value \"read\" needs names=off."_s);
    choose(dialog, u"option-names"_s, 1);
    QVERIFY(canAccept(dialog));
}

void TestServiceProblems::anotherServiceIsThere_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("sentence");
    QTest::newRow("the same") << u"echo://localhost:10000"_s
                              << u"Port 10000 is already used by the service "
                                 "echo://localhost:10000; choose another port, or 0 for a free "
                                 "one."_s;
    QTest::newRow("overlapping") << u"chat://any:10000"_s
                                 << u"Port 10000 is already used by the service "
                                    "echo://localhost:10000; choose another port, or 0 for a free "
                                    "one."_s;
    QTest::newRow("another port") << u"echo://localhost:10001"_s << QString();
    QTest::newRow("port 0") << u"echo://localhost:0"_s << QString();
}

void TestServiceProblems::anotherServiceIsThere()
{
    QFETCH(const QString, url);
    QFETCH(const QString, sentence);
    ServiceDialog dialog({spec("echo://localhost:0"), spec("echo://localhost:10000?read=1")});
    dialog.open();
    type(dialog, u"urlEdit"_s, url);
    QCOMPARE(problem(dialog), sentence);
    QCOMPARE(canAccept(dialog), sentence.isEmpty());
    QCOMPARE(isMarked(dialog, u"portEdit"_s), !sentence.isEmpty());
    type(dialog, u"portEdit"_s, u"10000"_s);
    QVERIFY(!canAccept(dialog));
}

void TestServiceProblems::formMendsTheUrl()
{
    ServiceDialog dialog({});
    dialog.open();
    type(dialog, u"urlEdit"_s, u"nonsense"_s);
    type(dialog, u"portEdit"_s, u"5"_s);
    QCOMPARE(find<QLineEdit>(dialog, u"urlEdit"_s)->text(), u"echo://localhost:5"_s);
    QVERIFY(!isMarked(dialog, u"urlEdit"_s));
    QVERIFY(canAccept(dialog));
}

void TestServiceProblems::markupIsNotInterpreted()
{
    ServiceDialog dialog({});
    dialog.open();
    type(dialog, u"option-delay"_s, u"<b>1</b>"_s);
    QCOMPARE(find<QLabel>(dialog, u"problemLabel"_s)->textFormat(), Qt::PlainText);
    QVERIFY(problem(dialog).contains(u"<b>1</b>"));
    const auto *editor = find<QWidget>(dialog, u"option-delay"_s);
    for (const QWidget *each : editor->parentWidget()->findChildren<QWidget *>()) {
        QVERIFY(!each->toolTip().contains(u"<b>"));
    }
}

QTEST_MAIN(TestServiceProblems)
#include "tst_serviceproblems.moc"
