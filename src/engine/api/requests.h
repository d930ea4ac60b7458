// SPDX-License-Identifier: MIT
#pragma once

#include "ids.h"

#include <QByteArray>
#include <QString>

#include <variant>

namespace peerglass {

/// A graceful stop lets every connection finish; one at once resets them.
enum class StopMode { Graceful, AtOnce };
/// How a kick ends a connection: after what waits has been sent, or with a reset.
enum class EndMode { AfterFlush, AtOnce };

/// What can be done to a client. Each ends in good order or is refused with a reason.
namespace action {

/// Ends the connection; chat with names tells the client `* removed: reason` first.
struct Kick
{
    QString reason;
    EndMode mode = EndMode::AfterFlush;
};
/// Queues raw bytes as one message; refused beyond the queue's limit.
struct Send
{
    QByteArray bytes;
};
/// Lets nothing more go, also within a message.
struct Hold
{
};
/// Sends one message, or the rest of one begun, whatever hold, delay and throttle say.
struct Step
{
};
struct Release
{
};
/// Takes one message out of the queue; refused once it has begun to go.
struct Drop
{
    quint64 message = 0; ///< QueuedMessage::number
};
/// Takes every message out of the queue that has not begun to go.
struct DropAll
{
};
/// The client sees a server that has stopped reading.
struct PauseReading
{
};
struct ResumeReading
{
};
/// Half-close from the server's side, after what waits has gone. What is queued later is dropped
/// and counted; the client may go on sending, and its end ends the connection.
struct FinishSending
{
};

/// Queues raw bytes as one message for every client of a service.
struct Broadcast
{
    QByteArray bytes;
};
/// Speaks in a chat, as `<operator> text`, or as `text` where it has no names.
struct Say
{
    QString text;
};
/// Whether new clients start held.
struct HoldNew
{
    bool on = false;
};

} // namespace action

using ClientAction = std::variant<
    action::Kick, action::Send, action::Hold, action::Step, action::Release, action::Drop,
    action::DropAll, action::PauseReading, action::ResumeReading, action::FinishSending>;
using ServiceAction = std::variant<action::Broadcast, action::Say, action::HoldNew>;

/// Why services could not be started; none of them was.
struct StartError
{
    QString url; ///< the endpoint of the service that failed, as given
    QString address; ///< what could not be listened on
    quint16 port = 0;
    QString text; ///< why: `address already in use`
    QString advice; ///< what to do about it: a sentence without its full stop; may be empty
    bool inUse = false; ///< another socket has this address and port

    /// `cannot listen on 127.0.0.1 port 10000 (echo://localhost:10000): address already in use`
    QString sentence() const;
    /// The same and what to do about it, as whole sentences.
    QString complaint() const;
};

} // namespace peerglass
