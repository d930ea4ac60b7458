// SPDX-License-Identifier: MIT
#pragma once

#include <QFileDialog>

namespace peerglass {

/// Asks where to export the events that are shown, and in which format. Open it with open().
class ExportDialog : public QFileDialog
{
    Q_OBJECT

public:
    explicit ExportDialog(QWidget *parent = nullptr);

public Q_SLOTS:
    void accept() override;

Q_SIGNALS:
    /// \a csv: as CSV; otherwise as JSON lines.
    void chosen(const QString &file, bool csv);

private:
    bool isCsvChosen() const;
    bool isCsv(const QString &file) const;
};

} // namespace peerglass
