// SPDX-License-Identifier: MIT
#pragma once

#include <QAction>
#include <QWidget>

#include <memory>

namespace Ui {
class EmptyState;
}

namespace peerglass {

/// What stands where a table has nothing to show: a sentence, perhaps a command to copy, and
/// buttons for what one can do. Takes turns with the table in a QStackedWidget.
class EmptyState : public QWidget
{
    Q_OBJECT

public:
    explicit EmptyState(QWidget *parent = nullptr);
    ~EmptyState() override;

    /// \a title in larger letters, \a sentence below it; plain text, both may wrap.
    void setText(const QString &title, const QString &sentence);
    /// A line in a fixed-width font with a button that copies it; empty: none.
    void setCommand(const QString &command);
    /// One button each, in this order; they follow their actions (text, icon, enabled).
    /// What an action does may set others.
    void setActions(const QList<QAction *> &actions);

private:
    QList<QAction *> m_actions; ///< those that there are buttons for
    std::unique_ptr<Ui::EmptyState> m_ui;
};

} // namespace peerglass
