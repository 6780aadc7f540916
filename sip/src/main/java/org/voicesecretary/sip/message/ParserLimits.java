package org.voicesecretary.sip.message;

/**
 * How much of a message is read before it is refused.
 *
 * @param maxHeadBytes start line and header fields together, in bytes
 * @param maxLineBytes one unfolded header field, in bytes
 * @param maxHeaders number of header fields
 * @param maxBodyBytes body, in bytes
 */
public record ParserLimits(int maxHeadBytes, int maxLineBytes, int maxHeaders, int maxBodyBytes) {
    public static final ParserLimits DEFAULT = new ParserLimits(32 * 1024, 8 * 1024, 256, 64 * 1024);

    public ParserLimits {
        if (maxHeadBytes < 1 || maxLineBytes < 1 || maxHeaders < 1 || maxBodyBytes < 0) {
            throw new IllegalArgumentException("parser limits must be positive: head " + maxHeadBytes + ", line "
                    + maxLineBytes + ", headers " + maxHeaders + ", body " + maxBodyBytes);
        }
    }
}
