// SPDX-License-Identifier: MIT
#pragma once

#include <QDialog>
#include <QStringList>

#include <chrono>
#include <memory>
#include <optional>

namespace Ui {
class BanDialog;
}

namespace peerglass {

/// Asks how long to ban addresses; Enter bans. Open it with open().
class BanDialog : public QDialog
{
    Q_OBJECT

public:
    /// \a addresses: at least one, numeric, each once. \a clients: how many are connected from
    /// there.
    BanDialog(const QStringList &addresses, qint64 clients, QWidget *parent = nullptr);
    ~BanDialog() override;

    const QStringList &addresses() const { return m_addresses; }
    /// Nothing: until it is lifted.
    std::optional<std::chrono::milliseconds> duration() const;

private:
    std::unique_ptr<Ui::BanDialog> m_ui;
    QStringList m_addresses;
};

} // namespace peerglass
