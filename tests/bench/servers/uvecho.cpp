// SPDX-License-Identifier: MIT
// The echo server of libuv's documentation. Unlike there, a buffer is used again instead of freed:
// glibc would give its pages back to the kernel and take them anew with each message.
#include "listener.h"

#include <uv.h>

#include <cstdio>
#include <cstdlib>
#include <vector>

namespace {

struct Write
{
    uv_write_t request;
    char data[readSize];
};

std::vector<Write *> spareWrites;

void allocate(uv_handle_t *, size_t, uv_buf_t *buffer)
{
    if (spareWrites.empty()) {
        spareWrites.push_back(new Write);
    }
    *buffer = uv_buf_init(spareWrites.back()->data, readSize);
}

void release(uv_handle_t *handle)
{
    std::free(handle);
}

void closeOnce(uv_stream_t *client)
{
    auto *handle = reinterpret_cast<uv_handle_t *>(client);
    if (!uv_is_closing(handle)) {
        uv_close(handle, release);
    }
}

void written(uv_write_t *request, int status)
{
    if (status < 0) {
        closeOnce(request->handle);
    }
    spareWrites.push_back(reinterpret_cast<Write *>(request));
}

/// libuv reads at once into what allocate() has offered, which is the last spare one.
void echo(uv_stream_t *client, ssize_t got, const uv_buf_t *)
{
    if (got > 0) {
        Write *write = spareWrites.back();
        spareWrites.pop_back();
        const uv_buf_t output = uv_buf_init(write->data, unsigned(got));
        uv_write(&write->request, client, &output, 1, written);
    } else if (got < 0) {
        closeOnce(client);
    }
}

void connected(uv_stream_t *server, int status)
{
    if (status < 0) {
        return;
    }
    auto *client = static_cast<uv_tcp_t *>(std::malloc(sizeof(uv_tcp_t)));
    uv_tcp_init(server->loop, client);
    auto *stream = reinterpret_cast<uv_stream_t *>(client);
    if (uv_accept(server, stream) != 0) {
        closeOnce(stream);
        return;
    }
    uv_tcp_nodelay(client, 1);
    uv_read_start(stream, allocate, echo);
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
