package org.voicesecretary.rest;

/** What one method of the API does. Called on a virtual thread of its own: it may block. */
@FunctionalInterface
public interface RestMethod {
    /**
     * @return the fields besides {@code status}
     * @throws RestFault if the caller asked for something that cannot be
     * @throws org.voicesecretary.config.ConfigException likewise, from an operation on an account: its problems are told to the caller
     */
    Answer call(RestCall call) throws RestFault, InterruptedException;
}
