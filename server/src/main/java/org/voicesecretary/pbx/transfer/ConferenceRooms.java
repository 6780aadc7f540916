package org.voicesecretary.pbx.transfer;

import org.voicesecretary.call.CallEnd;
import org.voicesecretary.call.Talk;
import org.voicesecretary.pbx.office.Conference;
import org.voicesecretary.pbx.office.Office;

/** Where several talk to each other. */
@FunctionalInterface
public interface ConferenceRooms {
    /** Lets the caller in, if they know the PIN, and comes back when the call is over. Runs on the call's own thread. */
    CallEnd enter(Talk talk, Office office, Conference conference) throws InterruptedException;
}
