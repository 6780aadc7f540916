package org.voicesecretary.account;

/** A telephone number of an account, without {@code +}, and where it differs from the account. */
public record AccountNumber(String number, WebhookSettings webhook, CallerSettings caller, NumberOffice office) {}
