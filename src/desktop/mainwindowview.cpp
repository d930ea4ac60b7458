// SPDX-License-Identifier: MIT
// What the window shows, and what it remembers.
#include "mainwindow.h"

#include "ui_mainwindow.h"

namespace peerglass {

using namespace Qt::StringLiterals;

void MainWindow::tick()
{
    const auto now = std::chrono::steady_clock::now();
    const auto elapsed = std::chrono::duration_cast<std::chrono::milliseconds>(now - m_lastTick);
    m_lastTick = now;
    m_clients.tick(std::chrono::system_clock::now(), elapsed);
    m_queue.tick(std::chrono::system_clock::now());
    m_load.add(m_clients.summary().totals, elapsed);
    showStatus();
    showQueue();
}

void MainWindow::renew()
{
    m_quitting.setClients(m_clients.summary().clients);
    m_services->update();
    m_actions->update();
    if (m_send != nullptr && m_send->isVisible()) {
        m_send->setClients(m_actions->live());
    }
    m_firstSteps->show(m_server, m_clients.summary().came > 0);
    showStatus();
    showQueue();
}

void MainWindow::showServer()
{
    const bool running = m_server.isRunning();
    const bool draining = m_server.state() == ServerControl::State::Draining;
    m_clients.setServices(m_server.services());
    m_ui->actionStart->setEnabled(!running && !m_server.specs().isEmpty());
    m_ui->actionStop->setEnabled(running && !draining);
    m_ui->actionStopAtOnce->setEnabled(running);
    m_ui->actionAddService->setEnabled(!running);
    m_ui->actionHoldNew->setEnabled(running && !draining);
    m_ui->actionHoldNew->setChecked(m_server.holdsNew());
    m_ui->actionSend->setEnabled(running);
    m_ui->actionTryIt->setEnabled(!m_tryIt.isRunning() && !draining);
    m_ui->actionStopSamples->setEnabled(m_tryIt.isRunning());
    if (m_send != nullptr && m_send->isVisible()) {
        m_send->setServices(m_server.services());
    }
    showServerButton(running, draining);
    m_firstSteps->show(m_server, m_clients.summary().came > 0);
    showStatus();
}

void MainWindow::showServerButton(bool running, bool draining)
{
    QAction *action = m_ui->actionStart;
    if (running) {
        action = draining ? m_ui->actionStopAtOnce : m_ui->actionStop;
    }
    if (m_serverButton->defaultAction() != action) {
        // The button has one action at a time, its menu the others.
        m_serverButton->removeAction(m_serverButton->defaultAction());
        m_serverButton->setDefaultAction(action);
    }
    m_serverButton->setPopupMode(running && !draining ? QToolButton::MenuButtonPopup
                                                      : QToolButton::DelayedPopup);
}

void MainWindow::showStatus()
{
    const qint64 clients = m_clients.summary().clients;
    const bool draining = m_server.state() == ServerControl::State::Draining;
    if (!draining) {
        m_drainingAll = 0;
    } else if (m_drainingAll == 0) {
        m_drainingAll = clients;
    }
    m_status->setState(lampOf(m_server.state()), m_server.sentence(clients));
    m_status->setProgress(m_drainingAll - clients, m_drainingAll);
    m_status->setCommand(m_server.command());
    m_ui->actionCopyCommand->setEnabled(!m_server.command().isEmpty());
    m_status->setClients(clients, m_clients.summary().peak);
    m_status->setLoad(m_load, m_clients.summary().queuedBytes);
    const int services = int(m_server.specs().size());
    setWindowTitle(
        tr("Peerglass — %1, %2")
            .arg(services == 1 ? tr("1 service") : tr("%n services", nullptr, services),
                 clients == 1 ? tr("1 client") : tr("%n clients", nullptr, int(clients))));
}

void MainWindow::showSelection()
{
    const ClientId current = m_connections->current();
    m_actions->setSelected(m_connections->selected());
    const ClientInfo *watched = m_clients.find(m_queue.client());
    const bool watchedIsGone = watched == nullptr || watched->state == ClientState::Gone;
    // A client whose row is taken out stays in the queue panel until another is selected.
    if (current != m_queue.client() && !(current.isNull() && watchedIsGone)) {
        watch(current);
    }
    if (m_send != nullptr && m_send->isVisible()) {
        m_send->setClients(m_actions->live());
    }
    showQueue();
}

void MainWindow::watch(ClientId client)
{
    m_queue.setClient(client);
    m_feed.expect(client);
    m_engine->watch(client);
    m_actions->setMessages(client, {});
    m_eventsPanel->setSelectedClient(client);
}

void MainWindow::showQueue()
{
    const ClientInfo *client = m_clients.find(m_queue.client());
    if (client != nullptr) {
        m_watched = *client;
    }
    const QList<ServiceInfo> services = m_server.services();
    const ServiceSpec *spec = nullptr;
    for (const ServiceInfo &service : services) {
        if (m_watched && service.id == m_watched->service) {
            spec = &service.spec;
        }
    }
    const bool shown = m_watched && m_watched->id == m_queue.client();
    m_queue.setGone(shown && m_watched->state == ClientState::Gone);
    m_queuePanel->show(shown ? &*m_watched : nullptr, spec, std::chrono::system_clock::now());
}

void MainWindow::say(Tone tone, const QString &sentence, NoticeBar::Cause cause)
{
    QString text = sentence;
    if (!text.isEmpty()) {
        text[0] = text[0].toUpper();
    }
    m_notice->say(tone, text, cause);
}

void MainWindow::restore()
{
    QStringList complaints;
    const auto services = m_settings.services(complaints);
    m_firstSteps->setFirstStart(!services);
    m_server.setSpecs(services ? *services : defaultServices());
    if (!m_settings.restoreWindow(this)) {
        resizeDocks({m_ui->queueDock, m_ui->eventsDock}, {46, 54}, Qt::Horizontal);
        resizeDocks({m_ui->queueDock, m_ui->eventsDock}, {height() / 2, height() / 2},
                    Qt::Vertical);
    }
    m_zoom.setLevel(m_settings.zoom());
    for (QTableView *table :
         {m_connections->table(), m_queuePanel->table(), m_eventsPanel->table()}) {
        m_settings.restoreTable(table);
    }
    m_ui->actionAskBeforeClosing->setChecked(m_settings.asksBeforeClosing());
    m_eventsPanel->kinds()->setHidden(m_settings.hiddenKinds());
    if (!m_settings.complaint().isEmpty()) {
        say(Tone::Bad, m_settings.complaint()); // it stays until it is closed
    } else if (!complaints.isEmpty()) {
        say(Tone::Warning, tr("A remembered service was left out: %1").arg(complaints.join(u' ')));
    }
}

void MainWindow::save()
{
    m_settings.saveWindow(this);
    m_settings.setZoom(m_zoom.level());
    for (const QTableView *table :
         {m_connections->table(), m_queuePanel->table(), m_eventsPanel->table()}) {
        m_settings.saveTable(table);
    }
    m_settings.setAsksBeforeClosing(m_ui->actionAskBeforeClosing->isChecked());
    m_settings.setHiddenKinds(m_eventsPanel->kinds()->hidden());
    if (!m_servicesForThisRun) {
        m_settings.setServices(m_server.specs());
    }
    m_settings.save();
}

} // namespace peerglass
