// SPDX-License-Identifier: MIT
// What the window's own actions do.
#include "mainwindow.h"

#include "exportdialog.h"
#include "shortcutsdialog.h"
#include "ui_mainwindow.h"

#include <QMessageBox>

namespace peerglass {

using namespace Qt::StringLiterals;

void MainWindow::connectActions()
{
    connect(m_ui->actionStart, &QAction::triggered, this, [this] {
        m_notice->settle(NoticeBar::Cause::Start);
        start();
    });
    connect(m_ui->actionStop, &QAction::triggered, this,
            [this] { m_server.stop(StopMode::Graceful); });
    connect(m_ui->actionStopAtOnce, &QAction::triggered, this,
            [this] { m_server.stop(StopMode::AtOnce); });
    connect(m_ui->actionAddService, &QAction::triggered, &m_editing, &ServiceEditing::add);
    connect(m_ui->actionCopyCommand, &QAction::triggered, m_status, &StatusPanel::copyCommand);
    connect(m_ui->actionHoldNew, &QAction::triggered, &m_server, &ServerControl::holdNew);
    connect(m_ui->actionQuit, &QAction::triggered, this, &QWidget::close);
    connect(m_ui->actionSend, &QAction::triggered, this, &MainWindow::openSendDialog);
    connect(m_ui->actionBan, &QAction::triggered, this,
            [this] { m_banning.ban(m_actions->live()); });
    connect(m_ui->actionBans, &QAction::triggered, &m_banning, &Banning::showBans);
    connect(m_ui->actionTryIt, &QAction::triggered, this, [this] {
        if (!m_server.isRunning()) {
            m_notice->settle(NoticeBar::Cause::Start);
            prepareRun();
        }
        m_tryIt.start();
    });
    connect(m_ui->actionStopSamples, &QAction::triggered, &m_tryIt, &TryIt::stop);
    connect(m_ui->actionExport, &QAction::triggered, this, &MainWindow::exportEvents);
    connect(m_ui->actionCopyClients, &QAction::triggered, m_connections,
            &ConnectionsPanel::copySelected);
    connect(m_ui->actionSelectAll, &QAction::triggered, m_connections->table(),
            &QTableView::selectAll);
    connect(m_ui->actionCopyEvents, &QAction::triggered, m_eventsPanel, &EventsPanel::copySelected);
    connectViewActions();
    connect(&m_exporter, &EventExporter::saved, this, [this](const QString &file, qint64 events) {
        say(Tone::Good,
            events == 1 ? tr("Saved 1 event as %1.").arg(file)
                        : tr("Saved %n events as %1.", nullptr, int(events)).arg(file),
            NoticeBar::Cause::Export);
    });
    connect(&m_exporter, &EventExporter::failed, this, [this](const QString &sentence) {
        say(Tone::Bad, sentence, NoticeBar::Cause::Export);
    });
}

void MainWindow::connectViewActions()
{
    connect(m_ui->actionFilterClients, &QAction::triggered, this, [this] {
        m_filter->setFocus(Qt::ShortcutFocusReason);
        m_filter->selectAll();
    });
    connect(m_ui->actionFilterEvents, &QAction::triggered, m_eventsPanel,
            &EventsPanel::focusSearch);
    connect(m_ui->actionOnlyQueued, &QAction::toggled, m_connections,
            &ConnectionsPanel::setOnlyQueued);
    const auto enableClear = [this] {
        m_ui->actionClearClientsFilter->setEnabled(!m_filter->text().isEmpty()
                                                   || m_ui->actionOnlyQueued->isChecked());
    };
    connect(m_filter, &QLineEdit::textChanged, this, enableClear);
    connect(m_ui->actionOnlyQueued, &QAction::toggled, this, enableClear);
    enableClear();
    connect(m_ui->actionClearClientsFilter, &QAction::triggered, this, [this] {
        m_filter->clear();
        m_ui->actionOnlyQueued->setChecked(false);
    });
    connect(m_ui->actionZoomIn, &QAction::triggered, this,
            [this] { m_zoom.setLevel(m_zoom.level() + 1); });
    connect(m_ui->actionZoomOut, &QAction::triggered, this,
            [this] { m_zoom.setLevel(m_zoom.level() - 1); });
    connect(m_ui->actionZoomReset, &QAction::triggered, this, [this] { m_zoom.setLevel(0); });
    connect(m_ui->actionShortcuts, &QAction::triggered, this, [this] {
        auto *dialog = new ShortcutsDialog(findChildren<QAction *>(), this);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->open();
    });
    connect(m_ui->actionAbout, &QAction::triggered, this, &MainWindow::showAbout);
}

void MainWindow::openSendDialog()
{
    if (m_send == nullptr) {
        m_send = new SendDialog(this);
        connect(m_send, &SendDialog::sendToClients, this,
                [this](const QList<ClientId> &clients, const ClientAction &action) {
                    m_engine->ask(clients, action);
                });
        connect(m_send, &SendDialog::sendToService, this,
                [this](ServiceId service, const ServiceAction &action) {
                    m_engine->ask(service, action);
                });
    }
    if (!m_send->isVisible()) {
        m_send->setServices(m_server.services());
        m_send->setClients(m_actions->live());
        m_send->chooseClients();
    }
    m_send->show();
    m_send->raise();
    m_send->activateWindow();
}

void MainWindow::exportEvents()
{
    auto *dialog = new ExportDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &ExportDialog::chosen, this, [this](const QString &file, bool csv) {
        m_exporter.save(file, csv ? EventExporter::Format::Csv : EventExporter::Format::JsonLines,
                        m_eventsPanel->shown());
    });
    dialog->open();
}

void MainWindow::showAbout()
{
    auto *box = new QMessageBox(this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setWindowTitle(tr("About Peerglass"));
    box->setIconPixmap(windowIcon().pixmap(64));
    box->setTextFormat(Qt::PlainText);
    box->setText(tr("Peerglass %1").arg(QLatin1StringView(PEERGLASS_VERSION)));
    box->setInformativeText(tr("A TCP echo and chat server behind glass.\nMIT licence."));
    box->open();
}

} // namespace peerglass
