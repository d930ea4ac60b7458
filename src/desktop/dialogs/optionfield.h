// SPDX-License-Identifier: MIT
#pragma once

#include "serviceoptions.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;

namespace peerglass {

class ProblemMark;

/// The field of one option of a service: a box where it has choices and a line where it is typed,
/// a mark, and what would be right. The editor is named `option-NAME`.
class OptionField : public QWidget
{
    Q_OBJECT

public:
    /// \a option: one of serviceOptions().
    explicit OptionField(const ServiceOption &option, QWidget *parent = nullptr);

    const ServiceOption &option() const { return m_option; }
    QString name() const { return m_option.name.toString(); }
    /// The same for all, so that they stand below one another.
    int editorWidth() const;
    /// What was given; empty for the default.
    QString value() const;
    void setValue(const QString &value);
    /// Shows what holds where nothing is given.
    void setDefault(const QString &value);
    /// What is wrong with what was given taken alone, as a sentence; empty where nothing is.
    QString problem() const;
    void mark(const QString &sentence);

Q_SIGNALS:
    void edited();

private:
    QWidget *editor() const;
    void addChoices();

    const ServiceOption &m_option;
    QString m_default;
    QComboBox *m_box = nullptr; ///< either this …
    QLineEdit *m_line = nullptr; ///< … or that
    ProblemMark *m_mark;
};

} // namespace peerglass
