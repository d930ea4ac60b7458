// SPDX-License-Identifier: MIT
#include "servicedialog.h"

#include "dialogtest.h"
#include "serviceoptions.h"

#include <QLineEdit>

using namespace peerglass;
using namespace Qt::StringLiterals;

/// The options of a service in its dialog, which come from the one table of them.
class TestOptionFields : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyOptionIsThere();
    void showsOptionsOfTheProtocol();
    void choices();
    void showsWhatHolds();
    void protocolsHaveTheirOwnDefaults();
    void editsAsGiven_data();
    void editsAsGiven();
};

namespace {

QString text(const ServiceDialog &dialog, const QString &name)
{
    return find<QLineEdit>(dialog, name)->text();
}

} // namespace

void TestOptionFields::everyOptionIsThere()
{
    const ServiceDialog dialog({});
    for (const ServiceOption &option : serviceOptions()) {
        const auto *editor = find<QWidget>(dialog, u"option-"_s + option.name.toString());
        QCOMPARE(editor->accessibleName(), option.name.toString());
        ServiceSpec unused;
        for (const QStringView choice : option.choices) {
            QVERIFY(option.read(choice, unused));
        }
    }
}

void TestOptionFields::showsOptionsOfTheProtocol()
{
    ServiceDialog dialog({});
    dialog.open();
    for (const ProtocolKind kind : {ProtocolKind::Chat, ProtocolKind::Echo}) {
        choose(dialog, u"protocolBox"_s, static_cast<int>(kind));
        for (const ServiceOption &option : serviceOptions()) {
            const auto *editor = find<QWidget>(dialog, u"option-"_s + option.name.toString());
            QCOMPARE(editor->parentWidget()->isHidden(), !option.isFor(kind));
        }
    }
}

void TestOptionFields::choices()
{
    ServiceDialog dialog({});
    dialog.open();
    auto *overflow = find<QComboBox>(dialog, u"option-overflow"_s);
    QCOMPARE(overflow->currentText(), u"pause (default)"_s);
    choose(dialog, u"option-overflow"_s, 2);
    QCOMPARE(dialog.spec().overflow, OverflowPolicy::DropOldest);
    QCOMPARE(text(dialog, u"urlEdit"_s), u"echo://localhost:10000?overflow=drop-oldest"_s);
    choose(dialog, u"option-overflow"_s, 0);
    QCOMPARE(text(dialog, u"urlEdit"_s), u"echo://localhost:10000"_s);
}

void TestOptionFields::showsWhatHolds()
{
    ServiceDialog dialog({});
    dialog.open();
    const auto shown = [&dialog](const QString &name) {
        return find<QLineEdit>(dialog, name)->placeholderText();
    };
    QCOMPARE(shown(u"option-queue"_s), u"1MiB"_s);
    QCOMPARE(shown(u"option-idle"_s), u"off"_s);
    type(dialog, u"urlEdit"_s, u"chat://localhost:8008?queue=128KiB"_s);
    QCOMPARE(text(dialog, u"option-queue"_s), u"128KiB"_s);
    // A smaller queue lowers the soft limit without its being given.
    QCOMPARE(text(dialog, u"option-queue-soft"_s), QString());
    QCOMPARE(shown(u"option-queue-soft"_s), u"128KiB/30s"_s);
}

void TestOptionFields::protocolsHaveTheirOwnDefaults()
{
    ServiceDialog dialog({});
    dialog.open();
    type(dialog, u"option-delay"_s, u"1s"_s);
    choose(dialog, u"protocolBox"_s, 1);
    QCOMPARE(text(dialog, u"urlEdit"_s), u"chat://localhost:10000"_s);
    QCOMPARE(dialog.spec().overflow, OverflowPolicy::Disconnect);
    QCOMPARE(find<QComboBox>(dialog, u"option-overflow"_s)->currentText(),
             u"disconnect (default)"_s);
    choose(dialog, u"protocolBox"_s, 0);
    QCOMPARE(text(dialog, u"urlEdit"_s), u"echo://localhost:10000?delay=1s"_s);
}

void TestOptionFields::editsAsGiven_data()
{
    QTest::addColumn<QByteArray>("url");
    const char *urls[] = {
        "echo://localhost:10000",
        "chat://any:8008?names=off&framing=read&read=1024",
        "echo://[fe80::1%eth0]:0?throttle=10KiB/s&clients=5&overflow=drop-oldest&hold=on",
        "echo://any:7?per-address=2",
        "chat://127.0.0.1:1?queue=64KiB&line=8KiB",
        "chat://127.0.0.1:1?queue-soft=64KiB/5s&stall=30s&backlog=5",
    };
    for (const char *url : urls) {
        QTest::newRow(url) << QByteArray(url);
    }
}

void TestOptionFields::editsAsGiven()
{
    QFETCH(const QByteArray, url);
    ServiceDialog dialog({});
    dialog.setSpec(spec(url));
    dialog.open();
    QCOMPARE(dialog.spec(), spec(url));
    // Through the form and back.
    const QString port = text(dialog, u"portEdit"_s);
    type(dialog, u"portEdit"_s, u"2"_s);
    type(dialog, u"portEdit"_s, port);
    QCOMPARE(dialog.spec(), spec(url));
    QCOMPARE(text(dialog, u"urlEdit"_s), spec(url).toUrl());
}

QTEST_MAIN(TestOptionFields)
#include "tst_optionfields.moc"
