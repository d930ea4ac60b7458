// SPDX-License-Identifier: MIT
#pragma once

#include "chatwitness.h"
#include "linemodel.h"
#include "protocol.h"

#include <QByteArray>

#include <array>
#include <memory>
#include <optional>
#include <vector>

namespace peerglass {

/// A chat with room for five, driven as the engine drives it. Works out byte by byte what each
/// input has to bring, and compares.
class ChatDriver
{
public:
    static constexpr size_t places = 5;

    explicit ChatDriver(const ServiceSpec &spec);

    /// Does what the first byte of \a piece says with the rest of it: `a` … `e` someone comes to
    /// that place or leaves it, `A` … `E` says the rest, `0` … `4` finishes sending; the operator
    /// says it (`s`) or removes someone (`k`); the service stops (`x`); the worker's turn ends
    /// (`t`). All else is ignored.
    void step(const QByteArray &piece);
    /// Everybody finishes and leaves.
    void end();

private:
    struct Member
    {
        ClientId id;
        LineModel lines;
        QByteArray waiting; ///< what a turn has left
        bool finished = false;
        bool ended = false; ///< its input brings nothing any more
        std::vector<QByteArray> news = {}; ///< who came and went, which it has to be told
    };
    void come(std::optional<Member> &place);
    void leave(std::optional<Member> &place, quint8 reason);
    void receive(Member &member, const QByteArray &bytes);
    void finish(Member &member);
    void speakAsServer(quint8 what, const QByteArray &rest);
    void remove(const QByteArray &rest);

    void expectNews(const QByteArray &news);
    void endTurn();
    void compareNews();
    void expect(Member &member, QByteArrayView bytes);
    void expectMessage(Member &member, QByteArrayView bytes);
    void expectRelayed(const QByteArray &safe);
    void compare(const Member &member);

    const ServiceSpec m_spec;
    ChatWitness m_witness;
    std::unique_ptr<Protocol> m_protocol;
    std::array<std::optional<Member>, places> m_places;
    quint64 m_lastId = 0;
    int m_untold = 0; ///< who came and went since they were last told
    bool m_stopped = false;
    std::vector<QByteArray> m_expected;
    qint64 m_expectedCount = 0;
};

} // namespace peerglass
