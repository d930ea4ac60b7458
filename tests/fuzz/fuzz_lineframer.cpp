// SPDX-License-Identifier: MIT
// The line framer: bytes cut at random places give the same lines as one byte after the other.
// Fails when next() compares with m_limit instead of m_limit + 1, does not call forgetDoneTail(),
// or leaves what follows a line that is too long in the input.
#include "lineframer.h"
#include "linemodel.h"
#include "pieces.h"
#include "require.h"

using namespace peerglass;

namespace {

/// Gives \a piece to both and compares what comes out.
void feed(LineFramer &framer, LineModel &model, const QByteArray &piece)
{
    QByteArrayView rest = piece;
    for (const char byte : piece) {
        const auto expected = model.take(byte);
        if (expected) {
            const auto line = framer.next(rest);
            require(line && *line == *expected, "a line is the same however it is cut");
        }
    }
    if (!rest.isEmpty()) {
        require(!framer.next(rest), "no more lines than there are");
    }
    require(rest.isEmpty(), "all input is taken");
    require(framer.isTooLong() == model.isTooLong(), "the limit is exact");
    require(framer.unfinished() == model.unfinished(), "what is kept is the line begun");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Pieces input(data, size);
    const qint64 limit = 1 + input.byte() % 32;
    LineFramer framer(limit);
    LineModel model(limit);
    while (!input.atEnd()) {
        feed(framer, model, input.next());
        require(framer.unfinished() <= limit + 1, "memory is bounded");
    }
    const auto expected = model.last();
    const auto line = framer.last();
    require(line.has_value() == expected.has_value() && (!line || *line == *expected),
            "the end of the stream ends the last line");
    require(framer.unfinished() == 0, "nothing is left behind the last line");
    return 0;
}
