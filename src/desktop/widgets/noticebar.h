// SPDX-License-Identifier: MIT
#pragma once

#include "iconlabel.h"
#include "tones.h"

#include <QAction>
#include <QFrame>
#include <QLabel>
#include <QList>
#include <QTimer>
#include <QToolButton>

namespace peerglass {

/// A line above the tables that says what went wrong until it is closed or settled, the newest
/// first; hidden while there is nothing to say. Of what is not bad the newest alone is said, when
/// nothing bad is, and goes by itself after a while. Plain text, which can be selected and wraps.
class NoticeBar : public QFrame
{
    Q_OBJECT

public:
    /// What a notice is about, where it can be settled.
    enum class Cause { None, Start, Log, Export };

    explicit NoticeBar(QWidget *parent = nullptr);

    /// The icon and the colour go with \a tone. It takes the place of what was said about that
    /// cause.
    void say(Tone tone, const QString &sentence, Cause cause = Cause::None);
    /// What was said about it holds no longer.
    void settle(Cause cause);
    /// Closes what it says; of its button, and for a menu.
    QAction *closeAction() const { return m_closeAction; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    struct Notice
    {
        Tone tone = Tone::Plain;
        QString sentence;
        Cause cause = Cause::None;

        bool isBad() const { return tone == Tone::Bad; }
        friend bool operator==(const Notice &, const Notice &) = default;
    };

    void closeShown();
    void showFirst();

    QList<Notice> m_notices; ///< the bad ones, newest first, and at most one other
    Notice m_shown; ///< the first of them; without a sentence: none
    IconLabel *m_icon;
    QLabel *m_text;
    QAction *m_closeAction;
    QToolButton *m_close;
    QTimer m_timer;
};

} // namespace peerglass
