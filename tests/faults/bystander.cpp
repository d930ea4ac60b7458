// SPDX-License-Identifier: MIT
#include "bystander.h"

#include "serverprocess.h"
#include "timescale.h"

#include <QByteArray>

#include <algorithm>
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace peerglass {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

Bystander::Bystander(quint16 port)
    : m_socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
{
    const timeval patience{
        .tv_sec = std::chrono::duration_cast<std::chrono::seconds>(scaled(20s)).count(),
        .tv_usec = 0};
    setsockopt(m_socket.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    m_disturbed = ::connect(m_socket.get(), reinterpret_cast<const sockaddr *>(&to), sizeof to)
        != 0;
    m_thread = std::thread([this] { run(); });
}

Bystander::~Bystander()
{
    failFor(faults());
}

QStringList Bystander::faults()
{
    m_on = false;
    if (m_thread.joinable()) {
        m_thread.join();
    }
    QStringList found;
    if (m_disturbed) {
        found.append(u"the bystander's echo was wrong or ended"_s);
    }
    if (m_answers == 0) {
        found.append(u"the bystander had no answer"_s);
    }
    if (longest() > scaled(1s)) {
        found.append(u"the bystander waited %1 ms"_s.arg(m_longest));
    }
    return found;
}

void Bystander::run()
{
    bool last = false; // one question more when the fault is over
    while (!last && !m_disturbed) {
        last = !m_on;
        const auto begin = std::chrono::steady_clock::now();
        m_disturbed = !ask();
        const auto took = std::chrono::steady_clock::now() - begin;
        m_longest = std::max<qint64>(
            m_longest, std::chrono::duration_cast<std::chrono::milliseconds>(took).count());
        std::this_thread::sleep_for(5ms); // the pace of its asking, waited for by nobody
    }
}

bool Bystander::ask()
{
    const QByteArray question = "bystander " + QByteArray::number(m_answers);
    const auto size = static_cast<size_t>(question.size());
    QByteArray answer(question.size(), '\0');
    if (send(m_socket.get(), question.constData(), size, MSG_NOSIGNAL) != question.size()
        || recv(m_socket.get(), answer.data(), size, MSG_WAITALL) != question.size()
        || answer != question) {
        return false;
    }
    ++m_answers;
    return true;
}

} // namespace peerglass
