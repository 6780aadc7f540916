package org.voicesecretary.protocol;

/** Cause values of ITU-T Q.931 as they appear in {@code status_code}. */
public enum Q931 {
    UNALLOCATED_NUMBER(1),
    NORMAL_CLEARING(16),
    USER_BUSY(17),
    NO_USER_RESPONDING(18),
    NO_ANSWER(19),
    CALL_REJECTED(21),
    DESTINATION_OUT_OF_ORDER(27),
    INVALID_NUMBER_FORMAT(28),
    NORMAL_UNSPECIFIED(31),
    NO_CIRCUIT(34),
    NETWORK_OUT_OF_ORDER(38),
    TEMPORARY_FAILURE(41),
    CONGESTION(42),
    INTERWORKING(127);

    private final int code;

    Q931(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }
}
