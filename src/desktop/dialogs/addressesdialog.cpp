// SPDX-License-Identifier: MIT
#include "addressesdialog.h"

#include "hostname.h"
#include "ui_addressesdialog.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLineEdit>
#include <QPushButton>

#include <algorithm>

namespace peerglass {

using namespace Qt::StringLiterals;

namespace {

/// Whether a listener on \a host gets what comes to \a address of this machine. A literal `::`
/// takes IPv6 alone; only `any` is dual-stack.
bool takes(const QString &host, const QHostAddress &address)
{
    const QHostAddress literal(host);
    if (host == "any"_L1) {
        return true;
    }
    if (literal == QHostAddress(QHostAddress::AnyIPv4)
        || literal == QHostAddress(QHostAddress::AnyIPv6)) {
        return literal.protocol() == address.protocol();
    }
    return literal == address;
}

bool isReachable(const QHostAddress &address)
{
    return !address.isNull() && !address.isLoopback() && !address.isMulticast()
        && !address.isBroadcast();
}

/// IPv4 first, link-local ones last.
int rank(const QHostAddress &address)
{
    if (address.isLinkLocal()) {
        return 2;
    }
    return address.protocol() == QAbstractSocket::IPv4Protocol ? 0 : 1;
}

constexpr int columns = 2; // the address and its Copy

} // namespace

QStringList reachableEndpoints(const ServiceSpec &spec, quint16 port,
                               const QList<QHostAddress> &addresses)
{
    QList<QHostAddress> taken;
    for (const QHostAddress &address : addresses) {
        if (isReachable(address) && takes(spec.host, address)) {
            taken.append(address);
        }
    }
    std::stable_sort(taken.begin(), taken.end(),
                     [](const auto &left, const auto &right) { return rank(left) < rank(right); });
    QStringList endpoints;
    for (const QHostAddress &address : taken) {
        endpoints.append(hostAndPort(address.toString(), port));
    }
    endpoints.removeDuplicates();
    return endpoints;
}

AddressesDialog::AddressesDialog(const ServiceSpec &spec, quint16 port, bool listening,
                                 const QList<QHostAddress> &addresses, QWidget *parent)
    : QDialog(parent)
    , m_ui(std::make_unique<Ui::AddressesDialog>())
{
    m_ui->setupUi(this);
    const QStringList endpoints = port == 0 ? QStringList()
                                            : reachableEndpoints(spec, port, addresses);
    m_ui->introLabel->setText(introduction(spec, port, listening, !endpoints.isEmpty()));
    m_ui->scrollArea->setVisible(!endpoints.isEmpty());
    m_ui->warningLabel->setVisible(spec.isOpenToNetwork() && (port == 0 || !endpoints.isEmpty()));
    for (const QString &each : endpoints) {
        addRow(each);
    }
}

AddressesDialog::~AddressesDialog() = default;

QString AddressesDialog::introduction(const ServiceSpec &spec, quint16 port, bool listening,
                                      bool found)
{
    if (!spec.isOpenToNetwork()) {
        return tr("%1 is for this computer only. To let other machines connect, edit it and choose "
                  "\"Any machine\".")
            .arg(spec.endpoint());
    }
    if (port == 0) {
        return tr("%1 gets a free port when it is started; how to reach it is known then.")
            .arg(spec.endpoint());
    }
    if (!found) {
        return tr("Other machines cannot reach %1: this computer has no network address that fits. "
                  "Connect it to a network and open this window again.")
            .arg(spec.endpoint());
    }
    return (listening ? tr("Other machines reach %1 at:")
                      : tr("%1 is not listening now. Once it is, other machines reach it at:"))
        .arg(spec.endpoint());
}

void AddressesDialog::addRow(const QString &endpoint)
{
    const int row = m_ui->rows->count() / columns;
    auto *text = new QLineEdit(endpoint, m_ui->rowsWidget);
    text->setObjectName(u"endpoint-%1"_s.arg(row));
    text->setReadOnly(true);
    text->setAccessibleName(tr("Address"));
    auto *copy = new QPushButton(tr("Copy"), m_ui->rowsWidget);
    copy->setObjectName(u"copy-%1"_s.arg(row));
    copy->setAccessibleName(tr("Copy %1").arg(endpoint));
    copy->setAutoDefault(false);
    connect(copy, &QPushButton::clicked, this, [this, endpoint] {
        QGuiApplication::clipboard()->setText(endpoint);
        m_ui->copiedLabel->setText(tr("Copied %1").arg(endpoint));
    });
    m_ui->rows->addWidget(text, row, 0);
    m_ui->rows->addWidget(copy, row, 1);
}

} // namespace peerglass
