package dev.parley.conformance.clients;

import dev.parley.api.Gateway;

/** Namespaces that are there, and nothing else. */
@Gateway({"/valid", "/asd", "/timeout_socket"})
public class SilentGateway {}
