package org.voicesecretary.account;

import java.util.List;

/** A call that may come by a trunk, as whoever knows the network sees it. */
public interface TrunkCall {
    /** Whether it comes by this trunk. */
    boolean comesBy(Account account, Trunk trunk);

    /** What may be the number that was called if it does, the likeliest first. */
    List<String> called(Account account, Trunk trunk);
}
