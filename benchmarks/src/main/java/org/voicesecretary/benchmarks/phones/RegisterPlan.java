package org.voicesecretary.benchmarks.phones;

/**
 * Registrations to make, evenly spaced, whatever becomes of those before. Each is a REGISTER, the challenge, and the REGISTER that answers
 * it with the digest of the password.
 *
 * @param first the number of the telephone that begins; after the last one comes the first
 * @param count how many, at most once for each telephone
 * @param perSecond how fast
 */
public record RegisterPlan(int first, int count, double perSecond) {}
