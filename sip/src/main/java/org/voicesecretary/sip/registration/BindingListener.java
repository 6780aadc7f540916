package org.voicesecretary.sip.registration;

/** Hears of every change of a {@link BindingStore}. */
@FunctionalInterface
public interface BindingListener {

    BindingListener NONE = change -> {};

    /** The changes of one address-of-record come in their order, one at a time; to be quick and never block, for the answer waits. */
    void onChange(BindingChange change);
}
