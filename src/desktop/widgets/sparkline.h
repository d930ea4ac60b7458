// SPDX-License-Identifier: MIT
#pragma once

#include <QList>
#include <QWidget>

namespace peerglass {

/// A small plot of the last values, the newest at the right, scaled to the largest. Its accessible
/// description says the last value and the largest in words.
class Sparkline : public QWidget
{
    Q_OBJECT

public:
    explicit Sparkline(QWidget *parent = nullptr);

    /// \a most: how many values fill its width. \a values: bytes per second, none negative. The
    /// same again are not drawn again.
    void setValues(const QList<qint64> &values, int most);

    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QList<qint64> m_values;
    int m_most = 0; ///< none were set yet
};

} // namespace peerglass
