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
/// buttons for what one can do. Covers its parent's whole area (put it into a QStackedLayout, or
/// over a view with coverParent()).
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
    void setActions(const QList<QAction *> &actions);
    /// Lies over its parent, follows its size and stays above what else is in it. The parent may be
    /// the viewport of a view: its header stays visible then.
    void coverParent();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void moveEvent(QMoveEvent *event) override;

private:
    QList<QAction *> m_actions; ///< those that there are buttons for
    bool m_covers = false;
    std::unique_ptr<Ui::EmptyState> m_ui;
};

} // namespace peerglass
