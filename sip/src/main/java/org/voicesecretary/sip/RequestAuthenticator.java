package org.voicesecretary.sip;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.voicesecretary.sip.auth.DigestChallenger;
import org.voicesecretary.sip.message.SipRequest;

/**
 * Asks those who send requests outside of dialogs for their password. A user that does not exist cannot be told from a wrong
 * password, neither by the answer nor by its time.
 */
public final class RequestAuthenticator {

    private static final Logger log = LoggerFactory.getLogger(RequestAuthenticator.class);

    /** Who sent a request. */
    public sealed interface Result {
        record Known(String username) implements Result {}

        /** @param reply what the request gets: a challenge, or 400 */
        record Unknown(RequestReply reply) implements Result {}

        /**
         * Its password is wrong, or there is no such user.
         *
         * @param username who it said it was
         * @param reply as {@link Unknown} would get it
         */
        record Wrong(String username, RequestReply reply) implements Result {}
    }

    private final DigestChallenger challenger;
    private final DigestChallenger.Secrets secrets;

    public RequestAuthenticator(DigestChallenger challenger, DigestChallenger.Secrets secrets) {
        this.challenger = challenger;
        this.secrets = secrets;
    }

    /** Looks at the credentials; to be asked for every request but ACK and CANCEL. */
    public Result check(SipRequest request) {
        return switch (challenger.check(request, secrets)) {
            case DigestChallenger.Outcome.Authenticated(String username) -> new Result.Known(username);
            case DigestChallenger.Outcome.Challenged challenged -> {
                log.debug("{} is challenged: {}", request, challenged.detail());
                String reason = challenger.status() == 407 ? "Proxy Authentication Required" : "Unauthorized";
                RequestReply reply = RequestReply.of(challenger.status(), reason, challenged.headers());
                yield challenged
                        .wrongUser()
                        .<Result>map(user -> new Result.Wrong(user, reply))
                        .orElseGet(() -> new Result.Unknown(reply));
            }
            case DigestChallenger.Outcome.Malformed(String detail) -> {
                log.debug("{} is refused: {}", request, detail);
                yield new Result.Unknown(RequestReply.of(400, "Bad Credentials"));
            }
        };
    }
}
