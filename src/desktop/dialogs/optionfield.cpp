// SPDX-License-Identifier: MIT
#include "optionfield.h"

#include "problemmark.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSignalBlocker>

namespace peerglass {

using namespace Qt::StringLiterals;

namespace {

constexpr int editorCharacters = 22; // `drop-oldest (default)`

} // namespace

OptionField::OptionField(const ServiceOption &option, QWidget *parent)
    : QWidget(parent)
    , m_option(option)
    , m_mark(new ProblemMark(this))
{
    auto *hint = new QLabel(this);
    hint->setTextFormat(Qt::PlainText);
    hint->setWordWrap(true);
    if (option.choices.empty()) {
        m_line = new QLineEdit(this);
        connect(m_line, &QLineEdit::textEdited, this, &OptionField::edited);
        hint->setText(option.expected.toString());
    } else {
        m_box = new QComboBox(this);
        addChoices();
        connect(m_box, &QComboBox::currentIndexChanged, this, &OptionField::edited);
    }
    editor()->setObjectName(u"option-"_s + name());
    editor()->setAccessibleName(name());
    editor()->setFixedWidth(fontMetrics().averageCharWidth() * editorCharacters
                            + fontMetrics().height());
    setFocusProxy(editor());
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins({});
    layout->addWidget(editor());
    layout->addWidget(m_mark);
    layout->addWidget(hint, 1);
}

QWidget *OptionField::editor() const
{
    return m_box ? static_cast<QWidget *>(m_box) : m_line;
}

int OptionField::editorWidth() const
{
    return editor()->minimumWidth();
}

QString OptionField::value() const
{
    if (m_line) {
        return m_line->text().trimmed();
    }
    const QString chosen = m_box->currentData().toString();
    return chosen == m_default ? QString() : chosen;
}

void OptionField::setValue(const QString &value)
{
    const QSignalBlocker blocker(editor());
    if (m_line) {
        m_line->setText(value);
    } else {
        m_box->setCurrentIndex(m_box->findData(value.isEmpty() ? m_default : value));
    }
}

void OptionField::setDefault(const QString &value)
{
    if (m_line) {
        m_line->setPlaceholderText(value);
        return;
    }
    const QString given = this->value();
    m_default = value;
    for (int i = 0; i < m_box->count(); ++i) {
        const QString choice = m_box->itemData(i).toString();
        m_box->setItemText(i, choice == value ? tr("%1 (default)").arg(choice) : choice);
    }
    setValue(given);
}

QString OptionField::problem() const
{
    const QString given = value();
    ServiceSpec unused;
    if (given.isEmpty() || m_option.read(given, unused)) {
        return {};
    }
    const ServiceError error{
        ServiceError::Kind::BadValue, {}, name(), given, m_option.expected.toString()};
    return error.complaint() + u'.';
}

void OptionField::mark(const QString &sentence)
{
    m_mark->mark(editor(), sentence);
}

void OptionField::addChoices()
{
    for (const QStringView choice : m_option.choices) {
        m_box->addItem(choice.toString(), choice.toString());
    }
    m_default = m_option.choices.front().toString();
}

} // namespace peerglass
