// SPDX-License-Identifier: MIT
// The service URL: what parses is valid and can be written and read again; what does not parse
// gets one clear line.
// Fails when shown() in serviceerror.cpp does not escape, or writeWithUnit() takes a unit that does
// not divide the value.
#include "harmless.h"
#include "require.h"
#include "servicespec.h"

#include <cstdint>

using namespace peerglass;

namespace {

void checkSpec(const ServiceSpec &spec)
{
    require(!validate(spec), "what parses is valid");
    const QString url = spec.toUrl();
    require(isHarmless(url), "a written URL is one line of harmless characters");
    const auto again = parseService(url);
    require(again && *again == spec, "a written URL parses to an equal value");
    require(url.startsWith(spec.endpoint()), "a URL begins with its endpoint");
}

void checkError(const ServiceError &error, const QString &url)
{
    // Each of URL, part and value is cut to 200 bytes; a byte takes at most six characters.
    static constexpr qsizetype longest = 3 * 200 * 6 + 800;
    const QString sentence = error.sentence();
    require(error.url == url, "an error names the URL as given");
    require(isHarmless(sentence), "a sentence is one line of harmless characters");
    require(sentence.endsWith(u'.'), "a sentence ends in a full stop");
    require(sentence.size() <= longest, "a sentence can be read");
    require(!error.expected.isEmpty(), "an error says what would be right");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QString url = QString::fromUtf8(QByteArrayView(data, static_cast<qsizetype>(size)));
    const auto spec = parseService(url);
    if (spec) {
        checkSpec(*spec);
    } else {
        checkError(spec.error(), url);
    }
    return 0;
}
