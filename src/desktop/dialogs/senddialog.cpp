// SPDX-License-Identifier: MIT
#include "senddialog.h"

#include "escape.h"
#include "typedbytes.h"
#include "ui_senddialog.h"
#include "units.h"

#include <QFontDatabase>
#include <QShortcut>
#include <QSignalBlocker>

#include <algorithm>

namespace peerglass {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype mostNamed = 3;
constexpr qsizetype longestPreview = 64; // bytes

bool isRunning(const ServiceInfo &service)
{
    return service.state == ServiceState::Listening || service.state == ServiceState::AcceptPaused;
}

/// `2: #14, #15`
QString listOf(const QList<ClientId> &clients)
{
    QStringList ids;
    for (const ClientId id : clients.first(std::min(mostNamed, clients.size()))) {
        ids.append(u'#' + QString::number(id.value()));
    }
    if (clients.size() > mostNamed) {
        ids.append(u"…"_s);
    }
    return QString::number(clients.size()) + u": "_s + ids.join(u", "_s);
}

/// What is said in a chat is a line each; a break at the end ends the last one.
QStringList linesOf(const QString &text)
{
    QStringList lines = text.split(u'\n');
    if (lines.size() > 1 && lines.last().isEmpty()) {
        lines.removeLast();
    }
    return lines;
}

/// What was typed. QTextDocument::toPlainText() would make a no-break space a common one.
QString typedText(const QPlainTextEdit &edit)
{
    QString text = edit.document()->toRawText();
    static constexpr QStringView breaks = u"\u2028\u2029";
    std::replace_if(
        text.begin(), text.end(), [](QChar c) { return breaks.contains(c); }, u'\n');
    return text;
}

} // namespace

SendDialog::SendDialog(QWidget *parent)
    : QDialog(parent)
    , m_ui(std::make_unique<Ui::SendDialog>())
{
    m_ui->setupUi(this);
    m_ui->textEdit->setFocus(); // typing must not choose somebody else
    const QFont fixed = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    m_ui->textEdit->setFont(fixed);
    m_ui->previewEdit->setFont(fixed);
    connect(m_ui->targetBox, &QComboBox::currentIndexChanged, this, &SendDialog::refresh);
    connect(m_ui->textEdit, &QPlainTextEdit::textChanged, this, &SendDialog::refresh);
    connect(m_ui->escapesBox, &QCheckBox::toggled, this, &SendDialog::refresh);
    connect(m_ui->newlineBox, &QCheckBox::toggled, this, &SendDialog::refresh);
    connect(m_ui->sendButton, &QPushButton::clicked, this, &SendDialog::send);
    connect(m_ui->closeButton, &QPushButton::clicked, this, &SendDialog::reject);
    for (const Qt::Key key : {Qt::Key_Return, Qt::Key_Enter}) {
        connect(new QShortcut(Qt::CTRL | key, this), &QShortcut::activated, m_ui->sendButton,
                &QPushButton::click);
    }
    fillTargets({TargetKind::Clients, {}, {}});
}

SendDialog::~SendDialog() = default;

void SendDialog::setServices(const QList<ServiceInfo> &services)
{
    QList<Target> running;
    for (const ServiceInfo &service : services) {
        if (isRunning(service)) {
            running.append({TargetKind::Service, service.id, service.spec.endpoint()});
            if (service.spec.protocol == ProtocolKind::Chat) {
                running.append({TargetKind::Speak, service.id, service.spec.endpoint()});
            }
        }
    }
    if (running != m_running) {
        const Target chosen = target();
        m_running = running;
        fillTargets(chosen);
    }
}

void SendDialog::setClients(const QList<ClientInfo> &clients)
{
    QList<ClientId> ids;
    for (const ClientInfo &client : clients) {
        if (client.state != ClientState::Gone) {
            ids.append(client.id);
        }
    }
    if (ids != m_clients) {
        m_clients = ids;
        fillTargets(target());
    }
}

void SendDialog::chooseClients()
{
    fillTargets({TargetKind::Clients, {}, {}});
}

SendDialog::Target SendDialog::target() const
{
    const int index = m_ui->targetBox->currentIndex();
    return index < 0 ? Target() : m_targets[index];
}

/// What is no longer there must not become another's: then nobody is chosen.
void SendDialog::fillTargets(const Target &chosen)
{
    const QSignalBlocker blocker(m_ui->targetBox);
    m_targets = {Target{TargetKind::Clients, {}, {}}};
    m_targets.append(m_running);
    m_ui->targetBox->clear();
    for (const Target &each : m_targets) {
        m_ui->targetBox->addItem(nameOf(each));
    }
    const auto found = std::find_if(m_targets.begin(), m_targets.end(), [&](const Target &each) {
        return each.kind == chosen.kind && each.service == chosen.service;
    });
    m_ui->targetBox->setCurrentIndex(
        found == m_targets.end() ? -1 : static_cast<int>(found - m_targets.begin()));
    refresh();
}

QString SendDialog::nameOf(const Target &each) const
{
    switch (each.kind) {
    case TargetKind::Nobody:
        return {};
    case TargetKind::Clients:
        return m_clients.isEmpty() ? tr("Selected clients (none)")
                                   : tr("Selected clients (%1)").arg(listOf(m_clients));
    case TargetKind::Service:
        return tr("All clients of %1").arg(each.endpoint);
    case TargetKind::Speak:
        return tr("Speak in %1 as operator").arg(each.endpoint);
    }
    Q_UNREACHABLE();
}

QByteArray SendDialog::bytes() const
{
    const QString text = typedText(*m_ui->textEdit);
    if (target().kind == TargetKind::Speak) {
        return text.toUtf8();
    }
    QByteArray bytes = m_ui->escapesBox->isChecked() ? typedBytes(text) : text.toUtf8();
    if (m_ui->newlineBox->isChecked()) {
        bytes += '\n';
    }
    return bytes;
}

QString SendDialog::obstacle() const
{
    const Target chosen = target();
    if (chosen.kind == TargetKind::Nobody) {
        return tr("Nobody is chosen: choose who gets it.");
    }
    if (chosen.kind == TargetKind::Clients && m_clients.isEmpty()) {
        return tr("No client is selected: select some, or choose a service.");
    }
    return m_ui->textEdit->document()->isEmpty() ? tr("Type what to send.") : QString();
}

void SendDialog::refresh()
{
    const bool speaks = target().kind == TargetKind::Speak;
    m_ui->escapesBox->setEnabled(!speaks);
    m_ui->newlineBox->setEnabled(!speaks);
    const QByteArray all = bytes();
    const auto count = static_cast<int>(all.size());
    m_ui->countLabel->setText(count == 1 ? tr("1 byte") : tr("%n bytes", nullptr, count));
    m_ui->previewEdit->setText(escapeStart(all, longestPreview)
                               + (all.size() > longestPreview ? u"…"_s : QString()));
    m_ui->previewEdit->setCursorPosition(0);
    const QString sentence = obstacle();
    m_ui->messageLabel->setText(sentence);
    m_ui->sendButton->setEnabled(sentence.isEmpty());
}

void SendDialog::send()
{
    const QByteArray all = bytes();
    const QString size = sizeToDisplay(all.size());
    const Target chosen = target();
    if (chosen.kind == TargetKind::Speak) {
        for (const QString &line : linesOf(typedText(*m_ui->textEdit))) {
            Q_EMIT sendToService(chosen.service, action::Say{line});
        }
        m_ui->messageLabel->setText(
            tr("Asked the server to say %1 in %2").arg(size, chosen.endpoint));
    } else if (chosen.kind == TargetKind::Service) {
        Q_EMIT sendToService(chosen.service, action::Broadcast{all});
        m_ui->messageLabel->setText(
            tr("Asked the server to send %1 to all clients of %2").arg(size, chosen.endpoint));
    } else {
        const QList<ClientId> clients = m_clients;
        const auto count = static_cast<int>(clients.size());
        Q_EMIT sendToClients(clients, action::Send{all});
        m_ui->messageLabel->setText(
            (count == 1 ? tr("Asked the server to send %1 to 1 client")
                        : tr("Asked the server to send %1 to %n clients", nullptr, count))
                .arg(size));
    }
    m_ui->textEdit->selectAll();
    m_ui->textEdit->setFocus();
}

} // namespace peerglass
