// SPDX-License-Identifier: MIT
// The echo server of libuv's documentation, with one buffer of the common size per loop where
// nothing is left unsent.
#include "listener.h"

#include <uv.h>

#include <cstdio>
#include <cstdlib>

namespace {

struct Write
{
    uv_write_t request;
    char *data;
};

void allocate(uv_handle_t *, size_t, uv_buf_t *buffer)
{
    *buffer = uv_buf_init(static_cast<char *>(std::malloc(readSize)), readSize);
}

void release(uv_handle_t *handle)
{
    std::free(handle);
}

void written(uv_write_t *request, int status)
{
    auto *write = reinterpret_cast<Write *>(request);
    if (status < 0 && !uv_is_closing(reinterpret_cast<uv_handle_t *>(request->handle))) {
        uv_close(reinterpret_cast<uv_handle_t *>(request->handle), release);
    }
    std::free(write->data);
    std::free(write);
}

void echo(uv_stream_t *client, ssize_t got, const uv_buf_t *buffer)
{
    if (got > 0) {
        auto *write = static_cast<Write *>(std::malloc(sizeof(Write)));
        write->data = buffer->base;
        const uv_buf_t output = uv_buf_init(buffer->base, unsigned(got));
        uv_write(&write->request, client, &output, 1, written);
        return;
    }
    std::free(buffer->base);
    if (got < 0 && !uv_is_closing(reinterpret_cast<uv_handle_t *>(client))) {
        uv_close(reinterpret_cast<uv_handle_t *>(client), release);
    }
}

void connected(uv_stream_t *server, int status)
{
    if (status < 0) {
        return;
    }
    auto *client = static_cast<uv_tcp_t *>(std::malloc(sizeof(uv_tcp_t)));
    uv_tcp_init(server->loop, client);
    if (uv_accept(server, reinterpret_cast<uv_stream_t *>(client)) == 0) {
        uv_tcp_nodelay(client, 1);
        uv_read_start(reinterpret_cast<uv_stream_t *>(client), allocate, echo);
    } else {
        uv_close(reinterpret_cast<uv_handle_t *>(client), release);
    }
}

} // namespace

int main()
{
    raiseDescriptorLimit();
    uv_loop_t *loop = uv_default_loop();
    uv_tcp_t server;
    uv_tcp_init(loop, &server);
    uv_tcp_open(&server, listenOnLoopback());
    if (uv_listen(reinterpret_cast<uv_stream_t *>(&server), backlog, connected) != 0) {
        std::perror("uv_listen");
        return EXIT_FAILURE;
    }
    return uv_run(loop, UV_RUN_DEFAULT);
}
