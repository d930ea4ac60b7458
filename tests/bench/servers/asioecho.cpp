// SPDX-License-Identifier: MIT
// The asynchronous echo server of Boost.Asio's documentation, in one thread.
#include "listener.h"

#include <utility> // which Boost 1.74 forgets

#include <boost/asio.hpp>

#include <array>
#include <memory>

namespace {

using boost::asio::ip::tcp;
using boost::system::error_code;

class Session : public std::enable_shared_from_this<Session>
{
public:
    explicit Session(tcp::socket socket)
        : m_socket(std::move(socket))
    {
        error_code ignored;
        m_socket.set_option(tcp::no_delay(true), ignored);
    }

    void read()
    {
        m_socket.async_read_some(boost::asio::buffer(m_data),
                                 [self = shared_from_this()](error_code error, size_t size) {
                                     if (!error) {
                                         self->write(size);
                                     }
                                 });
    }

private:
    void write(size_t size)
    {
        boost::asio::async_write(m_socket, boost::asio::buffer(m_data, size),
                                 [self = shared_from_this()](error_code error, size_t) {
                                     if (!error) {
                                         self->read();
                                     }
                                 });
    }

    tcp::socket m_socket;
    std::array<char, readSize> m_data;
};

void acceptNext(tcp::acceptor &acceptor)
{
    acceptor.async_accept([&acceptor](error_code error, tcp::socket socket) {
        if (!error) {
            std::make_shared<Session>(std::move(socket))->read();
        }
        acceptNext(acceptor);
    });
}

} // namespace

int main()
{
    raiseDescriptorLimit();
    boost::asio::io_context context(1);
    tcp::acceptor acceptor(context, tcp::v4(), listenOnLoopback());
    acceptNext(acceptor);
    context.run();
}
