package dev.parley.harness.client;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * A TCP connection to a server, on which anything may be written: requests of HTTP, frames of
 * WebSocket, and what is neither. Reading ends at a deadline with a {@link
 * java.net.SocketTimeoutException}. For one thread that reads and one that writes.
 */
public final class RawSocket implements AutoCloseable {

    public static final int CONTINUATION = 0;
    public static final int TEXT = 1;
    public static final int BINARY = 2;
    public static final int CLOSE = 8;
    public static final int PING = 9;
    public static final int PONG = 10;

    /** The bit of a message's last frame. */
    public static final int LAST = 0x80;

    /** The path at which polling clients begin. */
    public static final String POLLING = "/socket.io/?EIO=4&transport=polling";

    public static final Duration DEADLINE = Duration.ofSeconds(30);

    /**
     * What came.
     *
     * @param opcode one of the constants above
     */
    public record Frame(int opcode, byte[] payload) {

        String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }

        /** The code of a close frame; 1005 if it has none. */
        public int closeCode() {
            return payload.length < 2 ? 1005 : (payload[0] & 0xff) << 8 | payload[1] & 0xff;
        }
    }

    private final Socket socket;
    private final String host;
    private final DataInputStream in;
    private final OutputStream out;

    private RawSocket(URL server, int receiveBuffer) throws IOException {
        socket = new Socket();
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        socket.setTcpNoDelay(true);
        socket.connect(
                new InetSocketAddress(server.getHost(), server.getPort()),
                (int) DEADLINE.toMillis());
        socket.setSoTimeout((int) DEADLINE.toMillis());
        host = server.getHost() + ":" + server.getPort();
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        out = socket.getOutputStream();
    }

    public static RawSocket dial(URL server) throws IOException {
        return new RawSocket(server, 0);
    }

    /** A connection whose peer soon cannot write any more if nobody reads here. */
    public static RawSocket withSmallBuffer(URL server) throws IOException {
        return new RawSocket(server, 4 * 1024);
    }

    /** Makes it a WebSocket, if the server lets it; {@code headers} are further lines. */
    public RawSocket webSocket(String path, String... headers) throws IOException {
        int status = requestWebSocket(path, headers);
        if (status != 101) {
            close();
            throw new IOException("refused with " + status);
        }
        return this;
    }

    /** Asks for a WebSocket; answers the status. */
    public int requestWebSocket(String path, String... headers) throws IOException {
        return status(handshake(path, headers));
    }

    /** Asks for a WebSocket; answers the head of the response. */
    public String handshake(String path, String... headers) throws IOException {
        send(
                "GET %s HTTP/1.1\r\nHost: %s\r\n%sUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
                        .formatted(path, host, lines(headers)));
        return head();
    }

    private static String lines(String... headers) {
        StringBuilder lines = new StringBuilder();
        for (String header : headers) {
            lines.append(header).append("\r\n");
        }
        return lines.toString();
    }

    /** Begins a session by polling; answers the path of its requests. */
    public String pollingSession(String... headers) throws IOException {
        String open = get(POLLING, headers);
        int from = open.indexOf("\"sid\":\"") + 7;
        if (from < 7) {
            throw new IOException("refused: " + open);
        }
        return POLLING + "&sid=" + open.substring(from, open.indexOf('"', from));
    }

    /** Returns a GET request with a token. */
    public String request(String path, String token) {
        return "GET %s HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\n\r\n"
                .formatted(path, host, token);
    }

    /** Asks for something; answers the body, whatever the status. */
    public String get(String path, String... headers) throws IOException {
        send("GET %s HTTP/1.1\r\nHost: %s\r\n%s\r\n".formatted(path, host, lines(headers)));
        return body(head());
    }

    /** Sends the head of a POST whose body is to follow. */
    public void beginPost(String path, long length) throws IOException {
        send(
                "POST %s HTTP/1.1\r\nHost: %s\r\nContent-Type: text/plain;charset=UTF-8\r\nContent-Length: %d\r\n\r\n"
                        .formatted(path, host, length));
    }

    public void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.UTF_8));
    }

    public void send(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    public void sendText(String text) throws IOException {
        send(frame(LAST | TEXT, text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Sends a text in frames of this many bytes, which may split characters. */
    public void sendFragments(String text, int size) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < bytes.length; at += size) {
            int end = Math.min(bytes.length, at + size);
            int first = (at == 0 ? TEXT : CONTINUATION) | (end == bytes.length ? LAST : 0);
            send(frame(first, Arrays.copyOfRange(bytes, at, end)));
        }
    }

    /** A frame as clients send it: masked, here with zeros. */
    public static byte[] frame(int first, byte[] payload) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(payload.length + 14);
        bytes.writeBytes(header(first, payload.length));
        bytes.writeBytes(payload);
        return bytes.toByteArray();
    }

    /** The beginning of a frame of which it says that so many bytes follow. */
    public static byte[] header(int first, long length) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(14);
        bytes.write(first);
        if (length < 126) {
            bytes.write(0x80 | (int) length);
        } else if (length < 65_536) {
            bytes.write(0x80 | 126);
            bytes.write((int) length >> 8);
            bytes.write((int) length);
        } else {
            bytes.write(0x80 | 127);
            for (int shift = 56; shift >= 0; shift -= 8) {
                bytes.write((int) (length >> shift));
            }
        }
        bytes.writeBytes(new byte[4]);
        return bytes.toByteArray();
    }

    /** Whether something has come that was not read yet. */
    public boolean hasAnswer() throws IOException {
        return in.available() > 0;
    }

    /** The lines before a body, with an empty line at their end. */
    public String head() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.length() < 4 || head.indexOf("\r\n\r\n", head.length() - 4) < 0) {
            head.append((char) in.readUnsignedByte());
        }
        return head.toString();
    }

    public static int status(String head) {
        return Integer.parseInt(head.split(" ", 3)[1]);
    }

    /** The value of a header; empty if the response has none. */
    public static String header(String head, String name) {
        return head.lines()
                .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(line -> line.substring(name.length() + 1).trim())
                .collect(Collectors.joining(", "));
    }

    /** The body that follows a head that tells its length. */
    public String body(String head) throws IOException {
        String length = header(head, "Content-Length");
        if (length.isEmpty()) {
            throw new IOException("no length in " + head);
        }
        byte[] body = new byte[Integer.parseInt(length)];
        in.readFully(body);
        return new String(body, StandardCharsets.UTF_8);
    }

    /** The next frame of the server. */
    public Frame next() throws IOException {
        int opcode = in.readUnsignedByte() & 0x0f;
        long length = in.readUnsignedByte();
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = in.readLong();
        }
        byte[] payload = new byte[Math.toIntExact(length)];
        in.readFully(payload);
        return new Frame(opcode, payload);
    }

    /** The next text that begins like this; what comes before it is dropped. */
    public String next(String beginning) throws IOException {
        while (true) {
            Frame frame = next();
            if (frame.opcode() == CLOSE) {
                throw new EOFException("closed with " + frame.closeCode());
            }
            if (frame.opcode() == TEXT && frame.text().startsWith(beginning)) {
                return frame.text();
            }
        }
    }

    /** Reads to the end; answers the code with which a WebSocket was closed, 1006 if by none. */
    public int closeCode() throws IOException {
        try {
            while (true) {
                Frame frame = next();
                if (frame.opcode() == CLOSE) {
                    return frame.closeCode();
                }
            }
        } catch (EOFException | SocketException e) {
            return 1006;
        }
    }

    @Override
    public void close() throws IOException {
        if (!socket.isClosed()) {
            // By a reset: no port of thousands is left in TIME_WAIT.
            socket.setSoLinger(true, 0);
            socket.close();
        }
    }
}
