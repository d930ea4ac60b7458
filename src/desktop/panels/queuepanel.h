// SPDX-License-Identifier: MIT
#pragma once

#include "clientinfo.h"
#include "queuemodel.h"
#include "servicespec.h"

#include <QAction>
#include <QTableView>
#include <QWidget>

#include <memory>

namespace Ui {
class QueuePanel;
}

namespace peerglass {

/// What waits for the client that is looked at, why it waits, and what can be done about it. Whose
/// queue it is says its window title.
class QueuePanel : public QWidget
{
    Q_OBJECT

public:
    using TimePoint = std::chrono::system_clock::time_point;

    QueuePanel(QueueModel &model, QWidget *parent = nullptr);
    ~QueuePanel() override;

    QTableView *table() const;
    /// The buttons of the panel.
    void setActions(QAction *hold, QAction *step, QAction *drop);
    /// Who is looked at; nullptr: nobody. \a spec: of its service; nullptr: not known any more. A
    /// client that has gone leaves what waited in its place, greyed.
    void show(const ClientInfo *client, const ServiceSpec *spec, TimePoint now);
    /// The numbers of the selected messages that have not begun to go.
    QList<quint64> selectedMessages() const;

Q_SIGNALS:
    void selectionChanged();

private:
    void noteDropped(int first, int last);
    void goOn(int row);
    void setTitle(const QString &title);
    void showNobody();
    void showSummary(bool gone, TimePoint now);
    void showPage(const ClientInfo &client);
    QString verdict(const ClientInfo &client, const ServiceSpec *spec, TimePoint now) const;
    QString delayVerdict(TimePoint now) const;

    std::unique_ptr<Ui::QueuePanel> m_ui;
    QueueModel &m_model;
    QList<quint64> m_dropped; ///< numbers of messages that the engine was asked to drop
    bool m_goesOn = false; ///< some of them are being taken out
};

} // namespace peerglass
