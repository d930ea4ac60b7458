// SPDX-License-Identifier: MIT
#pragma once

#include "rawclient.h"
#include "windowhands.h"

#include <QObject>

#include <memory>

/// What tests of one part of the window begin from.
namespace peerglass {

/// A window with services that have not been started; a draining does not end by itself.
class ServerWindowTest : public QObject
{
protected:
    void open(const QStringList &services, bool firstStart = false);
    /// Which actions on the server are possible: `StopAtOnce`.
    QStringList enabled();
    /// What the buttons in the place of the connections come to offer.
    bool offers(const QStringList &texts);

    std::unique_ptr<WindowFixture> m_window;
};

/// A server with one client, which is selected.
class QueueWindowTest : public QObject
{
protected:
    void open(const QString &url);
    void close();
    void select(int client);
    bool waitForState(int client, const QString &state);
    /// Holds the client and has it send \a messages, each of them on its own.
    void holdAndSend(const QByteArrayList &messages);
    QStringList previews() const;

    std::unique_ptr<WindowFixture> m_window;
    std::unique_ptr<RawClient> m_client;
};

/// A server with two clients, each of which has said something.
class EventsWindowTest : public QObject
{
protected:
    void open();
    void close();
    /// Says a word, and waits for its echo, several times.
    void talk(RawClient &client, int times);
    QStringList kinds() const;

    std::unique_ptr<WindowFixture> m_window;
    std::unique_ptr<RawClient> m_first;
    std::unique_ptr<RawClient> m_second;
};

} // namespace peerglass
