package dev.parley.bench.target;

import jakarta.json.Json;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Gets tokens of Parley's development mode, each once. */
final class DevTokens {

    private static final int LIFETIME_SECONDS = 36_000;
    private static final int TIMEOUT_MILLIS = 5000;

    private final InetSocketAddress server;
    private final List<String> tokens = new ArrayList<>();

    DevTokens(InetSocketAddress server) {
        this.server = server;
    }

    /** Whether the server gives any as yet. */
    boolean areGiven() {
        try {
            first(1);
            return true;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    List<String> first(int users) {
        while (tokens.size() < users) {
            tokens.add(ask("bench-" + tokens.size()));
        }
        return List.copyOf(tokens.subList(0, users));
    }

    private String ask(String user) {
        String body =
                "{\"sub\":\"%s\",\"username\":\"%s\",\"expiresIn\":%d}"
                        .formatted(user, user, LIFETIME_SECONDS);
        try {
            URL url =
                    new URL(
                            "http",
                            server.getAddress().getHostAddress(),
                            server.getPort(),
                            "/dev/token");
            HttpURLConnection http = (HttpURLConnection) url.openConnection();
            http.setConnectTimeout(TIMEOUT_MILLIS);
            http.setReadTimeout(TIMEOUT_MILLIS);
            http.setRequestMethod("POST");
            http.setRequestProperty("Content-Type", "application/json");
            http.setDoOutput(true);
            try (OutputStream out = http.getOutputStream()) {
                out.write(body.getBytes(StandardCharsets.UTF_8));
            }
            try (JsonReader answer = Json.createReader(http.getInputStream())) {
                return answer.readObject().getString("token");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
