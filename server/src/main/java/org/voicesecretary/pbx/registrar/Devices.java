package org.voicesecretary.pbx.registrar;

import java.util.List;
import org.voicesecretary.sip.registration.Binding;

/** The telephones that are registered now. */
public interface Devices {
    /**
     * By which way each telephone of an extension is reached, the preferred first.
     *
     * @param login {@code PBX-EXTENSION}, such as {@code 123456-101}
     * @return empty where none is registered, or no such extension exists
     */
    List<Binding> of(String login);

    /** Whether a call would find a telephone. */
    default boolean isOnline(String login) {
        return !of(login).isEmpty();
    }
}
