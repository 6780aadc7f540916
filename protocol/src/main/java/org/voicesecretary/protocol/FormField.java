package org.voicesecretary.protocol;

/**
 * One name and its value in a form body, decoded. A nested name is written as PHP reads it: {@code wait_dtmf[digits]}.
 */
public record FormField(String name, String value) {}
