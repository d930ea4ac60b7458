// SPDX-License-Identifier: MIT
#include "exportdialog.h"

#include <QFileInfo>

namespace peerglass {

using namespace Qt::StringLiterals;

ExportDialog::ExportDialog(QWidget *parent)
    : QFileDialog(parent, tr("Export the events that are shown"))
{
    setObjectName(u"exportDialog"_s);
    setAcceptMode(QFileDialog::AcceptSave);
    setNameFilters({tr("CSV (*.csv)"), tr("JSON lines (*.jsonl)")});
    connect(this, &QFileDialog::fileSelected, this,
            [this](const QString &file) { Q_EMIT chosen(file, isCsv(file)); });
}

void ExportDialog::accept()
{
    // Who types the name of what is there means that, and no other beside it.
    setDefaultSuffix({});
    if (!QFileInfo::exists(selectedFiles().value(0))) {
        setDefaultSuffix(isCsvChosen() ? u"csv"_s : u"jsonl"_s);
    }
    QFileDialog::accept();
}

bool ExportDialog::isCsvChosen() const
{
    return selectedNameFilter() == nameFilters().constFirst();
}

/// The suffix says which; what was chosen does where it is neither.
bool ExportDialog::isCsv(const QString &file) const
{
    const auto endsWith = [&](const QString &suffix) {
        return file.endsWith(suffix, Qt::CaseInsensitive);
    };
    return endsWith(u".csv"_s) || (isCsvChosen() && !endsWith(u".jsonl"_s));
}

} // namespace peerglass
