package org.voicesecretary.protocol;

/** The pair that NOTIFY_END and NOTIFY_OUT_END carry: the disposition and its Q.931 cause. */
public record EndStatus(Disposition disposition, Q931 cause) {
    public static final EndStatus ANSWERED = new EndStatus(Disposition.ANSWERED, Q931.NORMAL_CLEARING);
    public static final EndStatus BUSY = new EndStatus(Disposition.BUSY, Q931.USER_BUSY);
    public static final EndStatus NO_ANSWER = new EndStatus(Disposition.NO_ANSWER, Q931.NO_ANSWER);
    /** The caller gave up before anybody answered. */
    public static final EndStatus CANCELLED = new EndStatus(Disposition.CANCEL, Q931.NORMAL_CLEARING);

    public static final EndStatus REJECTED = new EndStatus(Disposition.BUSY, Q931.CALL_REJECTED);
    public static final EndStatus UNALLOCATED = new EndStatus(Disposition.UNALLOCATED_NUMBER, Q931.UNALLOCATED_NUMBER);
    public static final EndStatus FAILED_TEMPORARILY = new EndStatus(Disposition.FAILED, Q931.TEMPORARY_FAILURE);
    /** The peer could not be reached at all. */
    public static final EndStatus NETWORK_FAILED = new EndStatus(Disposition.FAILED, Q931.NETWORK_OUT_OF_ORDER);

    public static final EndStatus FAILED = new EndStatus(Disposition.FAILED, Q931.INTERWORKING);

    /** The outcome that a final SIP status to our INVITE stands for. */
    public static EndStatus ofSipStatus(int status) {
        return switch (status) {
            case 404, 604 -> UNALLOCATED;
            case 408, 480 -> NO_ANSWER;
            case 486, 600 -> BUSY;
            case 403, 603 -> REJECTED;
            case 487 -> CANCELLED;
            default -> {
                if (status >= 200 && status < 300) {
                    yield ANSWERED;
                }
                yield status >= 500 && status < 600 ? FAILED_TEMPORARILY : FAILED;
            }
        };
    }
}
