// SPDX-License-Identifier: MIT
#include "servicedialog.h"

#include "escape.h"
#include "hostname.h"
#include "optionfield.h"
#include "serviceconflict.h"
#include "servicepresets.h"
#include "ui_servicedialog.h"
#include "units.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QPushButton>

#include <algorithm>
#include <array>

namespace peerglass {

using namespace Qt::StringLiterals;

namespace {

/// The places in the box of hosts.
enum HostIndex { ThisComputer, AnyMachine, OwnAddress };

/// The options that are on the first page; all others are on the second.
constexpr std::array mainOptions{QStringView(u"delay"), QStringView(u"names")};

bool isMain(const ServiceOption &option)
{
    return std::find(mainOptions.begin(), mainOptions.end(), option.name) != mainOptions.end();
}

/// The options that the URL of \a spec gives: no other ones are away from their defaults.
QHash<QString, QString> givenOptions(const ServiceSpec &spec)
{
    QHash<QString, QString> given;
    for (const QString &item : spec.toUrl().section(u'?', 1).split(u'&', Qt::SkipEmptyParts)) {
        given.insert(item.section(u'=', 0, 0), item.section(u'=', 1));
    }
    return given;
}

} // namespace

ServiceDialog::ServiceDialog(const QList<ServiceSpec> &others, QWidget *parent)
    : QDialog(parent)
    , m_ui(std::make_unique<Ui::ServiceDialog>())
    , m_others(others)
{
    m_ui->setupUi(this);
    m_ui->buttonBox->button(QDialogButtonBox::Ok)->setObjectName("okButton"_L1);
    m_ui->buttonBox->button(QDialogButtonBox::Cancel)->setObjectName("cancelButton"_L1);
    addPresets();
    addOptions();
    connectFields();
    setSpec(newService(m_others));
}

ServiceDialog::~ServiceDialog() = default;

void ServiceDialog::setSpec(const ServiceSpec &spec)
{
    fillForm(spec);
    m_ui->urlEdit->setText(spec.toUrl());
    m_ui->urlEdit->setCursorPosition(0);
    take(spec);
}

ServiceSpec ServiceDialog::spec() const
{
    return m_spec;
}

void ServiceDialog::addPresets()
{
    for (const ServicePreset &preset : servicePresets()) {
        m_ui->presetBox->addItem(preset.name, preset.spec.toUrl());
    }
}

void ServiceDialog::addOptions()
{
    for (const ServiceOption &option : serviceOptions()) {
        const bool onFirstPage = isMain(option);
        auto *field = new OptionField(option,
                                      onFirstPage ? m_ui->servicePage : m_ui->optionsWidget);
        QFormLayout *form = onFirstPage ? m_ui->serviceForm : m_ui->optionsForm;
        form->addRow(field->name() + u':', field);
        connect(field, &OptionField::edited, this, &ServiceDialog::readForm);
        m_options.append(field);
    }
    m_ui->portEdit->setFixedWidth(m_options.first()->editorWidth());
    orderOptions();
}

/// Tab goes through the pages as they are seen, then to the URL.
void ServiceDialog::orderOptions()
{
    QWidget *previous = m_ui->portEdit;
    for (const bool main : {true, false}) {
        for (const OptionField *field : m_options) {
            if (isMain(field->option()) == main) {
                setTabOrder(previous, field->focusProxy());
                previous = field->focusProxy();
            }
        }
    }
    setTabOrder(previous, m_ui->urlEdit);
    setTabOrder(m_ui->urlEdit, m_ui->copyButton);
}

void ServiceDialog::connectFields()
{
    connect(m_ui->presetBox, &QComboBox::activated, this,
            [this](int index) { setSpec(servicePresets().at(index).spec); });
    connect(m_ui->protocolBox, &QComboBox::activated, this, &ServiceDialog::readForm);
    connect(m_ui->hostBox, &QComboBox::activated, this, &ServiceDialog::readForm);
    connect(m_ui->hostEdit, &QLineEdit::textEdited, this, &ServiceDialog::readForm);
    connect(m_ui->portEdit, &QLineEdit::textEdited, this, &ServiceDialog::readForm);
    connect(m_ui->urlEdit, &QLineEdit::textEdited, this, &ServiceDialog::readUrl);
    connect(m_ui->copyButton, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(m_spec.toUrl()); });
}

void ServiceDialog::readForm()
{
    m_ui->urlEdit->setText(formUrl());
    if (const QList<Problem> wrong = fieldProblems(); !wrong.isEmpty()) {
        showProblems(wrong);
        return;
    }
    const auto parsed = parseService(formUrl());
    if (!parsed) {
        showProblems({{parsed.error().part, parsed.error().complaint() + u'.'}});
        return;
    }
    m_ui->urlEdit->setText(parsed->toUrl());
    m_ui->urlEdit->setCursorPosition(0);
    take(*parsed);
}

void ServiceDialog::readUrl()
{
    const auto parsed = parseService(m_ui->urlEdit->text().trimmed());
    if (!parsed) {
        showProblems({{u"url"_s, parsed.error().sentence()}});
        return;
    }
    fillForm(*parsed);
    take(*parsed);
}

void ServiceDialog::fillForm(const ServiceSpec &spec)
{
    m_ui->protocolBox->setCurrentIndex(static_cast<int>(spec.protocol));
    const int host = spec.host == "localhost"_L1 ? ThisComputer
        : spec.host == "any"_L1                  ? AnyMachine
                                                 : OwnAddress;
    m_ui->hostBox->setCurrentIndex(host);
    m_ui->hostEdit->setText(host == OwnAddress ? spec.host : QString());
    m_ui->portEdit->setText(QString::number(spec.port));
    const QHash<QString, QString> given = givenOptions(spec);
    const ServiceSpec plain = ServiceSpec::make(spec.protocol, spec.host, spec.port);
    for (OptionField *field : m_options) {
        field->setDefault(field->option().write(plain));
        field->setValue(given.value(field->name()));
    }
}

void ServiceDialog::take(const ServiceSpec &spec)
{
    m_spec = spec;
    QList<Problem> problems;
    if (const auto other = findConflict(spec, m_others)) {
        problems.append({u"port"_s,
                         tr("Port %1 is already used by the service %2; choose another port, or 0 "
                            "for a free one.")
                             .arg(spec.port)
                             .arg(other->endpoint())});
    }
    showProblems(problems);
}

ProtocolKind ServiceDialog::protocol() const
{
    return static_cast<ProtocolKind>(m_ui->protocolBox->currentIndex());
}

QString ServiceDialog::host() const
{
    switch (m_ui->hostBox->currentIndex()) {
    case ThisComputer:
        return u"localhost"_s;
    case AnyMachine:
        return u"any"_s;
    }
    // As in a URL, brackets around an IPv6 address are right too.
    const QString text = m_ui->hostEdit->text().trimmed();
    return text.startsWith(u'[') && text.endsWith(u']') ? text.sliced(1).chopped(1) : text;
}

QString ServiceDialog::formUrl() const
{
    QString url = ServiceSpec::make(protocol(), host(), 0).endpoint().chopped(1)
        + m_ui->portEdit->text().trimmed();
    QChar separator = u'?';
    for (const OptionField *field : m_options) {
        if (field->option().isFor(protocol()) && !field->value().isEmpty()) {
            url += separator + field->name() + u'=' + field->value();
            separator = u'&';
        }
    }
    return url;
}

/// What is wrong with each field taken alone.
QList<ServiceDialog::Problem> ServiceDialog::fieldProblems() const
{
    QList<Problem> problems;
    if (!isHostName(host())) {
        problems.append({u"host"_s,
                         tr("Address \"%1\" is not an IPv4 or IPv6 address of this computer, such "
                            "as 192.168.1.5.")
                             .arg(escape(host()))});
    }
    const QString port = m_ui->portEdit->text().trimmed();
    if (!parseNumber(port, 0, 65535)) {
        problems.append({u"port"_s,
                         tr("Port \"%1\" is not a number from 0 to 65535, where 0 takes a free "
                            "one.")
                             .arg(escape(port))});
    }
    for (const OptionField *field : m_options) {
        const QString wrong = field->option().isFor(protocol()) ? field->problem() : QString();
        if (!wrong.isEmpty()) {
            problems.append({field->name(), wrong});
        }
    }
    return problems;
}

void ServiceDialog::showProblems(const QList<Problem> &problems)
{
    const bool right = problems.isEmpty();
    m_ui->serviceForm->setRowVisible(m_ui->hostLayout, m_ui->hostBox->currentIndex() == OwnAddress);
    showOptions(right);
    showMarks(problems);
    m_ui->problemLabel->setText(right ? QString() : problems.first().sentence);
    const bool urlWrong = !right && problems.first().part == "url"_L1;
    const ServiceSpec shown = ServiceSpec::make(protocol(), host(), 0);
    m_ui->networkLabel->setText(
        !urlWrong && isHostName(host()) && shown.isOpenToNetwork()
            ? tr("Anyone in your network can connect; there is no encryption and no password.")
            : QString());
    m_ui->buttonBox->button(QDialogButtonBox::Ok)->setEnabled(right);
    m_ui->copyButton->setEnabled(right);
    m_ui->presetBox->setCurrentIndex(right ? m_ui->presetBox->findData(m_spec.toUrl()) : -1);
}

void ServiceDialog::showMarks(const QList<Problem> &problems)
{
    const auto sentence = [&problems](QStringView part) {
        const auto found = std::find_if(problems.begin(), problems.end(),
                                        [&](const Problem &each) { return each.part == part; });
        return found == problems.end() ? QString() : found->sentence;
    };
    m_ui->hostMark->mark(m_ui->hostEdit, sentence(u"host"));
    m_ui->portMark->mark(m_ui->portEdit, sentence(u"port"));
    m_ui->urlMark->mark(m_ui->urlEdit, sentence(u"url"));
    bool optionsWrong = false;
    for (OptionField *field : m_options) {
        const QString wrong = sentence(field->name());
        field->mark(wrong);
        optionsWrong = optionsWrong || (!wrong.isEmpty() && !isMain(field->option()));
    }
    m_ui->pages->setTabIcon(m_ui->pages->indexOf(m_ui->optionsPage),
                            optionsWrong ? style()->standardIcon(QStyle::SP_MessageBoxWarning)
                                         : QIcon());
}

/// Those of the protocol, each with the value that holds where none is given.
void ServiceDialog::showOptions(bool valid)
{
    const ServiceSpec plain = ServiceSpec::make(protocol(), host(), 0);
    for (OptionField *field : m_options) {
        const ServiceOption &option = field->option();
        QFormLayout *form = isMain(option) ? m_ui->serviceForm : m_ui->optionsForm;
        form->setRowVisible(field, option.isFor(protocol()));
        // A smaller queue lowers what is the default of others: then what is not given is.
        field->setDefault(option.write(valid && field->value().isEmpty() ? m_spec : plain));
    }
}

} // namespace peerglass
