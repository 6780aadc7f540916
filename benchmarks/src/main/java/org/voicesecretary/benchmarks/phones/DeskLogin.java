package org.voicesecretary.benchmarks.phones;

/** What a telephone of an extension logs in with: {@code PBX-EXTENSION} and its password. */
public record DeskLogin(String login, String password) {}
