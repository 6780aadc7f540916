package org.voicesecretary.client;

/** The server refused a request, or answered with something that is no answer. */
public final class RestException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;

    RestException(int status, String message) {
        super(message);
        this.status = status;
    }

    RestException(int status, String message, Throwable cause) {
        super(message, cause);
        this.status = status;
    }

    /** Of HTTP: 400 what was asked cannot be, 401 not authorised, 403 the key may not, 404 no such method, 429 too often. */
    public int status() {
        return status;
    }
}
