// SPDX-License-Identifier: MIT
#pragma once

#include "servicespec.h"

#include <QDialog>

#include <memory>

namespace Ui {
class ServiceDialog;
}

namespace peerglass {

class OptionField;

/// Makes or edits one service. Checks while one types: OK is enabled only for what validate()
/// accepts, and a sentence says what is wrong and what would be right. The URL is shown, can be
/// copied, and can be typed or pasted instead. Open it with open().
class ServiceDialog : public QDialog
{
    Q_OBJECT

public:
    /// \a others: the services there are beside this one; the same endpoint (but for port 0) is
    /// refused.
    explicit ServiceDialog(const QList<ServiceSpec> &others, QWidget *parent = nullptr);
    ~ServiceDialog() override;

    void setSpec(const ServiceSpec &spec);
    /// Valid once it was accepted.
    ServiceSpec spec() const;

private:
    /// What is wrong with one part: `host`, `port`, `url` or the name of an option.
    struct Problem
    {
        QString part;
        QString sentence;
    };

    void addPresets();
    void addOptions();
    void orderOptions();
    void connectFields();

    void readForm();
    void readUrl();
    void fillForm(const ServiceSpec &spec);
    /// Takes  spec if it does not meet another service.
    void take(const ServiceSpec &spec);

    ProtocolKind protocol() const;
    QString host() const;
    QString formUrl() const;
    QList<Problem> fieldProblems() const;

    void showProblems(const QList<Problem> &problems);
    void showMarks(const QList<Problem> &problems);
    void showOptions(bool valid);

    std::unique_ptr<Ui::ServiceDialog> m_ui;
    const QList<ServiceSpec> m_others;
    QList<OptionField *> m_options;
    ServiceSpec m_spec; ///< what was last right
};

} // namespace peerglass
