// SPDX-License-Identifier: MIT
#pragma once

#include <QTimer>
#include <QToolButton>

namespace peerglass {

/// Copies a text to the clipboard and says `Copied` for a moment: in its tooltip, which it shows,
/// and as its accessible name.
class CopyButton : public QToolButton
{
    Q_OBJECT

public:
    explicit CopyButton(QWidget *parent = nullptr);

    void setCopied(const QString &text) { m_copied = text; }
    const QString &copied() const { return m_copied; }

private:
    void copy();
    void describe(const QString &text);

    QString m_copied;
    QTimer m_moment;
};

} // namespace peerglass
