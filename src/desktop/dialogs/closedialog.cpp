// SPDX-License-Identifier: MIT
#include "closedialog.h"

#include "ui_closedialog.h"

namespace peerglass {

namespace {

QString question(qint64 clients)
{
    if (clients == 0) {
        return CloseDialog::tr("No client is connected any more.");
    }
    return clients == 1
        ? CloseDialog::tr("One client is connected.")
        : CloseDialog::tr("%n clients are connected.", nullptr, static_cast<int>(clients));
}

} // namespace

CloseDialog::CloseDialog(QWidget *parent)
    : QDialog(parent)
    , m_ui(std::make_unique<Ui::CloseDialog>())
{
    m_ui->setupUi(this);
    connect(m_ui->stopAndQuitButton, &QPushButton::clicked, this, &CloseDialog::stopAndQuitChosen);
    connect(m_ui->cancelButton, &QPushButton::clicked, this, &CloseDialog::reject);
    connect(m_ui->stopAtOnceButton, &QPushButton::clicked, this, &CloseDialog::stopAtOnceChosen);
}

CloseDialog::~CloseDialog() = default;

void CloseDialog::ask(qint64 clients)
{
    m_ui->pages->setCurrentWidget(m_ui->askPage);
    m_ui->questionLabel->setText(question(clients));
    // Who has moved on to Cancel must not be taken back by a client that comes or goes.
    if (!isVisible()) {
        m_ui->stopAndQuitButton->setDefault(true);
        m_ui->stopAndQuitButton->setFocus();
    }
}

void CloseDialog::showProgress(qint64 left, qint64 all)
{
    m_ui->pages->setCurrentWidget(m_ui->progressPage);
    m_ui->progressLabel->setText(tr("Stopping: %1 of %2 clients left.")
                                     .arg(locale().toString(left), locale().toString(all)));
    m_ui->progressBar->setMaximum(static_cast<int>(all));
    m_ui->progressBar->setValue(static_cast<int>(all - left));
}

bool CloseDialog::isAskingAgain() const
{
    return !m_ui->dontAskBox->isChecked();
}

void CloseDialog::reject()
{
    if (m_ui->pages->currentWidget() == m_ui->askPage) {
        QDialog::reject();
    }
}

} // namespace peerglass
