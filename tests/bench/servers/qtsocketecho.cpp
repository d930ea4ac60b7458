// SPDX-License-Identifier: MIT
// What a Qt programmer writes: QTcpServer and QTcpSocket, readyRead -> write(readAll()).
#include "listener.h"

#include <QCoreApplication>
#include <QTcpServer>
#include <QTcpSocket>

namespace {

void echo(QTcpSocket *socket)
{
    socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    QObject::connect(socket, &QTcpSocket::readyRead, socket,
                     [socket] { socket->write(socket->readAll()); });
    QObject::connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
}

} // namespace

int main(int argc, char *argv[])
{
    raiseDescriptorLimit();
    QCoreApplication application(argc, argv);
    QTcpServer server;
    server.setListenBacklogSize(backlog);
    QObject::connect(&server, &QTcpServer::newConnection, &server, [&server] {
        while (QTcpSocket *socket = server.nextPendingConnection()) {
            echo(socket);
        }
    });
    if (!server.listen(QHostAddress::LocalHost)) {
        qCritical("%s", qUtf8Printable(server.errorString()));
        return EXIT_FAILURE;
    }
    return QCoreApplication::exec();
}
