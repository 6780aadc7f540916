package org.voicesecretary.sip.registration;

/** What happened to one binding. */
public sealed interface BindingChange {

    /** The binding as it is now, or as it was last. */
    Binding binding();

    /** A device that was not there before. */
    record Added(Binding binding) implements BindingChange {}

    /** A device said that it is still there; its Contact may have moved. */
    record Refreshed(Binding binding, Binding before) implements BindingChange {}

    /** A device is gone. */
    record Removed(Binding binding, Cause cause) implements BindingChange {}

    /** Why a device is gone. */
    enum Cause {
        UNREGISTERED,
        EXPIRED,
        /** RFC 5626: the connection it was reached by is closed. */
        FLOW_FAILED
    }
}
