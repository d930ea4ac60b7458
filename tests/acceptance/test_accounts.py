# SPDX-License-Identifier: MIT
"""The checks of accounts.py find what they are for: a check that cannot fail protects nothing."""

import unittest

import accounts


def totals(**changed):
    return {**dict.fromkeys(accounts.TOTALS, 0), **changed}


def sound_run():
    """One service, two clients; the second left a message of 3 bytes unsent."""
    first = totals(bytesReceived=5, bytesQueued=5, bytesSent=5,
                   messagesReceived=1, messagesQueued=1, messagesSent=1)
    second = totals(bytesReceived=3, bytesQueued=3, bytesCancelled=3,
                    messagesReceived=1, messagesQueued=1, messagesCancelled=1)
    both = {key: first[key] + second[key] for key in first}
    service = {"service": "echo://127.0.0.1:0", "serviceId": 1}
    events = [
        {"event": "listening", **service},
        {"event": "connected", "client": 1, **service},
        {"event": "connected", "client": 2, **service},
        {"event": "disconnected", "client": 1, **service, **first},
        {"event": "disconnected", "client": 2, **service, **second},
        {"event": "stopped", "clients": 2, **service, **both},
        {"event": "stopped", "clients": 2, **both}]
    return [{"seq": number, **event} for number, event in enumerate(events, start=1)]


class AccountsTest(unittest.TestCase):

    def assert_found(self, records, text):
        self.assertIn(text, "\n".join(accounts.problems(records)))

    def test_sound_run(self):
        self.assertEqual(accounts.problems(sound_run()), [])

    def test_lost_byte_of_a_client(self):
        records = sound_run()
        records[3]["bytesSent"] -= 1
        self.assert_found(records, "bytes queued are not sent + dropped + cancelled")

    def test_lost_message_in_a_total(self):
        records = sound_run()
        records[5]["messagesCancelled"] = 0
        self.assert_found(records, "messages queued are not sent + dropped + cancelled")

    def test_total_that_is_not_the_sum(self):
        records = sound_run()
        records[6]["bytesReceived"] = 9
        self.assert_found(records, "bytesReceived should be 8")

    def test_client_without_an_end(self):
        records = sound_run()
        del records[4]
        self.assert_found(records, "client 2 has 0 disconnected records")

    def test_client_with_two_ends(self):
        records = sound_run()
        records.insert(4, {**records[3], "seq": 4.5})
        self.assert_found(records, "client 1 has 2 disconnected records")

    def test_end_of_nobody(self):
        records = sound_run()
        del records[2]
        self.assert_found(records, "client 2 disconnected and never connected")

    def test_id_used_twice(self):
        records = sound_run()
        records[2]["client"] = records[4]["client"] = 1
        self.assert_found(records, "a client id was used twice")

    def test_repeated_number(self):
        records = sound_run()
        records[2]["seq"] = 2
        self.assert_found(records, "seq 2 was written after seq 2")

    def test_run_without_its_last_record(self):
        self.assert_found(sound_run()[:-1], "not the engine's")


if __name__ == "__main__":
    unittest.main()
