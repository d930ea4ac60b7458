// SPDX-License-Identifier: MIT
#include "load.h"

#include "chatvisit.h"
#include "echovisit.h"

#include <algorithm>
#include <cstdio>
#include <unistd.h>

namespace peerglass {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr size_t clients = 80;
constexpr auto stepInterval = 10ms;
constexpr int longestRest = 200; // steps

} // namespace

Load::Load(const SoakPorts &ports, unsigned seed)
    : m_ports(ports)
    , m_random(seed)
    , m_places(clients)
    , m_input(STDIN_FILENO, QSocketNotifier::Read)
{
    connect(&m_timer, &QTimer::timeout, this, &Load::step);
    m_timer.start(stepInterval);
    // Nothing is ever written there: it is readable once whoever started this has closed it or is
    // gone.
    connect(&m_input, &QSocketNotifier::activated, this, [this] {
        m_input.setEnabled(false);
        m_hurry = true;
    });
}

std::unique_ptr<Visit> Load::anyVisit()
{
    const int what = below(m_random, 100);
    if (what < 40) {
        return std::make_unique<EchoVisit>(EchoVisit::anyPlan(m_random, m_ports.exact, true),
                                           m_random);
    }
    if (what < 60) {
        return std::make_unique<EchoVisit>(EchoVisit::anyPlan(m_random, m_ports.rough, false),
                                           m_random);
    }
    if (what < 90) {
        return std::make_unique<ChatVisit>(ChatVisit::anyPlan(m_random, m_ports.chat), m_random);
    }
    // Comes and goes, at times before it is accepted.
    const EchoVisit::Plan touch{.port = m_ports.chat,
                                .checked = false,
                                .readMost = 1,
                                .ending = what < 95 ? EchoVisit::Ending::Close
                                                    : EchoVisit::Ending::Reset};
    return std::make_unique<EchoVisit>(touch, m_random);
}

void Load::step()
{
    for (Place &place : m_places) {
        look(place);
    }
    const auto isEmpty = [](const Place &place) {
        return place.visit == nullptr;
    };
    if (m_hurry && std::all_of(m_places.begin(), m_places.end(), isEmpty)) {
        finish();
    }
}

void Load::look(Place &place)
{
    if (!place.visit) {
        if (m_hurry || --place.rest > 0) {
            return;
        }
        place.visit = anyVisit();
        ++m_counts.visits;
    }
    const Visit::Outcome outcome = place.visit->step(m_hurry);
    if (outcome == Visit::Outcome::Running) {
        return;
    }
    if (outcome == Visit::Outcome::Faulty) {
        ++m_counts.faults;
        std::fprintf(stderr, "load: %s\n", qUtf8Printable(place.visit->fault()));
    } else if (place.visit->isChecked()) {
        ++(outcome == Visit::Outcome::Cut ? m_counts.cut : m_counts.right);
    }
    place.visit.reset();
    place.rest = below(m_random, longestRest) + 1;
}

void Load::finish()
{
    m_timer.stop();
    std::printf("%lld %lld %lld %lld\n", static_cast<long long>(m_counts.visits),
                static_cast<long long>(m_counts.right), static_cast<long long>(m_counts.cut),
                static_cast<long long>(m_counts.faults));
    std::fflush(stdout);
    Q_EMIT finished(m_counts.faults == 0 ? 0 : 1);
}

} // namespace peerglass
