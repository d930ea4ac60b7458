// SPDX-License-Identifier: MIT
// Clients that end, in every way there is.
#include "bystander.h"
#include "serverprocess.h"
#include "waitfor.h"

#include <QTest>

using namespace peerglass;
using namespace Qt::StringLiterals;

class TestFaultsClosing : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void row09_halfCloseAtOnce();
};

// Fails when Session::peerFinished() ends the session instead of telling the protocol.
void TestFaultsClosing::row09_halfCloseAtOnce()
{
    ServerProcess server({u"echo://127.0.0.1:0"_s});
    const Bystander bystander(server.port());
    RawClient client(server.port());
    client.send("last words");
    client.finishSending();
    QVERIFY(waitFor([&] { return client.hasEnded; }));
    QCOMPARE(client.received, QByteArray("last words"));
    const QJsonObject end = server.endOf(client);
    QCOMPARE(end[u"reason"].toString(), u"client-closed"_s);
    QCOMPARE(end[u"bytesSent"].toInteger(), client.received.size());
}

QTEST_GUILESS_MAIN(TestFaultsClosing)
#include "tst_faults_closing.moc"
