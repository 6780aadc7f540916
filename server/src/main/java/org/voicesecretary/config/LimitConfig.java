package org.voicesecretary.config;

import java.time.Duration;
import java.util.List;

/**
 * What a source that is on no trunk's list may cost us.
 *
 * @param requestsPerSecond requests of one source that are looked at; the rest is dropped unseen
 * @param slowAfter refusals of one source after which answers come later and later
 * @param silentAfter refusals of one source after which it gets no answer at all
 * @param silentFor how long that lasts
 * @param sources how many sources are remembered; the longest unseen is forgotten first
 * @param scannerAgents parts of User-Agent values that are dropped without an answer
 */
public record LimitConfig(
        @Between({"1", "100000"}) int requestsPerSecond,
        @Between({"1", "100000"}) int slowAfter,
        @Between({"1", "100000"}) int silentAfter,
        @Between({"1s", "30d"}) Duration silentFor,
        @Between({"100", "10000000"}) int sources,
        List<String> scannerAgents) {}
