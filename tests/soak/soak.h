// SPDX-License-Identifier: MIT
#pragma once

#include "load.h"
#include "mainwindow.h"
#include "randomhand.h"
#include "randomoperator.h"
#include "runningbooks.h"
#include "samples.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QTimer>

#include <memory>

namespace peerglass {

/// The whole run: the window with its engine here, the load in another process, an operator who
/// does what it likes; samples of what this process takes, and the verdict at the end.
class Soak : public QObject
{
    Q_OBJECT

public:
    Soak(std::chrono::seconds length, unsigned seed);

    void start();

Q_SIGNALS:
    /// \a status: 0 when everything held.
    void finished(int status);

private:
    // One after the other.
    void startLoad();
    void lookAtLog();
    void sample();
    void endLoad();
    void lookForLast();
    void endWindow();
    void judge();

    Sample takeSample() const;
    void afterwards(std::chrono::milliseconds pause, void (Soak::*next)());
    SoakPorts ports() const;
    void loadEnded();
    void expect(bool holds, const QString &what);
    void judgeMemory();
    void judgeLoad();

    static constexpr int samples = 30;

    std::chrono::seconds m_length;
    unsigned m_seed;
    Random m_random;
    QTemporaryDir m_folder; ///< for what the window remembers
    RunningBooks m_books;
    std::unique_ptr<MainWindow> m_window;
    Engine *m_engine = nullptr; ///< the window's
    std::unique_ptr<RandomOperator> m_operator;
    std::unique_ptr<RandomHand> m_hand;
    std::unique_ptr<QProcess> m_load;
    QMap<int, ServiceInfo> m_services; ///< exact, rough, chat
    QList<Sample> m_samples;
    Sample m_before;
    Sample m_after;
    std::chrono::steady_clock::time_point m_begin; ///< of what is measured
    std::chrono::steady_clock::time_point m_giveUp;
    QByteArray m_loadSaid;
    int m_loadStatus = -1;
    bool m_good = true;
};

} // namespace peerglass
