// SPDX-License-Identifier: MIT
#include "filethread.h"

#include <QDeadlineTimer>
#include <QEventLoop>

#include <utility>
#include <vector>

namespace peerglass {

using namespace Qt::StringLiterals;

FileThread::FileThread()
    : m_jobs(std::make_shared<Jobs>())
    // Not with the first job: without a free descriptor, which the server may have used up by then,
    // starting a thread ends the process.
    , m_thread(QThread::create([jobs = m_jobs] { work(*jobs); }))
{
    m_thread->setObjectName(u"files"_s);
    m_thread->start();
}

FileThread::~FileThread()
{
    m_jobs->post({});
    if (!m_thread->wait(QDeadlineTimer(patience))) {
        QThread *stuck = m_thread.release(); // one that runs cannot be deleted
        QObject::connect(stuck, &QThread::finished, stuck, &QObject::deleteLater);
    }
}

void FileThread::post(std::function<void()> job)
{
    m_jobs->post(std::move(job));
}

/// All that the thread does.
void FileThread::work(Jobs &jobs)
{
    QEventLoop loop;
    std::vector<std::function<void()>> taken;
    const auto notifier = jobs.notify([&] {
        jobs.takeAll(taken);
        for (const auto &job : taken) {
            job ? job() : loop.quit();
        }
        taken.clear();
    });
    loop.exec();
}

} // namespace peerglass
