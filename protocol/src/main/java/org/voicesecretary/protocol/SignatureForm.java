package org.voicesecretary.protocol;

/** The two spellings of a webhook signature in circulation. */
public enum SignatureForm {
    /** Base64 of the 40 lower-case hex digits of the HMAC: 56 characters. The form of the PHP client, our default. */
    HEX,
    /** Base64 of the 20 raw bytes of the HMAC: 28 characters. The form the TypeScript client checks. */
    RAW_BASE64
}
