// SPDX-License-Identifier: MIT
#pragma once

#include <QDialog>

#include <memory>

namespace Ui {
class CloseDialog;
}

namespace peerglass {

/// Closing the window while clients are connected: asks `Stop and quit` or `Cancel`, with a box
/// `Do not ask again`; then, or where it need not ask, shows the progress of the graceful stop and
/// `Stop at once`. Open it with open().
class CloseDialog : public QDialog
{
    Q_OBJECT

public:
    explicit CloseDialog(QWidget *parent = nullptr);
    ~CloseDialog() override;

    /// `3 clients are connected.`; may be called again while it is open: the focus stays where it
    /// is then.
    void ask(qint64 clients);
    /// The stop has begun: how many of \a all clients are left. Escape and the close button no
    /// longer close it.
    void showProgress(qint64 left, qint64 all);
    bool isAskingAgain() const;
    /// Escape and the close button end here.
    void reject() override;

Q_SIGNALS:
    void stopAndQuitChosen();
    void stopAtOnceChosen();

private:
    std::unique_ptr<Ui::CloseDialog> m_ui;
};

} // namespace peerglass
