// SPDX-License-Identifier: MIT
#include "emptystate.h"

#include "fixedfont.h"
#include "ui_emptystate.h"

#include <QPushButton>

namespace peerglass {
using namespace Qt::StringLiterals;

namespace {

void follow(QPushButton *button, const QAction *action)
{
    // Without the mnemonic, which is that of the menu.
    button->setText(action->iconText());
    button->setIcon(action->icon());
    button->setEnabled(action->isEnabled());
    button->setToolTip(action->toolTip());
}

} // namespace

EmptyState::EmptyState(QWidget *parent)
    : QWidget(parent)
    , m_ui(std::make_unique<Ui::EmptyState>())
{
    m_ui->setupUi(this);
    QFont large = font();
    large.setPointSizeF(large.pointSizeF() * 1.4);
    m_ui->emptyTitle->setFont(large);
    m_ui->emptyCommand->setFont(fixedFont(font()));
    setText({}, {});
    setCommand({});
    setActions({});
}

EmptyState::~EmptyState() = default;

void EmptyState::setText(const QString &title, const QString &sentence)
{
    m_ui->emptyTitle->setText(title);
    m_ui->emptyTitle->setVisible(!title.isEmpty());
    m_ui->emptySentence->setText(sentence);
    m_ui->emptySentence->setVisible(!sentence.isEmpty());
}

void EmptyState::setCommand(const QString &command)
{
    m_ui->emptyCommand->setText(command);
    m_ui->emptyCopyCommand->setCopied(command);
    m_ui->emptyCommandBox->setVisible(!command.isEmpty());
}

void EmptyState::setActions(const QList<QAction *> &actions)
{
    m_ui->emptyButtons->setVisible(!actions.isEmpty());
    // The same buttons stay: who presses one, or has the focus on it, keeps it.
    if (actions == m_actions) {
        return;
    }
    m_actions = actions;
    for (QPushButton *button : m_ui->emptyButtons->findChildren<QPushButton *>()) {
        // Later: it may be the one whose click has brought this about.
        button->hide();
        button->setObjectName({});
        button->disconnect();
        button->deleteLater();
    }
    QWidget *previous = m_ui->emptyCopyCommand;
    for (QAction *action : actions) {
        auto *button = new QPushButton(m_ui->emptyButtons);
        button->setObjectName(action->objectName() + u"Button"_s);
        follow(button, action);
        connect(action, &QAction::changed, button, [button, action] { follow(button, action); });
        connect(action, &QObject::destroyed, button, [this, button, action] {
            m_actions.removeOne(action);
            button->deleteLater();
        });
        connect(button, &QPushButton::clicked, action, &QAction::trigger);
        m_ui->buttonsLayout->addWidget(button);
        setTabOrder(previous, button); // not behind all else in the window
        previous = button;
    }
}

} // namespace peerglass
