// SPDX-License-Identifier: MIT
#pragma once

#include "visit.h"

#include <QObject>
#include <QSocketNotifier>
#include <QTimer>

#include <memory>
#include <vector>

namespace peerglass {

/// The services that the load and the soak know.
struct SoakPorts
{
    quint16 exact = 0; ///< echo; the operator takes nothing out and puts nothing in
    quint16 rough = 0; ///< echo; it does
    quint16 chat = 0;
};

/// The load's process: clients that come and go until standard input ends, then those that are
/// there come to their end. Prints what became of them.
class Load : public QObject
{
    Q_OBJECT

public:
    Load(const SoakPorts &ports, unsigned seed);

Q_SIGNALS:
    /// \a status: 0 when every visit was right.
    void finished(int status);

private:
    struct Place
    {
        std::unique_ptr<Visit> visit;
        int rest = 0; ///< steps until the next one
    };
    struct Counts
    {
        qint64 visits = 0;
        qint64 right = 0; ///< checked, and as it should be to the end
        qint64 cut = 0; ///< checked, and the server ended it before
        qint64 faults = 0;
    };

    void step();
    void look(Place &place);
    void finish();
    std::unique_ptr<Visit> anyVisit();

    SoakPorts m_ports;
    Random m_random;
    std::vector<Place> m_places;
    Counts m_counts;
    QTimer m_timer;
    QSocketNotifier m_input;
    bool m_hurry = false;
};

} // namespace peerglass
