package org.voicesecretary.sip.message;

/**
 * What could be read of a request that is malformed: enough to send it a final answer.
 *
 * @param method the first word of the request line, unchecked
 * @param requestUri the second part of the request line, unchecked
 * @param headers the header fields that were readable, raw
 */
public record PartialRequest(String method, String requestUri, Headers headers) {}
