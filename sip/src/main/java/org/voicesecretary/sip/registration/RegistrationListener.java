package org.voicesecretary.sip.registration;

/** Hears how a {@link ClientRegistration} fares. */
@FunctionalInterface
public interface RegistrationListener {

    RegistrationListener NONE = state -> {};

    /** Each state once, in order, on threads of the SIP stack: to be quick and never block. */
    void onState(RegistrationState state);
}
