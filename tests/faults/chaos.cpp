// SPDX-License-Identifier: MIT
#include "chaos.h"

#include <QCoreApplication>
#include <QHash>
#include <QRegularExpression>

#include <algorithm>

namespace peerglass {

using namespace Qt::StringLiterals;

/// A client whose lines tell who has sent them and which they are.
struct Talker
{
    Talker(quint16 port, const RawClient::Options &options)
        : client(port, options)
    {
    }

    RawClient client;
    ClientId id;
    bool chats = false;
    bool finished = false; ///< it sends no more
    bool left = false; ///< it has closed or reset its socket
    int lines = 0;
};

namespace {

constexpr size_t manyClients = 40;
constexpr size_t fewClients = 30;

QByteArray lineOf(quint64 sender, int number, int size)
{
    return 'n' + QByteArray::number(sender) + ' ' + QByteArray::number(number) + ' '
        + QByteArray::number(size) + ' ' + QByteArray(size, 'x') + ".\n";
}

QStringList faultsInLines(const Talker &talker)
{
    static const QRegularExpression form(u"^n(\\d+) (\\d+) (\\d+) (x*)\\.$"_s);
    QStringList faults;
    QHash<qint64, int> last; // by sender
    QList<QByteArray> lines = talker.client.received.split('\n');
    lines.removeLast(); // empty, or cut by the end of the connection
    lines.removeAll("Shutdown Server");
    for (const QByteArray &line : std::as_const(lines)) {
        const auto match = form.match(QString::fromLatin1(line));
        const int number = match.captured(2).toInt();
        int &before = last[match.captured(1).toLongLong()];
        const bool whole = match.capturedLength(4) == match.captured(3).toInt();
        if (!match.hasMatch() || !whole || number <= before) {
            faults.append(u"#%1 has read %2 after %3"_s.arg(talker.id.value())
                              .arg(QString::fromLatin1(line.left(40)))
                              .arg(before));
        }
        before = number;
    }
    return faults;
}

} // namespace

Chaos::Chaos(EngineFixture &server, quint32 seed)
    : m_server(server)
    , m_random(seed)
{
}

Chaos::~Chaos() = default;

Talker &Chaos::anyone()
{
    return *m_here[static_cast<size_t>(below(static_cast<int>(m_here.size())))];
}

void Chaos::step()
{
    forgetThoseWhoHaveEnded();
    if (m_here.size() < fewClients) {
        join();
    }
    Talker &talker = anyone();
    const int what = below(16);
    if (what < 2) {
        talker.client.setReading(below(3) > 0);
    } else if (what == 2 && below(4) == 0) {
        leave(talker);
    } else if (what < 7) {
        operate(below(2) == 0 && !m_watched.isNull() ? m_watched : talker.id);
    } else if (!talker.finished && talker.client.unsent() == 0) {
        talk(talker);
    }
    QCoreApplication::processEvents();
}

void Chaos::join()
{
    const size_t before = m_here.size();
    ClientId last = m_lastId;
    while (m_here.size() < manyClients) {
        const bool chats = below(2) == 0;
        const auto options = below(2) == 0 ? RawClient::notReading() : RawClient::Options();
        m_here.push_back(std::make_unique<Talker>(m_server.port(chats ? 1 : 0), options));
        m_here.back()->chats = chats;
    }
    for (size_t i = before; i < m_here.size(); ++i) {
        m_here[i]->id = m_server.idOf(m_here[i]->client, m_lastId);
        last = std::max(last, m_here[i]->id);
    }
    m_lastId = last;
}

void Chaos::forgetThoseWhoHaveEnded()
{
    const auto gone = std::stable_partition(m_here.begin(), m_here.end(), [](const auto &talker) {
        return !talker->left && !talker->client.hasEnded && !talker->client.wasReset;
    });
    std::move(gone, m_here.end(), std::back_inserter(m_gone));
    m_here.erase(gone, m_here.end());
}

void Chaos::leave(Talker &talker)
{
    const int how = below(3);
    if (how == 0) {
        talker.client.finishSending();
        talker.finished = true;
    } else if (how == 1 && talker.client.unsent() == 0) {
        talker.client.close();
        talker.left = true;
    } else {
        talker.client.reset();
        talker.left = true;
    }
}

void Chaos::talk(Talker &talker)
{
    QByteArray lines;
    for (int i = below(8); i >= 0; --i) {
        lines += lineOf(talker.id.value(), ++talker.lines, below(8000));
    }
    talker.client.send(lines);
}

void Chaos::operate(ClientId client)
{
    Engine &engine = m_server.engine();
    switch (below(12)) {
    case 0:
        engine.ask(m_server.service(1),
                   action::Say{QString::fromLatin1(lineOf(0, ++m_operatorLines, 0).trimmed())});
        break;
    case 1:
        engine.ask(m_server.service(1), action::Broadcast{lineOf(0, ++m_operatorLines, 0)});
        break;
    case 2:
        m_watched = client;
        engine.watch(client);
        break;
    default:
        engine.ask({client}, anyAction(client));
        break;
    }
}

ClientAction Chaos::anyAction(ClientId client)
{
    switch (below(20)) {
    case 0:
        return action::Kick{u"at random"_s, EndMode::AfterFlush};
    case 1:
        return action::Kick{u"at random"_s, EndMode::AtOnce};
    case 2:
        return action::FinishSending{};
    case 3:
        return action::PauseReading{};
    case 4:
    case 5:
        return action::ResumeReading{};
    case 6:
        return action::DropAll{};
    case 7:
        return action::Send{lineOf(0, ++m_operatorLines, 0)};
    case 8:
    case 9:
        return action::Hold{};
    case 10:
    case 11:
        return action::Release{};
    case 12:
    case 13:
    case 14:
        return action::Drop{anyMessageOf(client)};
    default:
        return action::Step{};
    }
}

/// One of the next, if its queue is seen; the first has often begun to go.
quint64 Chaos::anyMessageOf(ClientId client)
{
    if (m_server.views.isEmpty() || m_server.views.last().client != client
        || m_server.views.last().queue.front.isEmpty()) {
        return static_cast<quint64>(m_server.client(client).totals.sent.messages) + 1;
    }
    const QList<QueuedMessage> &front = m_server.views.last().queue.front;
    return front.at(below(std::min(static_cast<int>(front.size()), 4))).number;
}

QStringList Chaos::end()
{
    std::move(m_here.begin(), m_here.end(), std::back_inserter(m_gone));
    const bool graceful = below(2) == 0;
    m_server.engine().stop(graceful ? StopMode::Graceful : StopMode::AtOnce);
    for (const auto &talker : m_gone) {
        if (!talker->left && !talker->client.hasEnded) {
            talker->client.setReading(true);
        }
    }
    QStringList faults;
    for (const auto &talker : m_gone) {
        faults += faultsIn(*talker);
    }
    return faults;
}

QStringList Chaos::faultsIn(const Talker &talker) const
{
    const RawClient &client = talker.client;
    waitFor([&] { return talker.left || client.hasEnded || client.wasReset; });
    const Event end = m_server.waitForEnd(talker.id);
    const Totals totals = totalsOf(end);
    const qint64 taken = totals.received.bytes + totals.bytesDiscarded;
    const bool all = client.hasEnded && !client.wasReset;
    const bool allTaken = all && *end.reason == CloseReason::ClientClosed;
    const auto size = static_cast<qint64>(client.received.size());
    QStringList faults = talker.chats ? faultsInLines(talker) : QStringList();
    if (size > totals.sent.bytes || (all && size < totals.sent.bytes)) {
        faults.append(u"#%1 has read %2 of %3 bytes"_s.arg(talker.id.value())
                          .arg(size)
                          .arg(totals.sent.bytes));
    }
    if (taken > client.sent || (allTaken && taken < client.sent)) {
        faults.append(u"#%1 has sent %2 bytes, %3 were read"_s.arg(talker.id.value())
                          .arg(client.sent)
                          .arg(taken));
    }
    return faults;
}

} // namespace peerglass
