package org.voicesecretary.account;

/** An account's own wording of a popular phrase. */
public record Phrase(String language, int number, String text) {}
