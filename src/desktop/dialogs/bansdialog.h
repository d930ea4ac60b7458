// SPDX-License-Identifier: MIT
#pragma once

#include "ban.h"

#include <QDialog>
#include <QList>
#include <QTimer>

#include <memory>

namespace Ui {
class BansDialog;
}

namespace peerglass {

/// Lists the bans with their ends, and lifts those that are selected. Shows what it is given by
/// setBans(); lifting is asked for by a signal.
class BansDialog : public QDialog
{
    Q_OBJECT

public:
    explicit BansDialog(QWidget *parent = nullptr);
    ~BansDialog() override;

    void setBans(const QList<Ban> &bans);

Q_SIGNALS:
    void liftRequested(const QString &address);

private:
    void lift();
    void tick();

    std::unique_ptr<Ui::BansDialog> m_ui;
    QList<Ban> m_bans;
    QTimer m_tick;
};

} // namespace peerglass
