package org.voicesecretary.config;

/**
 * One key in force.
 *
 * @param key with dots, such as {@code sip.public-address}
 * @param value as it may be shown: secrets are {@code ***}
 */
public record Setting(String key, String value, Origin origin) {}
