package org.voicesecretary.protocol.rest;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the methods below {@code pbx/internal} and {@code pbx/redirection} answer. */
public interface OfficeAnswers {
    record Extensions(long pbxId, List<Integer> numbers) {}

    /** Whether a telephone is registered. */
    record Status(long pbxId, int number, boolean isOnline) {}

    /** What an extension is; words of the protocol where it has no better ones. */
    record Extension(
            long pbxId,
            int number,
            String name,
            String callerId,
            String callerIdAppChange,
            String callerIdByDirection,
            int lines,
            String ipRestriction,
            String recordStore,
            String recordEmail,
            int supervisorStatus) {}

    /** @param recording {@code on} or {@code off} */
    record Recording(int internalNumber, String recording, String email, String speechRecognition) {}

    record Created(List<Integer> numbers) {}

    /** The same with passwords. */
    record CreatedWithPasswords(List<NumberAndPassword> numbers) {}

    record NumberAndPassword(int number, String password) {
        @Override
        public String toString() {
            return "NumberAndPassword[number=" + number + ", password=***]";
        }
    }

    /** @param sip the login of its telephones */
    record Password(long pbxId, int number, String sip, String password) {
        @Override
        public String toString() {
            return "Password[sip=" + sip + ", password=***]";
        }
    }

    record Changed(long pbxId, int number) {}

    /**
     * Where an extension sends its calls.
     *
     * @param currentStatus {@code on} or {@code off}; nothing else is said then
     * @param pbxName the extension
     * @param type {@code phone}, {@code voicemail}, {@code menu}, {@code sip_uri}
     * @param condition {@code always} or {@code noanswer}
     * @param voicemailGreeting {@code no}, {@code standart}, {@code own}
     */
    record Redirection(
            String currentStatus,
            String pbxId,
            String pbxName,
            @Nullable String type,
            @Nullable String destination,
            @Nullable String condition,
            @Nullable String voicemailGreeting,
            @Nullable String setCallerId) {}
}
