package org.voicesecretary.sip.message;

import java.util.List;

/**
 * A request method: a token, with case (RFC 3261 §7.1).
 *
 * @param name the token
 */
public record Method(String name) {
    public static final Method INVITE = new Method("INVITE");
    public static final Method ACK = new Method("ACK");
    public static final Method BYE = new Method("BYE");
    public static final Method CANCEL = new Method("CANCEL");
    public static final Method OPTIONS = new Method("OPTIONS");
    public static final Method REGISTER = new Method("REGISTER");
    public static final Method UPDATE = new Method("UPDATE");
    public static final Method INFO = new Method("INFO");
    public static final Method PRACK = new Method("PRACK");
    public static final Method REFER = new Method("REFER");
    public static final Method SUBSCRIBE = new Method("SUBSCRIBE");
    public static final Method NOTIFY = new Method("NOTIFY");
    public static final Method MESSAGE = new Method("MESSAGE");
    public static final Method PUBLISH = new Method("PUBLISH");

    /** All methods with an RFC, whether or not an endpoint supports them. */
    public static final List<Method> KNOWN = List.of(
            INVITE, ACK, BYE, CANCEL, OPTIONS, REGISTER, UPDATE, INFO, PRACK, REFER, SUBSCRIBE, NOTIFY, MESSAGE,
            PUBLISH);

    public Method {
        if (!Grammar.isToken(name)) {
            throw new IllegalArgumentException("method is no token: " + SipParseException.shown(name));
        }
    }

    static Method parse(String name) throws SipParseException {
        for (int i = 0; i < KNOWN.size(); i++) {
            if (KNOWN.get(i).name.equals(name)) return KNOWN.get(i);
        }
        if (!Grammar.isToken(name)) {
            throw new SipParseException("method is no token: " + SipParseException.shown(name));
        }
        return new Method(name);
    }

    @Override
    public String toString() {
        return name;
    }
}
