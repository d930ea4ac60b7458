// SPDX-License-Identifier: MIT
#include "journal.h"

#include "eventjson.h"
#include "eventtext.h"
#include "sharedlimits.h"

#include <algorithm>

namespace peerglass {

using namespace Qt::StringLiterals;

namespace {

constexpr std::chrono::milliseconds hurryInterval{1000};
constexpr int maxHurries = 5; // for a reader that is slow but reads

} // namespace

Journal::Journal(JournalWiring wiring, const EngineOptions &options, std::unique_ptr<LogFile> file)
    : m_wiring(std::move(wiring))
    , m_options(options)
    , m_file(std::move(file))
    , m_mail(m_wiring.inbox.notify([this] { takeMail(); }))
    , m_unnumbered(m_wiring.sources)
{
    for (EventMailbox *source : m_wiring.sources) {
        m_notifiers.push_back(source->notify([this] { collect(); }));
    }
    m_again.setSingleShot(true);
    m_again.setInterval(1);
    connect(&m_again, &QTimer::timeout, this, &Journal::collect);
    m_publishAgain.setSingleShot(true);
    m_publishAgain.setInterval(publishInterval);
    connect(&m_publishAgain, &QTimer::timeout, this, [this] {
        publish();
        collect();
    });
    m_retryFile.setSingleShot(true);
    m_retryFile.setTimerType(Qt::PreciseTimer); // it must not come before the file may be tried
    m_retryFile.setInterval(FileOutput::retryInterval);
    connect(&m_retryFile, &QTimer::timeout, this, &Journal::collect);
    m_hurry.setInterval(hurryInterval);
    connect(&m_hurry, &QTimer::timeout, this, &Journal::hurry);
    connect(&m_output, &StandardOutput::failed, this, [this](const QString &why) {
        complain(u"standard output cannot be written: %1."_s.arg(why));
    });
    connect(&m_output, &StandardOutput::drained, this, &Journal::collect);
}

Journal::~Journal() = default;

void Journal::takeMail()
{
    std::vector<JournalMessage> messages;
    m_wiring.inbox.takeAll(messages);
    const auto handler = Overloaded{
        [this](ReopenLogFile) { reopenFile(); },
        [this](Hurry) {
            m_output.isStuck(); // what has moved so far does not count
            m_hurry.start();
        },
        [this](EventsTaken) {
            m_untaken = false;
            publish();
        },
        [this](Quit) { m_quitting = true; },
    };
    for (const JournalMessage &message : messages) {
        std::visit(handler, message);
    }
    collect();
}

void Journal::collect()
{
    // Who takes what it is full of calls again; meanwhile the mailboxes would report without end.
    for (const auto &notifier : m_notifiers) {
        notifier->setEnabled(!isFull());
    }
    if (isFull()) {
        return;
    }
    if (m_file.isToBeTried(Clock::now())) {
        resumeFile(false); // before what comes now is lost too
    }
    // An event posted after this moment may have followed from one that is posted to a mailbox
    // looked into before: what is later waits for the next round, so causes come before effects.
    const TimePoint until = Clock::now();
    m_unnumbered.takeAll();
    m_unnumbered.readUntil(until, [this](Event &event) { take(event); });
    deliver();
    if (!m_unnumbered.isEmpty()) {
        m_again.start();
    }
    finishWhenDone();
}

/// Of events for the window, too, unless the program ends: nobody may take them any more.
bool Journal::isFull() const
{
    return m_output.isFull() || (m_published.isFull() && !m_hurry.isActive());
}

void Journal::take(Event &event)
{
    number(event);
    write(event);
    if (m_options.events) {
        m_published.add(event);
    }
}

void Journal::number(Event &event)
{
    if (event.suppression) {
        // Events left out keep their numbers.
        Suppression numbered = *event.suppression;
        numbered.firstSeq = m_lastSeq + 1;
        m_lastSeq += numbered.count();
        numbered.lastSeq = m_lastSeq;
        event.suppression = std::make_shared<const Suppression>(std::move(numbered));
    }
    event.seq = ++m_lastSeq;
}

void Journal::write(const Event &event)
{
    // What was left out is traffic too, and so is what tells of it.
    if (!m_options.traffic && (isTraffic(event.kind) || event.kind == EventKind::Suppressed)) {
        return;
    }
    m_json.clear();
    if (m_file.isWanted() || m_options.output == EngineOptions::Output::Json) {
        appendJsonLine(event, m_json);
    }
    if (m_file.isWanted()) {
        m_file.add(m_json);
    }
    writeOutput(event, m_json);
}

void Journal::writeOutput(const Event &event, std::string_view json)
{
    if (m_options.output == EngineOptions::Output::Json) {
        m_output.write(json);
    } else if (m_options.output == EngineOptions::Output::Text) {
        m_text.clear();
        appendTextLine(event, m_text);
        m_output.write(m_text);
    }
}

void Journal::deliver()
{
    // Telling of a trouble writes once more.
    for (auto troubles = m_file.flush(Clock::now()); !troubles.isEmpty();
         troubles = m_file.flush(Clock::now())) {
        std::for_each(troubles.cbegin(), troubles.cend(),
                      [this](const QString &text) { tellTrouble(text); });
    }
    if (m_file.hasFailed() && !m_retryFile.isActive()) {
        m_retryFile.start();
    }
    publish();
}

void Journal::publish()
{
    if (m_untaken || m_publishAgain.isActive() || m_published.isEmpty()) {
        return;
    }
    m_untaken = true;
    m_publishAgain.start();
    m_wiring.engine.post(EventsPublished{m_published.take()});
}

void Journal::reopenFile()
{
    if (!m_file.isWanted()) {
        return;
    }
    if (const auto why = m_file.reopen(Clock::now())) {
        tellTrouble(*why);
    } else if (m_file.hasFailed()) {
        resumeFile(true);
    }
}

/// \a asked: somebody waits for the answer, so that one which is no news is told too.
void Journal::resumeFile(bool asked)
{
    Event resumed;
    resumed.kind = EventKind::Notice;
    resumed.seq = m_lastSeq + 1; // its number, if it comes to be
    resumed.time = std::chrono::system_clock::now();
    resumed.text = u"the log file is written again; lines missing in it: %1"_s.arg(
        m_file.missing());
    std::string json;
    appendJsonLine(resumed, json);
    const QStringList troubles = m_file.resume(json, Clock::now());
    if (!m_file.hasFailed()) {
        number(resumed);
        writeOutput(resumed, json);
        complain(resumed.text + u'.');
        if (m_options.events) {
            m_published.add(resumed);
        }
    }
    if (asked || !m_file.hasFailed()) {
        for (const QString &text : troubles) {
            tellTrouble(text);
        }
    }
}

void Journal::tellTrouble(const QString &text)
{
    Event failed;
    failed.kind = EventKind::LogFailed;
    failed.time = std::chrono::system_clock::now();
    failed.text = text;
    number(failed);
    write(failed);
    if (m_options.events) {
        m_published.add(failed);
    }
    complain(text + u'.');
}

/// On standard error, or in the window.
void Journal::complain(const QString &text)
{
    m_wiring.engine.post(LogTrouble{text});
}

void Journal::hurry()
{
    const bool tooSlow = ++m_hurries >= maxHurries && !m_output.isEmpty();
    if (m_output.isStuck() || tooSlow) {
        complain(tooSlow ? u"standard output is too slow: the last events are not written there."_s
                         : u"standard output is stuck: the last events are not written there."_s);
        m_output.giveUp();
        collect();
    }
}

void Journal::finishWhenDone()
{
    if (!m_quitting || !m_unnumbered.isEmpty() || !m_output.isEmpty()) {
        return;
    }
    if (!m_published.isEmpty()) {
        m_wiring.engine.post(EventsPublished{m_published.take()});
    }
    tellMissing();
    m_quitting = false; // once
    Q_EMIT finished();
}

void Journal::tellMissing()
{
    if (m_output.missing() > 0) {
        complain(u"lines missing on standard output: %1."_s.arg(m_output.missing()));
    }
    if (m_file.missing() > 0) {
        complain(u"lines missing in the log file: %1."_s.arg(m_file.missing()));
    }
}

} // namespace peerglass
