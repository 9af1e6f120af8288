"""What the published Python client sees of the server, over the transports in PARLEY_TRANSPORTS.

PARLEY_URL=http://localhost:8080 PARLEY_TRANSPORTS=polling,websocket python3 client_test.py

The server has OrdersGateway. Each wait ends at a deadline; nothing waits for time to pass.
"""

import json
import os
import queue
import threading
import unittest
import urllib.request
import uuid

import socketio

SERVER = os.environ.get("PARLEY_URL", "http://localhost:8080").rstrip("/")
TRANSPORTS = os.environ.get("PARLEY_TRANSPORTS", "polling,websocket").split(",")
DEADLINE = 20


def unique(prefix):
    return f"{prefix}-{uuid.uuid4()}"


def new_user():
    """A user that nobody has seen: his id and a token."""
    user = unique("id")
    claims = json.dumps({"sub": user, "username": unique("user")}).encode()
    request = urllib.request.Request(
        f"{SERVER}/dev/token", claims, {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=DEADLINE) as response:
        return user, json.load(response)["token"]


class Client:
    """A client whose events are kept in queues, by namespace and name."""

    def __init__(self, token=None, namespaces=("/chat",), **options):
        self.heard = {}
        self.lock = threading.Lock()
        self.io = socketio.Client(reconnection_delay=0.05, reconnection_delay_max=0.5, **options)
        for namespace in namespaces:
            # Each name by itself: this version of the client has no handler for all.
            for event in ("connect", "connect_error", "disconnect", "connected", "new_message",
                          "parcel", "error"):
                self.io.on(event, self._keep(namespace, event), namespace)
        self.io.on("really", lambda data: data["question"] + " yes", "/orders")
        self.token = token
        self.namespaces = list(namespaces)

    def _queue(self, namespace, event):
        with self.lock:
            return self.heard.setdefault((namespace, event), queue.Queue())

    def _keep(self, namespace, event):
        return lambda *args: self._queue(namespace, event).put(args)

    def connect(self, wait=True):
        self.io.connect(
            SERVER,
            auth={"token": self.token} if self.token else {},
            namespaces=self.namespaces,
            transports=TRANSPORTS,
            wait=wait,
            wait_timeout=DEADLINE,
        )
        return self

    def refusal(self, namespace="/chat"):
        """Returns the error with which the server refuses the namespace."""
        # With `wait`, this version of the client reports a refusal only after the timeout.
        self.connect(wait=False)
        try:
            error = self.next("connect_error", namespace)
            assert namespace not in self.io.namespaces
            return error
        finally:
            self.io.disconnect()

    def next(self, event, namespace="/chat"):
        """The first argument of the next event of this name; others may be offsets."""
        args = self._queue(namespace, event).get(timeout=DEADLINE)
        return args[0] if args else None

    def ask(self, event, data=None, namespace="/chat"):
        return self.io.call(event, data, namespace=namespace, timeout=DEADLINE)

    def __enter__(self):
        return self.connect()

    def __exit__(self, *_):
        self.io.disconnect()


class PythonClientTest(unittest.TestCase):
    def test_a_client_is_greeted_by_its_name(self):
        user, token = new_user()
        with Client(token) as client:
            self.assertEqual(user, client.next("connected")["userId"])

    def test_a_client_ends_up_on_the_transport_that_it_wants(self):
        _, token = new_user()
        with Client(token) as client:
            client.next("connected")
            self.assertEqual(TRANSPORTS[-1], client.io.transport())

    def test_a_client_without_a_token_is_refused_and_told_why(self):
        refusal = Client().refusal()
        self.assertEqual("Unauthorized", refusal["message"])
        self.assertEqual("UNAUTHORIZED", refusal["data"]["code"])

    def test_a_namespace_that_does_not_exist_is_refused(self):
        _, token = new_user()
        refusal = Client(token, ["/nowhere"]).refusal("/nowhere")
        self.assertEqual("Invalid namespace", refusal["message"])

    def test_two_clients_talk_to_each_other_in_order(self):
        room = unique("room")
        texts = [f"{i} äß 😀" for i in range(20)]
        with Client(new_user()[1]) as alice, Client(new_user()[1]) as bob:
            alice.ask("join_room", {"roomId": room})
            bob.ask("join_room", {"roomId": room})
            acks = [alice.ask("send_message", {"roomId": room, "text": text}) for text in texts]
            self.assertTrue(all(ack["sent"] for ack in acks))
            self.assertEqual(texts, [bob.next("new_message")["text"] for _ in texts])

    def test_two_namespaces_share_one_connection(self):
        _, token = new_user()
        with Client(token, ["/chat", "/orders"]) as client:
            order = client.ask("place_order", {"item": "tea", "count": 1}, "/orders")
            self.assertEqual("tea", order["ordered"])
            self.assertIn("timestamp", client.ask("ping"))
            self.assertNotEqual(client.io.get_sid("/chat"), client.io.get_sid("/orders"))

    def test_the_server_asks_a_client_and_gets_its_answer(self):
        with Client(new_user()[1], ["/orders"]) as client:
            answer = client.ask("confirm", None, "/orders")
            self.assertEqual({"answer": "sure? yes"}, answer)

    def test_bytes_go_both_ways_in_events_and_acknowledgements(self):
        content = bytes([0, 1, 2, 127, 128, 254, 255])
        with Client(new_user()[1], ["/orders"]) as client:
            parcel = {"label": "small", "content": content}
            self.assertEqual(parcel, client.ask("return_parcel", parcel, "/orders"))
            self.assertEqual(parcel, client.next("parcel", "/orders"))

    def test_an_error_is_the_answer_of_what_cannot_be_done(self):
        with Client(new_user()[1]) as client:
            answer = client.ask("no_such_event", {})
            self.assertEqual(("error", "UNKNOWN_EVENT"), (answer["status"], answer["code"]))

    def test_a_client_comes_back_by_itself_after_its_transport_was_cut(self):
        with Client(new_user()[1]) as client:
            client.next("connect")
            self._cut(client)
            client.next("disconnect")
            client.next("connect")
            self.assertIn("timestamp", client.ask("ping"))

    @staticmethod
    def _cut(client):
        if client.io.eio.current_transport == "websocket":
            client.io.eio.ws.sock.shutdown(2)
        else:
            # The session ends at the server: no later poll of the client is known there.
            sid = client.io.eio.sid
            request = urllib.request.Request(
                f"{SERVER}/socket.io/?EIO=4&transport=polling&sid={sid}", b"1"
            )
            urllib.request.urlopen(request, timeout=DEADLINE).close()


if __name__ == "__main__":
    unittest.main(verbosity=2)
