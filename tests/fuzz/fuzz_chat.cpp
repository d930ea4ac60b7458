// SPDX-License-Identifier: MIT
// Both kinds of chat with up to five members who come, talk, finish, leave and are removed.
// Fails when Outbox::fits() always says so, safeText() lets format characters through,
// ChatRoom::rename() takes the name of a member who came earlier, or Outbox::announce() does not
// flush() before.
#include "chatdriver.h"
#include "pieces.h"

using namespace peerglass;

namespace {

/// The first byte of an input: with names or without, in which framing, and how tight all is.
/// Smaller than validate() allows, so that short inputs get everywhere.
ServiceSpec takeSpec(Pieces &input)
{
    const quint8 choice = input.byte();
    ServiceSpec spec = ServiceSpec::make(ProtocolKind::Chat, QStringLiteral("localhost"), 0);
    spec.names = choice & 1;
    spec.framing = choice & 2 && !spec.names ? Framing::Read : Framing::Line;
    if (choice & 8) { // room for nothing but the longest line, and the shortest turns
        spec.queue = 420;
    }
    spec.read = longestChatText(spec);
    spec.line = choice & 4 ? 10 : longestChatText(spec);
    return spec;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Pieces input(data, size);
    const ServiceSpec spec = takeSpec(input);
    ChatDriver chat(spec);
    while (!input.atEnd()) {
        chat.step(input.next());
    }
    chat.end();
    return 0;
}
