// SPDX-License-Identifier: MIT
#pragma once

#include "clientinfo.h"
#include "servicespec.h"

#include <QAccessible>
#include <QComboBox>
#include <QLabel>
#include <QTest>

/// What the tests of the dialogs share: they act by mouse and keyboard alone.
namespace peerglass {

/// The widget of that name; there has to be one.
template <typename Widget>
Widget *find(const QWidget &dialog, const QString &name)
{
    auto *widget = dialog.findChild<Widget *>(name);
    if (!widget) {
        qFatal("no widget %s", qPrintable(name));
    }
    return widget;
}

/// At its left, where boxes have their mark: beside it and its text they take no click.
inline void click(const QWidget &dialog, const QString &name)
{
    auto *widget = find<QWidget>(dialog, name);
    QTest::mouseClick(widget, Qt::LeftButton, {}, QPoint(8, widget->height() / 2));
}

/// Replaces what stands in a line or a text by typing.
inline void type(const QWidget &dialog, const QString &name, const QString &text)
{
    auto *widget = find<QWidget>(dialog, name);
    widget->setFocus();
    QTest::keyClick(widget, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClick(widget, Qt::Key_Delete);
    QTest::keyClicks(widget, text);
}

/// Chooses by the keys Home and Down.
inline void choose(const QWidget &dialog, const QString &name, int index)
{
    auto *box = find<QComboBox>(dialog, name);
    box->setFocus();
    QTest::keyClick(box, Qt::Key_Home);
    for (int i = 0; i < index; ++i) {
        QTest::keyClick(box, Qt::Key_Down);
    }
    QCOMPARE(box->currentIndex(), index);
}

/// Every child that takes the focus has a name for those who do not see it.
inline QStringList namelessControls(const QWidget &dialog)
{
    QStringList nameless;
    for (const QWidget *child : dialog.findChildren<QWidget *>()) {
        const bool inner = child->objectName().startsWith(QLatin1StringView("qt_"));
        if (child->focusPolicy() != Qt::NoFocus && !inner && child->accessibleName().isEmpty()
            && !child->inherits("QPushButton") && !child->inherits("QTabBar")
            && !child->inherits("QComboBoxListView")) {
            nameless.append(child->objectName());
        }
    }
    return nameless;
}

/// Labels whose name for those who do not see them is not what they show.
inline QStringList hiddenTexts(const QWidget &dialog)
{
    QStringList hidden;
    for (QLabel *label : dialog.findChildren<QLabel *>()) {
        const QAccessibleInterface *seen = QAccessible::queryAccessibleInterface(label);
        if (!label->buddy() && label->pixmap().isNull()
            && seen->text(QAccessible::Name) != label->text()) {
            hidden.append(label->objectName());
        }
    }
    return hidden;
}

inline ServiceSpec spec(QByteArrayView url)
{
    return parseService(QString::fromUtf8(url)).value();
}

inline ClientInfo client(quint64 id, const QString &name = {})
{
    ClientInfo info;
    info.id = ClientId(id);
    info.address = QStringLiteral("127.0.0.1");
    info.port = 51832;
    info.name = name;
    return info;
}

} // namespace peerglass
