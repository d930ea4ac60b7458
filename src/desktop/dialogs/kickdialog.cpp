// SPDX-License-Identifier: MIT
#include "kickdialog.h"

#include "escape.h"
#include "firstlines.h"
#include "hostname.h"
#include "ui_kickdialog.h"

#include <QPushButton>

#include <algorithm>

namespace peerglass {

using namespace Qt::StringLiterals;

namespace {

/// `#14`
QString idOf(const ClientInfo &client)
{
    return u'#' + QString::number(client.id.value());
}

/// `#14, 127.0.0.1:51832, "mei"`
QString describe(const ClientInfo &client)
{
    QString text = idOf(client) + u", "_s + hostAndPort(client.address, client.port);
    if (!client.name.isEmpty()) {
        text += u", \""_s + escape(client.name) + u'"';
    }
    return text;
}

/// What a line edit shows: a break within what was pasted is seen as a space, so it is one.
QString inOneLine(QString text)
{
    static constexpr QStringView breaks = u"\n\v\f\r\u0085\u2028\u2029";
    std::replace_if(
        text.begin(), text.end(), [](QChar c) { return breaks.contains(c); }, u' ');
    return text;
}

} // namespace

KickDialog::KickDialog(const QList<ClientInfo> &clients, EndMode mode, QWidget *parent)
    : QDialog(parent)
    , m_ui(std::make_unique<Ui::KickDialog>())
{
    m_ui->setupUi(this);
    QStringList who;
    for (const ClientInfo &client : clients) {
        m_clients.append(client.id);
        who.append(describe(client));
    }
    const QString whom = clients.size() == 1
        ? idOf(clients.first())
        : tr("%n clients", nullptr, static_cast<int>(clients.size()));
    setWindowTitle(tr("Kick %1").arg(whom));
    m_ui->whoLabel->setText(firstLines(who));
    (mode == EndMode::AtOnce ? m_ui->atOnceButton : m_ui->afterFlushButton)->setChecked(true);
    QPushButton *kick = m_ui->buttonBox->button(QDialogButtonBox::Ok);
    kick->setObjectName("kickButton"_L1);
    kick->setText(tr("&Kick"));
    m_ui->buttonBox->button(QDialogButtonBox::Cancel)->setObjectName("cancelButton"_L1);
}

KickDialog::~KickDialog() = default;

action::Kick KickDialog::action() const
{
    return {inOneLine(m_ui->reasonEdit->text()),
            m_ui->atOnceButton->isChecked() ? EndMode::AtOnce : EndMode::AfterFlush};
}

} // namespace peerglass
