package org.voicesecretary.rest;

/**
 * One method of the API: where it is, who may call it, what it does, and what people should know of it.
 *
 * @param path below {@code /v1/}, without a final slash; variable parts in braces
 * @param note for the page of all methods: parameters, what is different here, why it is constant or absent
 * @param maxBody bytes; a larger request is refused
 */
public record Route(Verb verb, String path, Access access, State state, String note, int maxBody, RestMethod method) {
    /** Of a request without files. */
    static final int FORM = 256 * 1024;

    /** Which keys may call it. */
    public enum Access {
        /** Changes nothing, calls nobody. */
        READ,
        WRITE,
        STATISTICS
    }

    public enum State {
        SERVED,
        /** Answers what is always so here. */
        CONSTANT,
        /** Has no sense here: "Wrong method name", 404. */
        ABSENT
    }

    /** A method that changes nothing. */
    public static Route read(String path, String note, RestMethod method) {
        return new Route(Verb.GET, path, Access.READ, State.SERVED, note, FORM, method);
    }

    /** A method that changes or does something. */
    public static Route write(Verb verb, String path, String note, RestMethod method) {
        return new Route(verb, path, Access.WRITE, State.SERVED, note, FORM, method);
    }

    /** A method with its own, lower limit of requests. */
    public static Route statistics(String path, String note, RestMethod method) {
        return new Route(Verb.GET, path, Access.STATISTICS, State.SERVED, note, FORM, method);
    }

    public static Route absent(Verb verb, String path, String why) {
        return new Route(verb, path, Access.READ, State.ABSENT, why, FORM, call -> {
            throw RestFault.noSuchMethod();
        });
    }

    public Route constant() {
        return new Route(verb, path, access, State.CONSTANT, note, maxBody, method);
    }

    /** With a file. @param bytes of the whole request */
    public Route upload(int bytes) {
        return new Route(verb, path, access, state, note, bytes, method);
    }
}
