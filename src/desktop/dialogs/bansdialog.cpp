// SPDX-License-Identifier: MIT
#include "bansdialog.h"

#include "shownvalues.h"
#include "ui_bansdialog.h"

#include <QHeaderView>
#include <QPushButton>
#include <QShortcut>

#include <algorithm>

namespace peerglass {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

enum Column { Address, Ends, Left };

bool contains(const QList<Ban> &bans, const QString &address)
{
    return std::any_of(bans.begin(), bans.end(),
                       [&](const Ban &ban) { return ban.address == address; });
}

} // namespace

BansDialog::BansDialog(QWidget *parent)
    : QDialog(parent)
    , m_ui(std::make_unique<Ui::BansDialog>())
{
    m_ui->setupUi(this);
    m_ui->bansList->header()->setStretchLastSection(true);
    m_ui->bansList->setColumnWidth(Address, fontMetrics().averageCharWidth() * 30);
    m_ui->buttonBox->button(QDialogButtonBox::Close)->setObjectName(u"closeButton"_s);
    auto *deleteKey = new QShortcut(QKeySequence(Qt::Key_Delete), m_ui->bansList);
    deleteKey->setContext(Qt::WidgetShortcut);
    connect(deleteKey, &QShortcut::activated, this, &BansDialog::lift);
    connect(m_ui->liftButton, &QPushButton::clicked, this, &BansDialog::lift);
    const auto enableLift = [this] {
        m_ui->liftButton->setEnabled(!m_ui->bansList->selectedItems().isEmpty());
    };
    connect(m_ui->bansList, &QTreeWidget::itemSelectionChanged, this, enableLift);
    enableLift();
    m_ui->bansList->setFocus();
    connect(&m_tick, &QTimer::timeout, this, &BansDialog::tick);
    m_tick.start(1s);
    setBans({});
}

BansDialog::~BansDialog() = default;

void BansDialog::setBans(const QList<Ban> &bans)
{
    QTreeWidget *list = m_ui->bansList;
    m_bans = bans;
    // Both are ordered by address. What stays is the same item: selected, current, in its place.
    int row = 0;
    for (const Ban &ban : bans) {
        const QTreeWidgetItem *item = list->topLevelItem(row);
        while (item != nullptr && item->text(Address) != ban.address
               && !contains(bans, item->text(Address))) {
            delete list->takeTopLevelItem(row);
            item = list->topLevelItem(row);
        }
        if (item == nullptr || item->text(Address) != ban.address) {
            list->insertTopLevelItem(row, new QTreeWidgetItem(QStringList(ban.address)));
        }
        ++row;
    }
    while (list->topLevelItemCount() > row) {
        delete list->takeTopLevelItem(row);
    }
    if (list->currentItem() == nullptr && row > 0) {
        list->setCurrentItem(list->topLevelItem(0));
    }
    m_ui->sentenceLabel->setText(
        bans.isEmpty() ? tr("Nobody is banned. Ban the address of a client in the menu Client.")
                       : tr("Nobody can connect from these addresses."));
    tick();
}

void BansDialog::tick()
{
    const auto now = std::chrono::system_clock::now();
    const auto steadyNow = std::chrono::steady_clock::now();
    for (qsizetype row = 0; row < m_bans.size(); ++row) {
        QTreeWidgetItem *item = m_ui->bansList->topLevelItem(static_cast<int>(row));
        if (const auto &until = m_bans[row].until) {
            const auto left = *until - steadyNow;
            const auto end = now + std::chrono::duration_cast<std::chrono::microseconds>(left);
            item->setText(Ends, shownTime(end, now, false));
            item->setText(Left, shownAge(now, end));
        } else {
            item->setText(Ends, tr("when lifted"));
            item->setText(Left, QString());
        }
    }
}

void BansDialog::lift()
{
    const QList<QTreeWidgetItem *> selected = m_ui->bansList->selectedItems();
    QStringList addresses; // before any answer changes the list
    for (const QTreeWidgetItem *item : selected) {
        addresses.append(item->text(Address));
    }
    for (const QString &address : std::as_const(addresses)) {
        Q_EMIT liftRequested(address);
    }
}

} // namespace peerglass
