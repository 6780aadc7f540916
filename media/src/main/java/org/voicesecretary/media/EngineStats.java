package org.voicesecretary.media;

import org.voicesecretary.media.clock.LatenessSnapshot;

/**
 * What an engine has done so far.
 *
 * @param sessions open now
 * @param portPairsInUse bound now
 * @param lateness how late each RTP packet was sent
 * @param skippedTurns turns given up because the machine stood still for longer than bursts may make up for
 * @param recordings running now
 * @param recordingFramesDropped frames that recordings lack because the disk was too slow
 */
public record EngineStats(
        int sessions,
        int portPairsInUse,
        LatenessSnapshot lateness,
        long skippedTurns,
        int recordings,
        long recordingFramesDropped) {}
