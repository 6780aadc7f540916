package org.voicesecretary.sip.registration;

import java.time.Duration;
import java.util.OptionalInt;

/** Whether a registrar knows where we are. */
public sealed interface RegistrationState {

    /** The first REGISTER, or the first after {@link Unregistered}, is on its way. */
    record Registering() implements RegistrationState {}

    /** @param granted for how long; it is refreshed before */
    record Registered(Duration granted) implements RegistrationState {}

    /**
     * The last try failed; the registrar may still know us until what it granted before has passed.
     *
     * @param status of the refusal; empty where nobody answered
     * @param retryIn until the next try
     */
    record Failed(OptionalInt status, String why, Duration retryIn) implements RegistrationState {}

    /** Nothing is known of us by our own wish, or nobody could be told; the last state. */
    record Unregistered() implements RegistrationState {}
}
