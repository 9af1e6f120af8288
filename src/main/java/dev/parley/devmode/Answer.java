package dev.parley.devmode;

import java.util.Map;

/**
 * An HTTP response with a JSON body.
 *
 * @param status the HTTP status
 * @param mediaType the media type of the body
 * @param headers the headers besides the media type
 * @param body the JSON text; empty for no body
 */
record Answer(int status, String mediaType, Map<String, String> headers, String body) {}
