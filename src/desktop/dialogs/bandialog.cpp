// SPDX-License-Identifier: MIT
#include "bandialog.h"

#include "firstlines.h"
#include "shownvalues.h"
#include "ui_bandialog.h"

#include <QPushButton>

#include <algorithm>

namespace peerglass {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

BanDialog::BanDialog(const QStringList &addresses, qint64 clients, QWidget *parent)
    : QDialog(parent)
    , m_ui(std::make_unique<Ui::BanDialog>())
    , m_addresses(addresses)
{
    m_ui->setupUi(this);
    setWindowTitle(addresses.size() == 1
                       ? tr("Ban %1").arg(addresses.first())
                       : tr("Ban %n addresses", nullptr, static_cast<int>(addresses.size())));
    QString who = firstLines(addresses);
    if (std::any_of(addresses.begin(), addresses.end(),
                    [](const QString &address) { return address.contains(u':'); })) {
        who += u'\n' + tr("An IPv6 address stands for its whole network (/64).");
    }
    m_ui->whoLabel->setText(who);
    const QString effect = clients == 1
        ? tr("1 client is connected from there; it gets what waits for it, then the "
             "end. Nobody from there is let in meanwhile.")
        : tr("%1 clients are connected from there; they get what waits for them, "
             "then the end. Nobody from there is let in meanwhile.")
              .arg(shownCount(clients));
    m_ui->effectLabel->setText(effect);
    const auto add = [this](const QString &text, std::chrono::seconds duration) {
        m_ui->durationBox->addItem(text, static_cast<qlonglong>(duration.count()));
    };
    add(tr("1 minute"), 1min);
    add(tr("10 minutes"), 10min);
    add(tr("1 hour"), 1h);
    add(tr("1 day"), 24h);
    add(tr("until it is lifted"), 0s);
    m_ui->durationBox->setCurrentIndex(1);
    m_ui->durationBox->setFocus();
    QPushButton *ban = m_ui->buttonBox->button(QDialogButtonBox::Ok);
    ban->setObjectName(u"banButton"_s);
    ban->setText(tr("&Ban"));
    m_ui->buttonBox->button(QDialogButtonBox::Cancel)->setObjectName(u"cancelButton"_s);
}

BanDialog::~BanDialog() = default;

std::optional<std::chrono::milliseconds> BanDialog::duration() const
{
    const std::chrono::seconds seconds(m_ui->durationBox->currentData().toLongLong());
    return seconds > 0s ? std::optional<std::chrono::milliseconds>(seconds) : std::nullopt;
}

} // namespace peerglass
