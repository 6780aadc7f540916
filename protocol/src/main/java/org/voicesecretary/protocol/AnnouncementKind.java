package org.voicesecretary.protocol;

/** The five ways to say something; the wire name is the key in the reply and the field in NOTIFY_IVR. */
public enum AnnouncementKind {
    IVR_PLAY("ivr_play"),
    IVR_SAYPOPULAR("ivr_saypopular"),
    IVR_SAYDIGITS("ivr_saydigits"),
    IVR_SAYNUMBER("ivr_saynumber"),
    /** Ours: free text, spoken. */
    IVR_SAYTEXT("ivr_saytext");

    private final String wireName;

    AnnouncementKind(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }
}
