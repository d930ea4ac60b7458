// SPDX-License-Identifier: MIT
#pragma once

#include <QProcessEnvironment>
#include <QTemporaryFile>

#include <chrono>
#include <unistd.h>

namespace peerglass {

/// The system's clock as a program sees it that is started in environment(); see shiftedclock.cpp.
class SettableClock
{
public:
    SettableClock()
    {
        m_shift.open();
        set(std::chrono::seconds(0));
    }
    void set(std::chrono::seconds ahead)
    {
        const qint64 shift = ahead.count();
        if (pwrite(m_shift.handle(), &shift, sizeof shift, 0) != ssize_t(sizeof shift)) {
            qFatal("the clock cannot be set");
        }
    }
    QProcessEnvironment environment() const
    {
        QProcessEnvironment environment;
        environment.insert(QStringLiteral("LD_PRELOAD"), QStringLiteral(SHIFTED_CLOCK_LIBRARY));
        environment.insert(QStringLiteral("PEERGLASS_CLOCK_SHIFT"), m_shift.fileName());
        // The address sanitizer wants to be the first library; this one stays below it.
        environment.insert(QStringLiteral("ASAN_OPTIONS"),
                           qEnvironmentVariable("ASAN_OPTIONS")
                               + QStringLiteral(":verify_asan_link_order=0"));
        return environment;
    }

private:
    QTemporaryFile m_shift;
};

} // namespace peerglass
