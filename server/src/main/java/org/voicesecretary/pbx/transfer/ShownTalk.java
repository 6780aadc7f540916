package org.voicesecretary.pbx.transfer;

import org.voicesecretary.call.ForwardingTalk;
import org.voicesecretary.call.Speaker;
import org.voicesecretary.call.Talk;
import org.voicesecretary.pbx.office.Extension;
import org.voicesecretary.pbx.office.Office;

/** A call as telephones are to show it that are called back: as if the other party called them. */
final class ShownTalk extends ForwardingTalk {
    private final Speaker shown;

    ShownTalk(Talk talk, Office office, String other) {
        super(talk);
        this.shown = new Speaker(
                talk.leg(),
                other,
                office.extension(other).map(Extension::number).orElse(null));
    }

    @Override
    public Speaker caller() {
        return shown;
    }
}
