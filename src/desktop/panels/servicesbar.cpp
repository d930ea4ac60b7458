// SPDX-License-Identifier: MIT
#include "servicesbar.h"

#include "hostname.h"
#include "icons.h"
#include "shownvalues.h"

#include <QClipboard>
#include <QGuiApplication>

namespace peerglass {

using namespace Qt::StringLiterals;

namespace {

/// What it listens on, where it does, with the state in words: colour and shape are not all.
QString toolTipOf(const ServiceInfo &service)
{
    QStringList lines{service.spec.toUrl(), toText(service.state).replace(u'-', u' ')};
    for (const BoundAddress &bound : ServerControl::addressesOf(service)) {
        lines.append(ServicesBar::tr("%1 port %2").arg(bound.address, QString::number(bound.port)));
    }
    if (!service.text.isEmpty()) {
        lines.append(service.text);
    }
    return plainToolTip(lines.join(u'\n'));
}

} // namespace

ServicesBar::ServicesBar(ServerControl &server, const ClientsModel &clients, QToolBar *bar,
                         QMenu *menu, QAction *add, QWidget *before)
    : QObject(bar)
    , m_server(server)
    , m_clients(clients)
    , m_bar(bar)
    , m_menu(menu)
    , m_add(add)
    , m_before(before)
{
    m_bar->addAction(add);
    connect(menu, &QMenu::aboutToShow, this, [this] {
        m_menu->clear();
        qDeleteAll(m_menu->findChildren<QMenu *>(Qt::FindDirectChildrenOnly));
        for (int i = 0; i < m_chips.size(); ++i) {
            fill(m_menu->addMenu(m_chips.at(i)->icon(), m_chips.at(i)->text()), i);
        }
    });
    connect(&server, &ServerControl::changed, this, &ServicesBar::update);
    update();
}

QString ServicesBar::titleOf(const ServiceInfo &service) const
{
    QString title = u"%1 · %2"_s.arg(
        toText(service.spec.protocol),
        hostAndPort(service.spec.host, ServerControl::portOf(service)));
    if (service.spec.isOpenToNetwork()) {
        title += tr(" (network)");
    }
    if (service.state == ServiceState::Listening || service.state == ServiceState::AcceptPaused
        || service.state == ServiceState::Draining) {
        title += u" · %1"_s.arg(m_clients.clientsOf(service.id));
    }
    return title;
}

void ServicesBar::update()
{
    const QList<ServiceInfo> services = m_server.services();
    while (m_chips.size() > services.size()) {
        m_bar->removeAction(m_places.takeLast());
        m_chips.takeLast()->deleteLater();
        m_lamps.removeLast();
    }
    while (m_chips.size() < services.size()) {
        addChip(int(m_chips.size()));
    }
    m_menu->setEnabled(!services.isEmpty());
    for (int i = 0; i < services.size(); ++i) {
        QToolButton *chip = m_chips.at(i);
        const QString title = titleOf(services.at(i));
        const QString tip = toolTipOf(services.at(i));
        const QString lamp = lampFor(services.at(i));
        if (chip->text() != title || chip->toolTip() != tip || m_lamps.at(i) != lamp) {
            chip->setText(title);
            chip->setToolTip(tip);
            chip->setIcon(icon(lamp));
            m_lamps[i] = lamp;
            chip->setAccessibleName(tr("Service %1").arg(title));
            chip->setAccessibleDescription(toText(services.at(i).state));
        }
    }
}

QString ServicesBar::lampFor(const ServiceInfo &service) const
{
    // Where one cannot listen none is started; the cross is for that one.
    const bool bystander = service.state == ServiceState::Failed && !m_server.isAtFault(service);
    return lampOf(bystander ? ServiceState::Stopped : service.state);
}

void ServicesBar::addChip(int service)
{
    auto *chip = new QToolButton(m_bar);
    chip->setObjectName(u"serviceChip%1"_s.arg(service));
    chip->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    chip->setPopupMode(QToolButton::InstantPopup);
    chip->setFocusPolicy(Qt::TabFocus);
    chip->setAutoRaise(false);
    auto *menu = new QMenu(chip);
    menu->setObjectName(u"serviceMenu%1"_s.arg(service));
    connect(menu, &QMenu::aboutToShow, this, [this, menu, service] {
        menu->clear();
        fill(menu, service);
    });
    chip->setMenu(menu);
    m_places.append(m_bar->insertWidget(m_add, chip));
    // After that: what comes into a tool bar comes to the end of all.
    QWidget::setTabOrder(m_chips.isEmpty() ? m_before : m_chips.last(), chip);
    m_chips.append(chip);
    m_lamps.append(QString());
}

void ServicesBar::fill(QMenu *menu, int service)
{
    const bool running = m_server.isRunning();
    const QString command = ServerControl::commandOf(m_server.services().at(service));
    QAction *copy = menu->addAction(icon(u"copy"),
                                    command.isEmpty() ? tr("&Copy the command to try")
                                                      : tr("&Copy \"%1\"").arg(command));
    copy->setObjectName(u"copyCommand"_s);
    copy->setEnabled(!command.isEmpty());
    connect(copy, &QAction::triggered, this,
            [command] { QGuiApplication::clipboard()->setText(command); });
    addNetworkActions(menu, service);
    menu->addSeparator();
    QAction *edit = menu->addAction(icon(u"service-edit"), tr("&Edit…"));
    edit->setObjectName(u"editService"_s);
    edit->setEnabled(!running);
    connect(edit, &QAction::triggered, this, [this, service] { Q_EMIT editRequested(service); });
    QAction *remove = menu->addAction(icon(u"service-remove"), tr("&Remove"));
    remove->setObjectName(u"removeService"_s);
    remove->setEnabled(!running);
    connect(remove, &QAction::triggered, this,
            [this, service] { Q_EMIT removeRequested(service); });
    if (running) {
        menu->addSection(tr("Stop the server to change a service"));
    }
}

void ServicesBar::addNetworkActions(QMenu *menu, int service)
{
    const ServiceSpec spec = m_server.services().at(service).spec;
    QAction *network = menu->addAction(icon(u"network"), tr("&Let other machines connect"));
    network->setObjectName(u"openToNetwork"_s);
    network->setCheckable(true);
    network->setChecked(spec.isOpenToNetwork());
    network->setEnabled(!m_server.isRunning());
    connect(network, &QAction::triggered, this,
            [this, service](bool on) { Q_EMIT networkRequested(service, on); });
    QAction *addresses = menu->addAction(tr("&Addresses for other machines…"));
    addresses->setObjectName(u"showAddresses"_s);
    addresses->setEnabled(spec.isOpenToNetwork());
    connect(addresses, &QAction::triggered, this,
            [this, service] { Q_EMIT addressesRequested(service); });
}

} // namespace peerglass
