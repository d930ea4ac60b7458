// SPDX-License-Identifier: MIT
#pragma once

#include "loadhistory.h"

#include <QString>
#include <QWidget>

#include <memory>

namespace Ui {
class StatusPanel;
}

namespace peerglass {

/// The status bar's contents: the true state, a command to try, and the load. Narrow windows lose
/// the plots first, then the command, then the numbers; a sentence that does not fit even then is
/// shortened and stands whole in its tooltip. Nothing is clipped. The same values again cost next
/// to nothing: they are set at each renewal of the window.
class StatusPanel : public QWidget
{
    Q_OBJECT

public:
    explicit StatusPanel(QWidget *parent = nullptr);
    ~StatusPanel() override;

    /// \a sentence: `Listening`, `Draining, 3 clients left`. \a lamp: the name of an icon.
    void setState(const QString &lamp, const QString &sentence);
    /// How many of \a all clients have been finished; hidden where \a all is 0.
    void setProgress(qint64 done, qint64 all);
    /// A command that connects a client, with a button that copies it; empty: none.
    void setCommand(const QString &command);
    /// As its button does.
    void copyCommand();
    void setClients(qint64 now, qint64 peak);
    void setLoad(const LoadHistory &load, qint64 queuedBytes);

    QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void arrange();
    void showParts(int room);
    void reserveWidths();

    QString m_lamp;
    QString m_state;
    std::unique_ptr<Ui::StatusPanel> m_ui;
};

} // namespace peerglass
