package org.voicesecretary.rest.api;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import org.voicesecretary.account.ApiToken;
import org.voicesecretary.storage.Database;
import org.voicesecretary.storage.GroupCommitWriter;

/**
 * Requests with an {@code Idempotency-Key}: carried out once, however often they come within a day. The reply is kept, sealed; a problem
 * is not, for then nothing was done, and the request may be tried again.
 */
public final class KnownReplies {
    private static final int LONGEST_KEY = 255;

    /** Carries out a request. */
    @FunctionalInterface
    interface Work {
        Reply run() throws ApiProblem, IOException, InterruptedException;
    }

    private final ApiReplyRepository repository;
    private final InstantSource clock;

    public KnownReplies(Database database, GroupCommitWriter writer, InstantSource clock) {
        this.repository = new ApiReplyRepository(database, writer);
        this.clock = clock;
        repository.giveUpAll();
    }

    Reply once(ApiToken token, String key, String request, Work work)
            throws ApiProblem, IOException, InterruptedException {
        if (key.isBlank() || key.length() > LONGEST_KEY) {
            throw ApiProblem.of(
                    ApiProblem.Kind.BAD_REQUEST,
                    "Idempotency-Key has " + key.length() + " characters; expected 1 to " + LONGEST_KEY);
        }
        String fingerprint = Etag.of(request);
        if (!repository.begin(token.id(), key, fingerprint, clock.instant())) {
            return known(token, key, fingerprint);
        }
        boolean done = false;
        try {
            Reply reply = work.run();
            repository.finish(token.id(), key, reply.status(), write(reply));
            done = true;
            return reply;
        } finally {
            if (!done) {
                repository.giveUp(token.id(), key);
            }
        }
    }

    private Reply known(ApiToken token, String key, String fingerprint) throws ApiProblem {
        ApiReplyRepository.Known known = repository
                .find(token.id(), key)
                .orElseThrow(() -> ApiProblem.of(
                        ApiProblem.Kind.CONFLICT, "a request with this Idempotency-Key has just failed; try again"));
        if (!known.fingerprint().equals(fingerprint)) {
            throw ApiProblem.of(
                    ApiProblem.Kind.UNPROCESSABLE,
                    "the Idempotency-Key was used for another request; take a fresh one for each");
        }
        String text = known.text();
        if (text == null) {
            throw ApiProblem.of(
                    ApiProblem.Kind.CONFLICT,
                    "a request with this Idempotency-Key is being carried out; try again later");
        }
        return read(text);
    }

    private static String write(Reply reply) {
        return reply.status() + "\n" + reply.contentType() + "\n" + (reply.location() == null ? "" : reply.location())
                + "\n" + Base64.getEncoder().encodeToString(reply.body());
    }

    private static Reply read(String text) {
        String[] parts = text.split("\n", 4);
        return new Reply(
                Integer.parseInt(parts[0]),
                parts[1],
                Base64.getDecoder().decode(parts[3]),
                parts[2].isEmpty() ? null : parts[2]);
    }

    /** @return how many; 0 = none is left */
    public int forgetBefore(Instant time) {
        return repository.forgetBefore(time);
    }
}
