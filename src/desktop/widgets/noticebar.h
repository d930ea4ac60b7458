// SPDX-License-Identifier: MIT
#pragma once

#include "iconlabel.h"
#include "tones.h"

#include <QFrame>
#include <QLabel>
#include <QTimer>
#include <QToolButton>

namespace peerglass {

/// A line above the tables that says what went wrong until it is closed; hidden while there is
/// nothing to say. What is not bad goes by itself after a while. Plain text, which can be selected
/// and wraps.
class NoticeBar : public QFrame
{
    Q_OBJECT

public:
    explicit NoticeBar(QWidget *parent = nullptr);

    /// Replaces what it says; the icon and the colour go with \a tone.
    void say(Tone tone, const QString &sentence);
    void clear();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Tone m_tone = Tone::Plain;
    IconLabel *m_icon;
    QLabel *m_text;
    QToolButton *m_close;
    QTimer m_timer;
};

} // namespace peerglass
