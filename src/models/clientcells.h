// SPDX-License-Identifier: MIT
#pragma once

#include "clientrow.h"
#include "clientsmodel.h"

#include <QVariant>

namespace peerglass {

/// The texts and values of one row of ClientsModel. Made for one call of data().
class ClientCells
{
public:
    using Column = ClientsModel::Column;

    /// \a service: nullptr where it is not known.
    ClientCells(const ClientRow &row, const ClientService *service, ClientsModel::TimePoint now)
        : m_row(row)
        , m_service(service)
        , m_now(now)
    {
    }

    QString text(int column) const;
    /// What says more than text(); nothing where there is no more to say.
    QVariant toolTip(int column) const;
    /// text() for those who hear it alone; nothing where that is clear by itself.
    QVariant accessibleText(int column) const;
    /// A qint64 or a text; the same for all that show nothing.
    QVariant sortValue(int column) const;
    /// Cost of the queue against its limit, 0 … 1.
    double fill() const;

    static QVariant alignment(int column);
    static QString header(int column);
    static QString headerToolTip(int column);

private:
    bool isBlank(int column) const;
    QString state() const;
    QString queueToolTip() const;
    ClientsModel::TimePoint lastActivity() const;

    const ClientRow &m_row;
    const ClientService *m_service;
    ClientsModel::TimePoint m_now;
};

} // namespace peerglass
