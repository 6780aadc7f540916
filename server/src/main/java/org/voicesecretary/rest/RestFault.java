package org.voicesecretary.rest;

/** A request that is refused: the HTTP status and the {@code message} of the error object. */
public final class RestFault extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;

    public RestFault(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    /** A parameter is missing, or what it says cannot be. */
    public static RestFault wrong(String parameter, String problem) {
        return new RestFault(400, "Wrong parameters: " + parameter + ": " + problem);
    }

    /** What a parameter names does not exist. */
    public static RestFault unknown(String what) {
        return new RestFault(404, what + " does not exist");
    }

    static RestFault notAuthorized() {
        return new RestFault(401, "Not authorized");
    }

    static RestFault noSuchMethod() {
        return new RestFault(404, "Wrong method name");
    }

    public int status() {
        return status;
    }

    public String message() {
        return String.valueOf(getMessage());
    }
}
