// SPDX-License-Identifier: MIT
#include "mainwindow.h"

#include "icons.h"
#include "menuwatch.h"
#include "ui_mainwindow.h"

#include <QCloseEvent>
#include <QToolButton>

#include <csignal>
#include <utility>

namespace peerglass {

using namespace Qt::StringLiterals;

namespace {

constexpr std::chrono::seconds tickInterval{1};

QWidget *makeSpacer(QWidget *parent)
{
    auto *spacer = new QWidget(parent);
    spacer->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    return spacer;
}

/// While \a action is disabled, its button opens the menu: it would be disabled with it otherwise.
void keepMenuOpenable(QToolButton *button, QAction *action)
{
    QAction *menu = button->menu()->menuAction();
    menu->setText(action->text());
    menu->setIcon(action->icon());
    const auto choose = [button, action, menu](bool enabled) {
        button->setDefaultAction(enabled ? action : menu);
        button->setPopupMode(enabled ? QToolButton::MenuButtonPopup : QToolButton::InstantPopup);
    };
    QObject::connect(action, &QAction::enabledChanged, button, choose);
    choose(action->isEnabled());
}

} // namespace

MainWindow::MainWindow(std::unique_ptr<Engine> engine, std::unique_ptr<QSettings> settings)
    : m_engine(std::move(engine))
    , m_settings(std::move(settings), m_files)
    , m_ui(std::make_unique<Ui::MainWindow>())
    , m_feed(*m_engine)
    , m_server(*m_engine)
    , m_tryIt(m_server)
    , m_quitting(*m_engine, this)
    , m_exporter(m_files)
    , m_banning(*m_engine, m_clients, this)
    , m_editing(m_server, this)
{
    setWindowIcon(icon(u"peerglass"));
    m_ui->setupUi(this);
    makePanels();
    arrange();
    connectEngine();
    connectServer();
    connectPanels();
    connectActions();
    restore();
    m_lastTick = std::chrono::steady_clock::now();
    connect(&m_tick, &QTimer::timeout, this, &MainWindow::tick);
    m_tick.start(tickInterval);
    showServer();
    showQueue();
}

MainWindow::~MainWindow() = default;

void MainWindow::makePanels()
{
    fillServerToolBar();
    m_notice = new NoticeBar(this);
    m_connections = new ConnectionsPanel(m_clients, m_ui->actionClearClientsFilter, this);
    m_queuePanel = new QueuePanel(m_queue, this);
    m_queuePanel->setActions(m_ui->actionHold, m_ui->actionStep, m_ui->actionDrop);
    m_eventsPanel = new EventsPanel(m_events,
                                    {.follow = m_ui->actionFollow,
                                     .onlySelected = m_ui->actionOnlySelected,
                                     .clearFilter = m_ui->actionClearEventsFilter,
                                     .exportShown = m_ui->actionExport},
                                    this);
    m_status = new StatusPanel(this);
    m_services = new ServicesBar(m_server, m_clients, m_ui->servicesToolBar, m_ui->menuServices,
                                 m_ui->actionAddService, m_serverButton);
    m_actions = std::make_unique<ClientActions>(*m_ui, *m_engine, m_clients, this);
    m_firstSteps = std::make_unique<FirstSteps>(
        m_connections->emptyState(),
        FirstSteps::Actions{.start = m_ui->actionStart,
                            .tryIt = m_ui->actionTryIt,
                            .addService = m_ui->actionAddService});
    for (QTableView *table :
         {m_connections->table(), m_queuePanel->table(), m_eventsPanel->table()}) {
        m_zoom.add(table);
    }
}

void MainWindow::arrange()
{
    m_ui->centralLayout->addWidget(m_notice);
    m_ui->centralLayout->addWidget(m_connections, 1);
    m_ui->queueDock->setWidget(m_queuePanel);
    m_ui->eventsDock->setWidget(m_eventsPanel);
    splitDockWidget(m_ui->queueDock, m_ui->eventsDock, Qt::Horizontal);
    m_ui->menuView->addAction(m_ui->queueDock->toggleViewAction());
    m_ui->menuView->addAction(m_ui->eventsDock->toggleViewAction());
    m_ui->queueDock->toggleViewAction()->setShortcut(Qt::CTRL | Qt::Key_1);
    m_ui->eventsDock->toggleViewAction()->setShortcut(Qt::CTRL | Qt::Key_2);
    m_ui->menuView->addAction(m_notice->closeAction());
    m_ui->menuEvents->insertMenu(m_ui->actionClearEventsFilter, m_eventsPanel->kinds());
    for (QTableView *table :
         {m_connections->table(), m_queuePanel->table(), m_eventsPanel->table()}) {
        m_ui->menuColumns->addMenu(makeColumnMenu(table));
    }
    fillClientsToolBar();
    for (QToolBar *bar : findChildren<QToolBar *>()) {
        bar->toggleViewAction()->setVisible(false); // they are not to be lost
    }
    m_ui->statusBar->setSizeGripEnabled(false);
    m_ui->statusBar->addWidget(m_status, 1);
    // The shortcuts of these act where clients are: Delete elsewhere deletes text.
    for (QWidget *panel : std::initializer_list<QWidget *>{m_connections, m_queuePanel}) {
        panel->addActions({m_ui->actionStep, m_ui->actionPauseReading, m_ui->actionFinishSending,
                           m_ui->actionKick, m_ui->actionKickAtOnce, m_ui->actionDrop,
                           m_ui->actionDropAll});
    }
    // Space on a button presses the button.
    m_connections->table()->addAction(m_ui->actionHold);
    m_queuePanel->table()->addAction(m_ui->actionHold);
    m_connections->addActions({m_ui->actionCopyClients, m_ui->actionSelectAll});
    m_eventsPanel->addAction(m_ui->actionCopyEvents);
    orderTabs();
}

/// Through the tool bars as they are on the screen; the notice and the panels follow as they were
/// made.
void MainWindow::orderTabs()
{
    QWidget *previous = m_serverButton; // behind which the chips come
    const auto append = [&previous](QWidget *next) {
        setTabOrder(previous, next);
        previous = next;
    };
    for (QToolBar *bar : {m_ui->servicesToolBar, m_ui->clientsToolBar}) {
        for (QAction *action : bar->actions()) {
            QWidget *button = bar->widgetForAction(action);
            button->setFocusPolicy(Qt::TabFocus); // a tool bar takes it away
            append(button);
        }
    }
    append(m_filter);
}

void MainWindow::fillServerToolBar()
{
    m_serverButton = new QToolButton(this);
    m_serverButton->setObjectName(u"serverButton"_s);
    m_serverButton->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_serverButton->setFocusPolicy(Qt::TabFocus);
    auto *menu = new QMenu(m_serverButton);
    menu->addActions({m_ui->actionStop, m_ui->actionStopAtOnce});
    m_serverButton->setMenu(menu);
    m_ui->serverToolBar->addWidget(m_serverButton);
}

void MainWindow::fillClientsToolBar()
{
    QToolBar *bar = m_ui->clientsToolBar;
    bar->addActions({m_ui->actionSend, m_ui->actionHold, m_ui->actionKick});
    const auto addMenu = [bar](QAction *action, const QList<QAction *> &actions) {
        auto *button = qobject_cast<QToolButton *>(bar->widgetForAction(action));
        auto *menu = new QMenu(bar); // of the button, it would be disabled with it
        menu->addActions(actions);
        button->setMenu(menu);
        button->setPopupMode(QToolButton::MenuButtonPopup);
        return button;
    };
    QToolButton *hold = addMenu(m_ui->actionHold,
                                {m_ui->actionHoldNew, m_ui->actionHoldAll, m_ui->actionReleaseAll});
    hold->setObjectName(u"holdMenuButton"_s);
    keepMenuOpenable(hold, m_ui->actionHold);
    addMenu(m_ui->actionKick, {m_ui->actionKick, m_ui->actionKickAtOnce, m_ui->actionBan});
    fillFilterToolBar();
}

void MainWindow::fillFilterToolBar()
{
    QToolBar *bar = m_ui->filterToolBar;
    bar->addWidget(makeSpacer(bar));
    m_filter = new QLineEdit(bar);
    m_filter->setObjectName(u"clientsFilter"_s);
    m_filter->setPlaceholderText(tr("Filter clients (Ctrl+F)"));
    m_filter->setAccessibleName(tr("Filter clients"));
    m_filter->setClearButtonEnabled(true);
    const int character = m_filter->fontMetrics().averageCharWidth();
    m_filter->setMinimumWidth(character * 24);
    m_filter->setMaximumWidth(character * 32);
    bar->addWidget(m_filter);
    // It never hides behind the arrow of a bar that is too narrow: Ctrl+F has to find it.
    bar->setMinimumWidth(m_filter->minimumWidth() + character * 3);
}

void MainWindow::connectEngine()
{
    connect(&m_feed, &Feed::clientsChanged, this, [this](const QList<ClientInfo> &clients) {
        m_clients.apply(clients, std::chrono::system_clock::now());
    });
    connect(&m_feed, &Feed::eventsAppended, &m_events, &EventsModel::append);
    connect(&m_feed, &Feed::clientWatched, this, [this](const WatchedClient &watched) {
        m_queue.apply(watched, std::chrono::system_clock::now());
    });
    connect(&m_feed, &Feed::renewed, this, &MainWindow::renew);
    connect(m_engine.get(), &Engine::refused, this,
            [this](const QString &sentence) { say(Tone::Warning, sentence); });
    // Bad to its end too, when it says how many events are missing.
    connect(m_engine.get(), &Engine::logTrouble, this,
            [this](const QString &sentence) { say(Tone::Bad, sentence, NoticeBar::Cause::Log); });
}

void MainWindow::connectServer()
{
    connect(&m_server, &ServerControl::changed, this, &MainWindow::showServer);
    connect(&m_editing, &ServiceEditing::edited, this, [this] {
        m_notice->settle(NoticeBar::Cause::Start); // it may speak of a service that is no more
        m_servicesForThisRun = false;
        m_settings.setServices(m_server.specs());
        m_settings.save();
    });
    connect(&m_settings, &WindowSettings::failed, this, [this](const QString &sentence) {
        m_exitStatus ? qWarning("peerglass: %s", qUtf8Printable(sentence)) // the window is closed
                     : say(Tone::Warning, sentence);
    });
    connect(&m_settings, &WindowSettings::saved, this, &MainWindow::finish);
    connect(&m_server, &ServerControl::startFailed, this, [this](const StartError &error) {
        say(Tone::Bad, error.complaint(), NoticeBar::Cause::Start);
    });
    connect(&m_editing, &ServiceEditing::refused, this,
            [this](const QString &sentence) { say(Tone::Warning, sentence); });
    connect(&m_tryIt, &TryIt::said, this,
            [this](const QString &sentence) { say(Tone::Info, sentence); });
    connect(&m_tryIt, &TryIt::changed, this, &MainWindow::showServer);
    connect(m_services, &ServicesBar::editRequested, &m_editing, &ServiceEditing::edit);
    connect(m_services, &ServicesBar::removeRequested, &m_editing, &ServiceEditing::remove);
    connect(m_services, &ServicesBar::networkRequested, &m_editing, &ServiceEditing::openToNetwork);
    connect(m_services, &ServicesBar::addressesRequested, &m_editing,
            &ServiceEditing::showAddresses);
    connect(&m_quitting, &Quitting::finished, this, &MainWindow::quit);
    connect(&m_quitting, &Quitting::askingSwitchedOff, this,
            [this] { m_ui->actionAskBeforeClosing->setChecked(false); });
}

void MainWindow::connectPanels()
{
    connect(m_connections, &ConnectionsPanel::selectionChanged, this, &MainWindow::showSelection);
    connect(m_connections, &ConnectionsPanel::menuRequested, m_ui->menuClient,
            [this](const QPoint &position) { m_ui->menuClient->popup(position); });
    connect(m_queuePanel, &QWidget::windowTitleChanged, m_ui->queueDock, &QWidget::setWindowTitle);
    connect(m_queuePanel, &QueuePanel::selectionChanged, this,
            [this] { m_actions->setMessages(m_queue.client(), m_queuePanel->selectedMessages()); });
    connect(m_filter, &QLineEdit::textChanged, m_connections, &ConnectionsPanel::setFilterText);
    auto *menus = new MenuWatch(this);
    connect(menus, &MenuWatch::openChanged, m_connections, &ConnectionsPanel::setPaused);
}

void MainWindow::setServices(const QList<ServiceSpec> &services)
{
    m_server.setSpecs(services);
    m_servicesForThisRun = true;
}

void MainWindow::start()
{
    prepareRun();
    m_server.start();
}

void MainWindow::prepareRun()
{
    m_clients.beginRun();
    if (m_watched && m_watched->state == ClientState::Gone) {
        // It belongs to a run that is over.
        m_connections->table()->clearSelection();
        watch({});
    }
}

void MainWindow::handleSignal(int signal)
{
    if (signal == SIGHUP) {
        m_engine->reopenLogFile();
    } else {
        m_quitting.handleSignal(signal);
    }
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    event->ignore(); // finished() ends the program
    m_quitting.request(m_ui->actionAskBeforeClosing->isChecked());
}

void MainWindow::quit(int status)
{
    m_exitStatus = status;
    save();
    QTimer::singleShot(FileThread::patience, this, [this] {
        if (m_exitStatus) {
            qWarning("peerglass: %s", qUtf8Printable(m_settings.notWritten()));
            finish();
        }
    });
}

/// Once, when the settings have been written or that takes too long.
void MainWindow::finish()
{
    if (m_exitStatus) {
        Q_EMIT finished(*std::exchange(m_exitStatus, std::nullopt));
    }
}

} // namespace peerglass
