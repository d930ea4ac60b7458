// SPDX-License-Identifier: MIT
#pragma once

#include <QWidget>

namespace peerglass {

/// A warning sign beside a field that is wrong; takes its place also while it is hidden, so that
/// nothing moves while one types. The sentence is its tooltip.
class ProblemMark : public QWidget
{
    Q_OBJECT

public:
    explicit ProblemMark(QWidget *parent = nullptr);

    /// Marks \a field as wrong, also for those who do not see; an empty \a sentence takes it away.
    void mark(QWidget *field, const QString &sentence);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
};

} // namespace peerglass
