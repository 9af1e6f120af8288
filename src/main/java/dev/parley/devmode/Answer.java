package dev.parley.devmode;

import java.util.Map;

/**
 * An HTTP answer with a JSON body.
 *
 * @param status of HTTP
 * @param mediaType of the body
 * @param headers besides the media type
 * @param body as JSON text; empty for none
 */
record Answer(int status, String mediaType, Map<String, String> headers, String body) {}
