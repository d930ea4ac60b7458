// SPDX-License-Identifier: MIT
#pragma once

#include "visit.h"

#include <QAction>
#include <QLineEdit>
#include <QTableView>
#include <QTimer>
#include <QWidget>

namespace peerglass {

/// Who sits before the window: selects clients, sorts, filters, and takes actions that ask nothing,
/// at random.
class RandomHand : public QObject
{
public:
    RandomHand(QWidget &window, Random &random);

    /// Acts once in \a interval from now on.
    void start(std::chrono::milliseconds interval);
    /// Clears the filters and touches nothing any more.
    void rest();
    /// Rows of the log, shown or not.
    int logRows() const;

private:
    void act();
    void select();
    void take(const QString &action);

    QWidget &m_window;
    Random &m_random;
    QTableView &m_clients;
    QTableView &m_events;
    QLineEdit &m_clientsFilter;
    QLineEdit &m_eventsSearch;
    QTimer m_timer;
};

} // namespace peerglass
