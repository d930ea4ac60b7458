// SPDX-License-Identifier: MIT
#include "clientactions.h"

#include "icons.h"
#include "kickdialog.h"
#include "ui_mainwindow.h"

#include <algorithm>

namespace peerglass {

using namespace Qt::StringLiterals;

namespace {

QList<ClientId> idsOf(const QList<ClientInfo> &clients)
{
    QList<ClientId> ids;
    for (const ClientInfo &client : clients) {
        ids.append(client.id);
    }
    return ids;
}

bool isOpen(const ClientInfo &client)
{
    return client.state != ClientState::Finishing;
}

bool isHeld(const ClientInfo &client)
{
    return isOpen(client) && client.held;
}

bool isFree(const ClientInfo &client)
{
    return isOpen(client) && !client.held;
}

bool hasQueue(const ClientInfo &client)
{
    return client.queueCost > 0;
}

} // namespace

ClientActions::ClientActions(Ui::MainWindow &ui, Engine &engine, const ClientsModel &clients,
                             QWidget *window)
    : QObject(window)
    , m_ui(ui)
    , m_engine(engine)
    , m_clients(clients)
    , m_window(window)
    , m_holdTip(ui.actionHold->toolTip())
    , m_pauseTip(ui.actionPauseReading->toolTip())
{
    connectActions();
    update();
}

void ClientActions::connectActions()
{
    connect(m_ui.actionHold, &QAction::triggered, this, &ClientActions::toggleHold);
    connect(m_ui.actionStep, &QAction::triggered, this, [this] { ask(action::Step{}, hasQueue); });
    connect(m_ui.actionPauseReading, &QAction::triggered, this, &ClientActions::toggleReading);
    connect(m_ui.actionFinishSending, &QAction::triggered, this,
            [this] { ask(action::FinishSending{}, isOpen); });
    connect(m_ui.actionKick, &QAction::triggered, this, [this] { kick(EndMode::AfterFlush); });
    connect(m_ui.actionKickAtOnce, &QAction::triggered, this, [this] { kick(EndMode::AtOnce); });
    connect(m_ui.actionHoldAll, &QAction::triggered, this, [this] { holdAll(true); });
    connect(m_ui.actionReleaseAll, &QAction::triggered, this, [this] { holdAll(false); });
    connect(m_ui.actionDrop, &QAction::triggered, this, &ClientActions::dropSelected);
    connect(m_ui.actionDropAll, &QAction::triggered, this,
            [this] { ask(action::DropAll{}, hasQueue); });
}

void ClientActions::setSelected(const QList<ClientId> &clients)
{
    m_selected = clients;
    update();
}

void ClientActions::setMessages(ClientId client, const QList<quint64> &messages)
{
    m_watched = client;
    m_messages = messages;
    update();
}

QList<ClientInfo> ClientActions::live() const
{
    QList<ClientInfo> live;
    for (const ClientId id : m_selected) {
        const ClientInfo *client = m_clients.find(id);
        if (client != nullptr && client->state != ClientState::Gone) {
            live.append(*client);
        }
    }
    return live;
}

void ClientActions::update()
{
    const Selection selection = look();
    const bool some = selection.live > 0;
    const bool open = selection.open > 0;
    const bool allHeld = open && selection.held == selection.open;
    if (allHeld != m_allHeld) {
        m_allHeld = allHeld;
        m_ui.actionHold->setText(allHeld ? tr("Re&lease") : tr("&Hold"));
        m_ui.actionHold->setToolTip(allHeld ? tr("Release the selected clients: what waits is sent")
                                            : m_holdTip);
        m_ui.actionHold->setIcon(icon(allHeld ? u"release" : u"hold"));
    }
    m_allPaused = open && selection.paused == selection.open;
    m_ui.actionPauseReading->setText(m_allPaused ? tr("Resume &reading") : tr("Pause &reading"));
    m_ui.actionPauseReading->setToolTip(m_allPaused ? tr("Read from the selected clients again")
                                                    : m_pauseTip);
    for (QAction *each : {m_ui.actionHold, m_ui.actionPauseReading, m_ui.actionFinishSending}) {
        each->setEnabled(open);
    }
    m_ui.actionStep->setEnabled(selection.waiting > 0);
    m_ui.actionDropAll->setEnabled(selection.queued > 0);
    m_ui.actionKick->setEnabled(some);
    m_ui.actionKickAtOnce->setEnabled(some);
    m_ui.actionBan->setEnabled(some);
    m_ui.actionCopyClients->setEnabled(!m_selected.isEmpty());
    const bool any = m_clients.summary().clients > 0;
    m_ui.actionHoldAll->setEnabled(any);
    m_ui.actionReleaseAll->setEnabled(any);
    updateDropping();
}

ClientActions::Selection ClientActions::look() const
{
    Selection selection;
    for (const ClientId id : m_selected) {
        const ClientInfo *client = m_clients.find(id);
        if (client == nullptr || client->state == ClientState::Gone) {
            continue;
        }
        ++selection.live;
        selection.queued += hasQueue(*client) ? 1 : 0;
        if (client->state != ClientState::Finishing) {
            ++selection.open;
            selection.held += client->held ? 1 : 0;
            selection.paused += client->readingPaused ? 1 : 0;
            selection.waiting += hasQueue(*client) ? 1 : 0;
        }
    }
    return selection;
}

void ClientActions::updateDropping()
{
    const ClientInfo *watched = m_clients.find(m_watched);
    const bool waits = watched != nullptr && watched->state != ClientState::Gone
        && hasQueue(*watched);
    m_ui.actionDrop->setEnabled(waits && !m_messages.isEmpty());
}

void ClientActions::ask(const ClientAction &action, bool (*wanted)(const ClientInfo &))
{
    QList<ClientInfo> clients = live();
    clients.removeIf([wanted](const ClientInfo &client) { return !wanted(client); });
    m_engine.ask(idsOf(clients), action);
}

// Those that are so already are not asked: each would be refused.
void ClientActions::toggleHold()
{
    if (m_allHeld) {
        ask(action::Release{}, isHeld);
    } else {
        ask(action::Hold{}, isFree);
    }
}

void ClientActions::toggleReading()
{
    if (m_allPaused) {
        ask(action::ResumeReading{}, isOpen);
    } else {
        ask(action::PauseReading{},
            [](const ClientInfo &client) { return isOpen(client) && !client.readingPaused; });
    }
}

void ClientActions::holdAll(bool on)
{
    QList<ClientId> clients;
    for (const ClientId id : m_clients.connected()) {
        const ClientInfo *client = m_clients.find(id);
        if (client != nullptr && (on ? isFree(*client) : isHeld(*client))) {
            clients.append(id);
        }
    }
    m_engine.ask(clients, on ? ClientAction(action::Hold{}) : ClientAction(action::Release{}));
}

void ClientActions::kick(EndMode mode)
{
    const QList<ClientInfo> clients = live();
    // At once means without a question too, but more than one always asks.
    if (mode == EndMode::AtOnce && clients.size() == 1) {
        m_engine.ask(idsOf(clients), action::Kick{.reason = {}, .mode = mode});
    } else if (!clients.isEmpty()) {
        openPrompt(clients, mode);
    }
}

void ClientActions::openPrompt(const QList<ClientInfo> &clients, EndMode mode)
{
    auto *dialog = new KickDialog(clients, mode, m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this,
            [this, dialog] { m_engine.ask(dialog->clients(), dialog->action()); });
    dialog->open();
}

void ClientActions::dropSelected()
{
    for (const quint64 number : std::as_const(m_messages)) {
        m_engine.ask({m_watched}, action::Drop{number});
    }
}

} // namespace peerglass
