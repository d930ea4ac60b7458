// SPDX-License-Identifier: MIT
#include "shortcutsdialog.h"

#include <QDialogButtonBox>
#include <QHeaderView>
#include <QTableWidget>
#include <QVBoxLayout>

namespace peerglass {

using namespace Qt::StringLiterals;

namespace {

QTableWidgetItem *cell(const QString &text)
{
    auto *item = new QTableWidgetItem(text);
    item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable);
    return item;
}

void addRow(QTableWidget *table, const QKeySequence &keys, const QString &what)
{
    const int row = table->rowCount();
    table->insertRow(row);
    table->setItem(row, 0, cell(keys.toString(QKeySequence::NativeText)));
    table->setItem(row, 1, cell(what));
}

/// The text of an action without its mnemonic.
QString plainText(const QAction *action)
{
    QString text = action->text();
    return text.remove(u'&').remove(u'…');
}

} // namespace

ShortcutsDialog::ShortcutsDialog(const QList<QAction *> &actions, QWidget *parent)
    : QDialog(parent)
{
    setObjectName(u"ShortcutsDialog"_s);
    setWindowTitle(tr("Keyboard shortcuts"));
    auto *table = new QTableWidget(0, 2, this);
    table->setAccessibleName(windowTitle());
    table->setHorizontalHeaderLabels({tr("Keys"), tr("What they do")});
    table->verticalHeader()->hide();
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setShowGrid(false);
    for (const QAction *action : actions) {
        if (!action->shortcut().isEmpty()) {
            addRow(table, action->shortcut(), plainText(action));
        }
    }
    // What dialogs do without an action.
    addRow(table, Qt::CTRL | Qt::Key_Return, tr("Send, in its dialog"));
    addRow(table, Qt::Key_Delete, tr("Lift the selected bans, in their list"));
    table->resizeColumnsToContents();
    table->horizontalHeader()->setStretchLastSection(true);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(table);
    layout->addWidget(buttons);
    resize(420, 560);
}

} // namespace peerglass
