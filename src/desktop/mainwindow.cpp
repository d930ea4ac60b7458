// SPDX-License-Identifier: MIT
#include "mainwindow.h"

#include <QCloseEvent>

namespace peerglass {

using namespace Qt::StringLiterals;

MainWindow::MainWindow(std::unique_ptr<Engine> engine)
    : m_engine(std::move(engine))
    , m_text(new QLabel(this))
{
    setWindowTitle(u"Peerglass"_s);
    resize(720, 320);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_text->setWordWrap(true);
    m_text->setMargin(16);
    m_text->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    setCentralWidget(m_text);

    connect(m_engine.get(), &Engine::serviceChanged, this, &MainWindow::showServices);
    connect(m_engine.get(), &Engine::clientsChanged, this, &MainWindow::countClients);
    connect(m_engine.get(), &Engine::startFailed, this, [this](const StartError &error) {
        m_error = error.sentence();
        showServices();
    });
    connect(m_engine.get(), &Engine::stopped, this, [this] {
        if (m_quitting) {
            m_engine->shutDown();
        }
    });
    connect(m_engine.get(), &Engine::shutDownFinished, this, &MainWindow::finished);
    showServices();
}

void MainWindow::start(const QList<ServiceSpec> &services)
{
    m_engine->start(services);
}

void MainWindow::stopAndQuit()
{
    const bool again = m_quitting;
    m_quitting = true;
    if (m_engine->isRunning()) {
        m_engine->stop(again ? StopMode::AtOnce : StopMode::Graceful);
    } else if (!again) {
        m_engine->shutDown();
    }
    showServices();
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    event->ignore(); // finished() ends the program
    stopAndQuit();
}

void MainWindow::countClients(const QList<ClientInfo> &clients)
{
    for (const ClientInfo &client : clients) {
        if (client.state == ClientState::Gone) {
            m_clients.remove(client.id);
        } else {
            m_clients.insert(client.id, client.service);
        }
    }
    showServices();
}

void MainWindow::showServices()
{
    QStringList lines;
    const QList<ServiceInfo> services = m_engine->services();
    for (const ServiceInfo &service : services) {
        lines.append(u"%1: %2, %3 clients"_s.arg(service.spec.endpoint(), toText(service.state))
                         .arg(m_clients.keys(service.id).size()));
        for (const BoundAddress &bound : service.addresses) {
            if (service.state == ServiceState::Listening) {
                lines.append(u"    try: nc %1 %2"_s.arg(bound.address).arg(bound.port));
            }
        }
    }
    if (services.isEmpty()) {
        lines.append(u"No service has been started."_s);
    }
    if (!m_error.isEmpty()) {
        lines.append(m_error);
    }
    m_text->setText(lines.join(u'\n'));
}

} // namespace peerglass
