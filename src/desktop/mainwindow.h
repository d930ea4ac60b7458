// SPDX-License-Identifier: MIT
#pragma once

#include "banning.h"
#include "clientactions.h"
#include "clientsmodel.h"
#include "connectionspanel.h"
#include "engine.h"
#include "eventexporter.h"
#include "eventsmodel.h"
#include "eventspanel.h"
#include "feed.h"
#include "filethread.h"
#include "firststeps.h"
#include "loadhistory.h"
#include "noticebar.h"
#include "queuemodel.h"
#include "queuepanel.h"
#include "quitting.h"
#include "senddialog.h"
#include "servercontrol.h"
#include "serviceediting.h"
#include "servicesbar.h"
#include "statuspanel.h"
#include "tables.h"
#include "tryit.h"
#include "windowsettings.h"

#include <QLineEdit>
#include <QMainWindow>
#include <QTimer>
#include <QToolButton>

#include <memory>

namespace Ui {
class MainWindow;
}

namespace peerglass {

/// The window beside an engine: composes the panels, hands what the engine reports to the models,
/// and connects the actions. What a part does is in the part. It shows nothing that was not
/// reported, and ends by finished() only when the engine has ended.
class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    /// \a settings: what it remembers, and where to.
    MainWindow(std::unique_ptr<Engine> engine, std::unique_ptr<QSettings> settings);
    ~MainWindow() override;

    /// For this run instead of the remembered ones; they are remembered once they are edited.
    void setServices(const QList<ServiceSpec> &services);
    void start();
    /// SIGINT or SIGTERM: stops gracefully and closes without asking; a second one stops at once.
    /// SIGHUP: opens the log file anew.
    void handleSignal(int signal);

Q_SIGNALS:
    /// The engine has ended: nothing is left to do. \a status: the exit status.
    void finished(int status);

protected:
    void closeEvent(QCloseEvent *event) override;

private:
    void makePanels();
    void arrange();
    void fillServerToolBar();
    void fillClientsToolBar();
    void fillFilterToolBar();
    void orderTabs();
    void connectEngine();
    void connectServer();
    void connectPanels();
    void connectActions();
    void connectViewActions();
    void restore();
    void save();

    void prepareRun();
    void tick();
    void renew();
    void showServer();
    void showServerButton(bool running, bool draining);
    void showStatus();
    void showSelection();
    void watch(ClientId client);
    void showQueue();
    void say(Tone tone, const QString &sentence, NoticeBar::Cause cause = NoticeBar::Cause::None);
    void openSendDialog();
    void exportEvents();
    void showAbout();
    void quit(int status);
    void finish();

    std::unique_ptr<Engine> m_engine;
    FileThread m_files;
    WindowSettings m_settings;
    const std::unique_ptr<Ui::MainWindow> m_ui;

    ClientsModel m_clients;
    QueueModel m_queue;
    EventsModel m_events;
    LoadHistory m_load;

    Feed m_feed;
    ServerControl m_server;
    TryIt m_tryIt;
    Quitting m_quitting;
    EventExporter m_exporter;
    Banning m_banning;
    ServiceEditing m_editing;
    TableZoom m_zoom;
    QTimer m_tick;

    NoticeBar *m_notice = nullptr;
    ConnectionsPanel *m_connections = nullptr;
    QueuePanel *m_queuePanel = nullptr;
    EventsPanel *m_eventsPanel = nullptr;
    StatusPanel *m_status = nullptr;
    ServicesBar *m_services = nullptr;
    QToolButton *m_serverButton = nullptr;
    QLineEdit *m_filter = nullptr;
    std::unique_ptr<ClientActions> m_actions;
    std::unique_ptr<FirstSteps> m_firstSteps;
    SendDialog *m_send = nullptr;
    std::optional<ClientInfo> m_watched; ///< the last that was known of who is looked at
    std::chrono::steady_clock::time_point m_lastTick;
    qint64 m_drainingAll = 0; ///< clients there were when the draining began
    bool m_servicesForThisRun = false; ///< given on the command line and not edited
    std::optional<int> m_exitStatus; ///< the engine has ended; the settings are being written
};

} // namespace peerglass
