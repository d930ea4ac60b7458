// SPDX-License-Identifier: MIT
#include "chatdriver.h"

#include "chattext.h"
#include "require.h"

#include <algorithm>

namespace peerglass {

namespace {

struct Words
{
    QByteArrayView first;
    QByteArrayView rest;
};

Words splitFirstWord(QByteArrayView line)
{
    const auto end = std::find_if(line.begin(), line.end(),
                                  [](char c) { return QByteArrayView(" \t\n\v\f\r").contains(c); });
    return {line.first(end - line.begin()), line.sliced(end - line.begin()).trimmed()};
}

} // namespace

ChatDriver::ChatDriver(const ServiceSpec &spec)
    : m_spec(spec)
    , m_witness(m_spec)
    , m_protocol(makeProtocol(spec, m_witness))
{
}

void ChatDriver::step(const QByteArray &piece)
{
    if (piece.isEmpty()) {
        return;
    }
    const char what = piece.front();
    const QByteArray rest = piece.sliced(1);
    if (what >= 'a' && what <= 'e') {
        std::optional<Member> &place = m_places.at(static_cast<size_t>(what - 'a'));
        place ? leave(place, rest.isEmpty() ? 0 : static_cast<quint8>(rest.front())) : come(place);
    } else if (what >= 'A' && what <= 'E') {
        if (std::optional<Member> &place = m_places.at(static_cast<size_t>(what - 'A'))) {
            receive(*place, rest);
        }
    } else if (what >= '0' && what <= '4') {
        if (std::optional<Member> &place = m_places.at(static_cast<size_t>(what - '0'))) {
            finish(*place);
        }
    } else {
        speakAsServer(static_cast<quint8>(what), rest);
    }
}

void ChatDriver::end()
{
    for (std::optional<Member> &place : m_places) {
        if (place) {
            finish(*place);
            leave(place, 0);
        }
    }
    endTurn();
}

void ChatDriver::come(std::optional<Member> &place)
{
    const ClientId id(++m_lastId);
    expectNews("* guest-" + QByteArray::number(id.value()) + " joined\n");
    place = Member{id, LineModel(m_spec.line), {}};
    m_witness.setSpeaker({});
    m_witness.open(place->id);
    m_protocol->opened(place->id);
    require(m_witness.announced() == 0, "coming is told at the end of a turn");
    require(m_witness.member(place->id).name.isEmpty() != m_spec.names, "who comes has a name");
}

void ChatDriver::leave(std::optional<Member> &place, quint8 reason)
{
    static constexpr int reasons = static_cast<int>(CloseReason::SocketError) + 1;
    const ClientId id = place->id;
    const QByteArray name = m_witness.member(id).name.toUtf8();
    const auto why = static_cast<CloseReason>(reason % reasons);
    place.reset();
    m_witness.setSpeaker({});
    m_witness.close(id);
    m_protocol->closed(id, why);
    require(m_witness.announced() == 0, "leaving is told at the end of a turn");
    if (!m_stopped) {
        expectNews("* " + name + " left (" + toText(why).toUtf8() + ")\n");
    }
}

/// What all have to be told who are there.
void ChatDriver::expectNews(const QByteArray &news)
{
    if (!m_spec.names) {
        return;
    }
    ++m_untold;
    for (std::optional<Member> &place : m_places) {
        if (place) {
            place->news.push_back(news);
        }
    }
}

void ChatDriver::endTurn()
{
    m_witness.setSpeaker({});
    m_protocol->turnEnded();
    require(m_witness.announced() == m_untold, "coming and going are told once, with names");
    compareNews();
}

/// By now all have been told.
void ChatDriver::compareNews()
{
    m_untold = 0;
    for (std::optional<Member> &place : m_places) {
        if (place) {
            require(m_witness.takeNews(place->id) == std::exchange(place->news, {}),
                    "each is told who came after it and who went, in order");
        }
    }
}

void ChatDriver::receive(Member &member, const QByteArray &bytes)
{
    const QByteArray offered = (member.waiting + bytes)
                                   .first(std::min<qsizetype>(member.waiting.size() + bytes.size(),
                                                              m_spec.read));
    if (offered.isEmpty() || member.finished) {
        return;
    }
    m_witness.setSpeaker(member.id);
    const qsizetype used = m_protocol->received(member.id, offered);
    require(used > 0 && used <= offered.size(), "a turn uses something of what is offered");
    expect(member, QByteArrayView(offered).first(used));
    compare(member);
    member.waiting = offered.sliced(used);
    require(member.ended || m_protocol->unfinishedInput(member.id) == member.lines.unfinished(),
            "a line that is begun is counted");
}

void ChatDriver::finish(Member &member)
{
    while (!member.waiting.isEmpty()) {
        receive(member, {});
    }
    if (member.finished) {
        return;
    }
    member.finished = true;
    m_witness.setSpeaker(member.id);
    m_protocol->finished(member.id);
    if (member.ended) { // whatever waits for all is told at the end of a turn
        require(m_witness.relayed() == m_expected && m_witness.announced() == 0,
                "who was ended says no more");
        return;
    }
    if (const auto line = member.lines.last()) {
        expectMessage(member, *line);
    }
    compare(member);
}

void ChatDriver::speakAsServer(quint8 what, const QByteArray &rest)
{
    m_witness.setSpeaker({});
    if (what == 's') {
        require(m_protocol->say(QString::fromUtf8(rest)), "the operator can speak in a chat");
        require(m_witness.announced() == m_untold + 1, "the operator is heard once");
        compareNews();
    } else if (what == 'x') {
        m_protocol->stopping();
        m_stopped = true;
        require(m_witness.announced() == m_untold + 1, "the end is told once");
        compareNews();
    } else if (what == 'k') {
        remove(rest);
    } else if (what == 't') {
        endTurn();
    }
}

void ChatDriver::remove(const QByteArray &rest)
{
    const size_t index = rest.isEmpty() ? 0 : static_cast<quint8>(rest.front()) % places;
    if (const std::optional<Member> &place = m_places.at(index)) {
        m_protocol->removing(place->id, QString::fromUtf8(rest.mid(1)));
        compareNews();
    }
}

void ChatDriver::expect(Member &member, QByteArrayView bytes)
{
    if (m_spec.framing == Framing::Read) {
        expectMessage(member, bytes);
        return;
    }
    for (const char byte : bytes) {
        if (member.ended) {
            return;
        }
        if (const auto line = member.lines.take(byte)) {
            expectMessage(member, *line);
        }
        member.ended |= member.lines.isTooLong();
    }
}

/// What a line, or a read where these are the messages, has to bring.
void ChatDriver::expectMessage(Member &member, QByteArrayView bytes)
{
    const QByteArrayView text = bytes.trimmed();
    m_expectedCount += text.isEmpty() ? 0 : 1;
    if (text.isEmpty() || (m_spec.names && !text.isValidUtf8())) {
        return;
    }
    const auto [command, argument] = splitFirstWord(text);
    if (!m_spec.names) {
        m_expected.push_back(text.toByteArray());
    } else if (text.startsWith("//")) {
        expectRelayed(safeText(text.sliced(1)));
    } else if (!text.startsWith('/')) {
        expectRelayed(safeText(text));
    } else if (command == "/me" && !argument.isEmpty()) {
        expectRelayed('*' + safeText(argument) + '*');
    } else {
        member.ended |= command == "/quit" && argument.isEmpty();
    }
}

/// Unless it has grown too long by what had to be escaped.
void ChatDriver::expectRelayed(const QByteArray &safe)
{
    if (safe.size() <= longestChatText(m_spec)) {
        m_expected.push_back(safe);
    }
}

void ChatDriver::compare(const Member &member)
{
    require(m_witness.relayed() == m_expected, "the others get the lines, in order");
    require(m_witness.found() == m_expectedCount, "each line is counted once");
    require(m_witness.member(member.id).finished.has_value() == member.ended,
            "what ends a member ends it");
    require(!m_spec.names || m_witness.isNameKnown(), "all are told a new name");
    compareNews();
    m_expected.clear();
    m_expectedCount = 0;
}

} // namespace peerglass
