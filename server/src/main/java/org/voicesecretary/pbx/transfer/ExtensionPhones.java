package org.voicesecretary.pbx.transfer;

import org.voicesecretary.call.Talk;
import org.voicesecretary.call.connect.RingPlan.Party;
import org.voicesecretary.pbx.office.Extension;
import org.voicesecretary.pbx.office.Office;

/** Knows where an extension rings. */
@FunctionalInterface
public interface ExtensionPhones {
    /** The telephones of an extension as they are registered now, each to be shown who calls; a party without any where none is. */
    Party party(Talk talk, Office office, Extension extension);
}
