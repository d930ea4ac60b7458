// SPDX-License-Identifier: MIT
#include "windowtest.h"

#include <QAbstractButton>
#include <QTest>

namespace peerglass {

using namespace Qt::StringLiterals;

namespace {

const QString connections = u"connectionsTable"_s;

std::unique_ptr<WindowFixture> makeWindow(const QStringList &services, bool firstStart = false)
{
    WindowFixture::Options options;
    options.services = services;
    options.firstStart = firstStart;
    options.engine.drain = std::chrono::minutes(10); // what drains does not end by itself
    return std::make_unique<WindowFixture>(options);
}

QStringList buttonsOffered(const WindowFixture &window)
{
    QStringList names;
    const QWidget *place = window.widget(u"connectionsEmpty/emptyButtons"_s);
    for (const auto *button : place->findChildren<QAbstractButton *>()) {
        if (button->isVisible() && button->isEnabled()) {
            names.append(button->text());
        }
    }
    return names;
}

} // namespace

void ServerWindowTest::open(const QStringList &services, bool firstStart)
{
    m_window.reset();
    m_window = makeWindow(services, firstStart);
}

QStringList ServerWindowTest::enabled()
{
    QStringList names;
    for (const QString &name :
         {u"Start"_s, u"Stop"_s, u"StopAtOnce"_s, u"AddService"_s, u"HoldNew"_s, u"HoldAll"_s,
          u"Send"_s, u"TryIt"_s, u"StopSamples"_s}) {
        if (actionOf(*m_window, u"action"_s + name).isEnabled()) {
            names.append(name);
        }
    }
    return names;
}

bool ServerWindowTest::offers(const QStringList &texts)
{
    return waitFor([&] { return buttonsOffered(*m_window) == texts; });
}

void QueueWindowTest::open(const QString &url)
{
    m_window = makeWindow(QStringList(url));
    QVERIFY(m_window->start());
    m_client = std::make_unique<RawClient>(m_window->port());
    QVERIFY(waitForState(1, u"Open"_s));
    select(1);
}

void QueueWindowTest::close()
{
    m_client.reset();
    m_window.reset();
}

void QueueWindowTest::select(int client)
{
    QVERIFY(m_window->clickRow(connections, m_window->rowOf(client)));
}

bool QueueWindowTest::waitForState(int client, const QString &state)
{
    return waitFor([&] { return m_window->cellOf(client, u"State"_s) == state; });
}

void QueueWindowTest::holdAndSend(const QByteArrayList &messages)
{
    QVERIFY(m_window->press(Qt::Key_Space));
    QVERIFY(waitForState(1, u"Held"_s));
    int rows = 0;
    for (const QByteArray &each : messages) {
        m_client->send(each); // one read might bring several otherwise
        ++rows;
        QVERIFY(waitFor([&] { return m_window->rows(u"queueTable"_s) == rows; }));
    }
}

QStringList QueueWindowTest::previews() const
{
    return m_window->cells(u"queueTable"_s, u"Preview"_s);
}

void EventsWindowTest::open()
{
    m_window = std::make_unique<WindowFixture>();
    QVERIFY(m_window->start());
    m_first = std::make_unique<RawClient>(m_window->port());
    QVERIFY(waitFor([this] { return m_window->rows(connections) == 1; }));
    m_second = std::make_unique<RawClient>(m_window->port());
    QVERIFY(waitFor([this] { return m_window->rows(connections) == 2; }));
    talk(*m_first, 1);
    talk(*m_second, 1);
    QVERIFY(waitFor([this] { return kinds().count(u"sent"_s) == 2; }));
}

void EventsWindowTest::close()
{
    m_first.reset();
    m_second.reset();
    m_window.reset();
}

void EventsWindowTest::talk(RawClient &client, int times)
{
    for (int i = 0; i < times; ++i) {
        const qsizetype before = client.received.size();
        client.send("word");
        QVERIFY(waitFor([&] { return client.received.size() == before + 4; }));
    }
}

QStringList EventsWindowTest::kinds() const
{
    return m_window->cells(u"eventsTable"_s, u"Event"_s);
}

} // namespace peerglass
