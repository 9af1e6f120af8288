package dev.parley.rest;

import dev.parley.api.ErrorCode;
import dev.parley.api.RefusedException;
import dev.parley.config.Settings;
import dev.parley.gateway.PayloadBinders;
import dev.parley.hub.Json;
import dev.parley.server.RequestRefusal;
import dev.parley.server.RequestRefusedException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonException;
import jakarta.json.JsonStructure;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads request bodies into records, like the gateways read payloads: wrong types and missing
 * fields are violations. Bodies are limited to {@code parley.max-payload} bytes. Thread-safe.
 */
@Provider
@Consumes(MediaType.APPLICATION_JSON)
@ApplicationScoped
public class RecordReader implements MessageBodyReader<Record> {

    @Inject private PayloadBinders binders;
    @Inject private Settings settings;

    @Override
    public boolean isReadable(
            Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
        return type.isRecord();
    }

    @Override
    public Record readFrom(
            Class<Record> type,
            Type genericType,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, String> headers,
            InputStream body)
            throws IOException {
        int most = settings.connections().maxPayload();
        byte[] bytes = read(body, most + 1);
        if (bytes.length > most) {
            throw new ClientErrorException(Response.Status.REQUEST_ENTITY_TOO_LARGE);
        }
        return (Record) binders.of(type).bind(parse(bytes));
    }

    private static byte[] read(InputStream body, int most) throws IOException {
        try {
            return body.readNBytes(most);
        } catch (RequestRefusedException e) {
            if (e.refusal() == RequestRefusal.TOO_MANY) {
                throw RefusedException.retry(
                        ErrorCode.UNAVAILABLE, 1_000L * RequestRefusal.RETRY_SECONDS);
            }
            throw new ClientErrorException(e.refusal().status());
        }
    }

    private static JsonStructure parse(byte[] bytes) {
        try {
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return Json.read(text);
        } catch (CharacterCodingException | JsonException e) {
            throw RefusedException.invalid("", "must be a JSON object in UTF-8");
        }
    }
}
