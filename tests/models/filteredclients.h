// SPDX-License-Identifier: MIT
#pragma once

#include "clientsfilter.h"
#include "clientsmodel.h"

#include <QAbstractItemModelTester>
#include <QList>
#include <QObject>

#include <memory>

namespace peerglass {

using Ids = QList<quint64>;

/// A model of clients, its filter and the tester that looks at it, anew for each test.
class FilteredClients : public QObject
{
protected:
    void make()
    {
        m_model = std::make_unique<ClientsModel>();
        m_filter = std::make_unique<ClientsFilter>();
        m_filter->setSourceModel(m_model.get());
        m_tester = std::make_unique<QAbstractItemModelTester>(
            m_filter.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    }

    void clear()
    {
        m_tester.reset();
        m_filter.reset();
        m_model.reset();
    }

    Ids shown() const
    {
        Ids ids;
        for (int row = 0; row < m_filter->rowCount(); ++row) {
            ids.append(m_filter->index(row, 0).data(ClientsModel::ClientIdRole).toULongLong());
        }
        return ids;
    }

    std::unique_ptr<ClientsModel> m_model;
    std::unique_ptr<ClientsFilter> m_filter;

private:
    std::unique_ptr<QAbstractItemModelTester> m_tester;
};

} // namespace peerglass
