// SPDX-License-Identifier: MIT
#pragma once

#include "engineoptions.h"
#include "eventmerge.h"
#include "fileoutput.h"
#include "messages.h"
#include "publication.h"
#include "standardoutput.h"

#include <QObject>
#include <QSocketNotifier>
#include <QTimer>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace peerglass {

struct ReopenLogFile
{
};
/// The engine is about to end: wait no longer than a second for a stuck standard output, and no
/// longer than five for a slow one.
struct Hurry
{
};
/// The engine has taken the last EventsPublished: the next may come.
struct EventsTaken
{
};
using JournalMessage = std::variant<ReopenLogFile, Hurry, EventsTaken, Quit>;
using JournalMailbox = Mailbox<JournalMessage>;

/// The mailboxes of the journal. Owned by the engine, outlive it.
struct JournalWiring
{
    JournalMailbox &inbox;
    std::vector<EventMailbox *> sources;
    EngineMailbox &engine;
};

/// Merges what the other threads report by time, numbers it, and writes it to standard output and
/// the log file and for the window. In a thread of its own, so that neither a stuck pipe nor a slow
/// disk holds up anybody.
class Journal : public QObject
{
    Q_OBJECT

public:
    /// \a file is open, or there is no log file.
    Journal(JournalWiring wiring, const EngineOptions &options, std::unique_ptr<LogFile> file);
    ~Journal() override;

Q_SIGNALS:
    /// Asked to quit, and everything has been written.
    void finished();

private:
    void takeMail();
    void collect();
    bool isFull() const;
    void take(Event &event);
    void number(Event &event);
    void write(const Event &event);
    void writeOutput(const Event &event, std::string_view json);
    void deliver();
    void publish();
    void reopenFile();
    void resumeFile(bool asked);
    void tellTrouble(const QString &text);
    void complain(const QString &text);
    void hurry();
    void finishWhenDone();
    void tellMissing();

    JournalWiring m_wiring;
    const EngineOptions m_options;
    StandardOutput m_output;
    FileOutput m_file;
    std::unique_ptr<QSocketNotifier> m_mail;
    std::vector<std::unique_ptr<QSocketNotifier>> m_notifiers;
    EventMerge m_unnumbered;
    std::string m_json; ///< as it is written, kept for its memory
    std::string m_text; ///< the same
    quint64 m_lastSeq = 0;
    Publication m_published;
    bool m_quitting = false;
    bool m_untaken = false; ///< the engine has a publication that it has not taken yet
    QTimer m_again;
    QTimer m_publishAgain; ///< runs for a while after each publication
    QTimer m_retryFile; ///< runs while the log file has failed
    QTimer m_hurry;
    int m_hurries = 0;
};

} // namespace peerglass
