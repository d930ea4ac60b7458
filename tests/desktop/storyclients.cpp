// SPDX-License-Identifier: MIT
#include "storyclients.h"

#include "rawclient.h"

#include <QProcess>

#include <csignal>

namespace peerglass {

using namespace Qt::StringLiterals;

namespace {

class SocketClient : public StoryClient
{
public:
    explicit SocketClient(quint16 port)
        : m_client(port)
    {
    }
    void send(const QByteArray &bytes) override { m_client.send(bytes); }
    QByteArray received() override { return m_client.received; }
    void setReading(bool on) override { m_client.setReading(on); }

private:
    RawClient m_client;
};

class NetcatClient : public StoryClient
{
public:
    explicit NetcatClient(quint16 port)
    {
        m_process.start(u"nc.openbsd"_s, {u"127.0.0.1"_s, QString::number(port)});
    }
    ~NetcatClient() override
    {
        m_process.kill();
        m_process.waitForFinished();
    }
    void send(const QByteArray &bytes) override { m_process.write(bytes); }
    QByteArray received() override { return m_received += m_process.readAllStandardOutput(); }
    void setReading(bool on) override
    {
        ::kill(static_cast<pid_t>(m_process.processId()), on ? SIGCONT : SIGSTOP);
    }

private:
    QProcess m_process;
    QByteArray m_received;
};

} // namespace

std::unique_ptr<StoryClient> StoryClient::connectTo(quint16 port)
{
    if (qEnvironmentVariable("PEERGLASS_STORY_CLIENTS") == u"nc"_s) {
        return std::make_unique<NetcatClient>(port);
    }
    return std::make_unique<SocketClient>(port);
}

} // namespace peerglass
