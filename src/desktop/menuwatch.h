// SPDX-License-Identifier: MIT
#pragma once

#include <QObject>
#include <QTimer>

namespace peerglass {

/// Tells when a menu of the program opens and when the last one has closed.
class MenuWatch : public QObject
{
    Q_OBJECT

public:
    explicit MenuWatch(QObject *parent = nullptr);

    bool eventFilter(QObject *object, QEvent *event) override;

Q_SIGNALS:
    void openChanged(bool open);

private:
    void look();
    void setOpen(bool open);

    bool m_open = false;
    QTimer m_look;
};

} // namespace peerglass
