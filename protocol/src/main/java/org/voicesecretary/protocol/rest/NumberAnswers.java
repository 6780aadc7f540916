package org.voicesecretary.protocol.rest;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the methods below {@code direct_numbers} answer, and {@code webrtc/get_key}. */
public interface NumberAnswers {
    record Numbers(List<DirectNumber> info) {}

    record OneNumber(DirectNumber info) {}

    /** @param sip where calls go that no script steers, if that is one extension */
    record DirectNumber(
            String number,
            String status,
            String country,
            String description,
            @Nullable String numberName,
            String sip,
            @Nullable String sipName,
            String startDate,
            String stopDate,
            BigDecimal monthlyFee,
            String currency,
            int channels,
            int minutes,
            boolean autorenew,
            boolean isOnTest,
            String type) {}

    record SipId(String number, String sipId) {}

    /** @param key for a browser, valid for 72 hours */
    record Key(String key) {}
}
