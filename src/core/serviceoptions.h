// SPDX-License-Identifier: MIT
#pragma once

#include "servicespec.h"

#include <QStringView>

#include <optional>
#include <span>

namespace peerglass {

/// One option of a service URL: the one place that knows its name, its form and its range.
struct ServiceOption
{
    QStringView name;
    std::optional<ProtocolKind> protocol; ///< nothing: for both
    QStringView expected; ///< what a right value is, as the end of a sentence
    /// Sets it from \a value; false, and \a spec as before, where that is not such a value.
    bool (*read)(QStringView value, ServiceSpec &spec);
    /// The value as read() takes it.
    QString (*write)(const ServiceSpec &spec);
    /// All its values, where they are few and have names; empty where a value is typed.
    std::span<const QStringView> choices = {};

    bool isFor(ProtocolKind kind) const { return !protocol || *protocol == kind; }
    /// `is for chat; echo takes read, …`: of an option of one protocol, for who gives it to the
    /// other.
    QString whoseItIs() const;
};

/// All options, in the order in which toUrl() writes them.
std::span<const ServiceOption> serviceOptions();
/// The option of that name, of either protocol; nullptr: there is none.
const ServiceOption *findServiceOption(QStringView name);
/// `echo takes read, delay, …`: the end of a sentence on an option that is not known.
QString optionsOf(ProtocolKind kind);

} // namespace peerglass
