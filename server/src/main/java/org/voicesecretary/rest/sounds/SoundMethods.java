package org.voicesecretary.rest.sounds;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import org.voicesecretary.account.AccountEdit;
import org.voicesecretary.account.Document;
import org.voicesecretary.account.Sound;
import org.voicesecretary.pbx.office.OfficeChanges;
import org.voicesecretary.rest.Answer;
import org.voicesecretary.rest.Parameters;
import org.voicesecretary.rest.RestCall;
import org.voicesecretary.rest.RestFault;
import org.voicesecretary.rest.Route;
import org.voicesecretary.rest.Verb;

/** {@code pbx/ivr/sounds} and {@code pbx/waitmelody}. */
public final class SoundMethods {
    /** The sound that those hear who wait, once one was sent. */
    static final String MELODY = "wait-melody";

    private static final String HOLD = "hold";
    private static final String MUSIC = "music";
    private static final int LARGEST = 20_000_000;
    private static final int REST_OF_THE_FORM = 64 * 1024;
    private static final int ID_BYTES = 12;
    private static final int LONGEST_NAME = 200;

    private final OfficeChanges changes;
    private final RandomGenerator random;

    public SoundMethods(OfficeChanges changes, RandomGenerator random) {
        this.changes = changes;
        this.random = random;
    }

    public List<Route> routes() {
        return List.of(
                Route.write(
                                Verb.POST,
                                "pbx/waitmelody/upload",
                                "file* (wav, mp3 …; 20 MB); replaces the one before, and is not heard before it is switched on",
                                this::uploadMelody)
                        .upload(LARGEST + REST_OF_THE_FORM),
                Route.write(
                        Verb.PUT,
                        "pbx/waitmelody/switch",
                        "state* (on, off), melody* (none: the one that comes with the program, mymelody); what is heard on hold",
                        this::switchMelody),
                Route.write(Verb.DELETE, "pbx/waitmelody/delete", "", this::deleteMelody),
                Route.read("pbx/ivr/sounds/list", "ids are texts, for `ivr_play`", SoundMethods::list),
                Route.write(
                                Verb.POST,
                                "pbx/ivr/sounds/upload",
                                "name*, file* (wav, mp3 …; 20 MB); answers the id, too",
                                this::upload)
                        .upload(LARGEST + REST_OF_THE_FORM),
                Route.write(
                        Verb.DELETE,
                        "pbx/ivr/sounds/delete",
                        "id*; refused while a menu, a mailbox or a queue plays it",
                        this::delete));
    }

    private static Answer list(RestCall call) {
        return Answer.empty()
                .whole("pbx_id", call.pbxId())
                .groups(
                        "sounds",
                        call.data().sounds().stream()
                                .map(sound ->
                                        Answer.empty().text("id", sound.id()).text("name", name(sound)))
                                .toList());
    }

    private static String name(Sound sound) {
        return switch (sound.content()) {
            case Sound.Content.File file -> file.name();
            case Sound.Content.Text text -> sound.id();
        };
    }

    private Answer upload(RestCall call) throws RestFault {
        String name = call.parameters().required("name");
        if (name.length() > LONGEST_NAME) {
            throw RestFault.wrong("name", "it has " + name.length() + " characters; expected at most " + LONGEST_NAME);
        }
        Sound.Content.File kept = kept(call, name);
        byte[] made = new byte[ID_BYTES];
        random.nextBytes(made);
        String id = HexFormat.of().formatHex(made);
        put(call, new Sound(id, null, null, kept));
        return Answer.empty().text("id", id);
    }

    /** @param name for people; empty = that of the file */
    private Sound.Content.File kept(RestCall call, String name) throws RestFault {
        Parameters.Upload file = call.parameters()
                .file("file")
                .orElseThrow(() -> RestFault.wrong("file", "is missing; expected a multipart request with a file"));
        if (file.content().length > LARGEST) {
            throw new RestFault(413, "The file is too large; at most " + LARGEST + " bytes");
        }
        try {
            return changes.keepSound(called(name, file.name()), file.content());
        } catch (IllegalArgumentException e) {
            throw RestFault.wrong("file", String.valueOf(e.getMessage()));
        }
    }

    /** The name that people chose, with the ending of the file, which tells its format. */
    private static String called(String name, String fileName) {
        int dot = fileName.lastIndexOf('.');
        String ending = dot < 0 ? "" : fileName.substring(dot);
        return name.isEmpty() ? fileName : name.endsWith(ending) ? name : name + ending;
    }

    private void put(RestCall call, Sound sound) {
        changes.change(call.pbxId(), edit -> edit.sounds(before -> with(before, sound)));
    }

    private static List<Sound> with(List<Sound> before, Sound sound) {
        List<Sound> after = new ArrayList<>(without(before, sound.id()));
        after.add(sound);
        return after;
    }

    private static List<Sound> without(List<Sound> before, String id) {
        return before.stream().filter(sound -> !sound.id().equals(id)).toList();
    }

    private Answer delete(RestCall call) throws RestFault {
        String id = call.parameters().required("id");
        if (call.data().sounds().stream().noneMatch(sound -> sound.id().equals(id))) {
            throw RestFault.unknown("sound " + id);
        }
        changes.change(call.pbxId(), edit -> edit.sounds(before -> without(before, id)));
        return Answer.empty();
    }

    private Answer uploadMelody(RestCall call) throws RestFault {
        Sound sound = new Sound(MELODY, null, null, kept(call, ""));
        put(call, sound);
        return Answer.empty().whole("pbx_id", call.pbxId()).group("sound", melody(name(sound)));
    }

    /** There is one of them. */
    private static Answer melody(String name) {
        return Answer.empty().whole("id", 1).text("name", name);
    }

    private Answer switchMelody(RestCall call) throws RestFault {
        Parameters parameters = call.parameters();
        boolean on = parameters.onOff("state").orElseThrow(() -> RestFault.wrong("state", "is missing"));
        String melody = parameters
                .choice("melody", "none", "mymelody")
                .orElseThrow(() -> RestFault.wrong("melody", "is missing"));
        boolean own = melody.equals("mymelody");
        if (own && call.data().sounds().stream().noneMatch(sound -> sound.id().equals(MELODY))) {
            throw RestFault.wrong("melody", "no melody was sent yet; send one by pbx/waitmelody/upload");
        }
        changes.change(call.pbxId(), edit -> hold(edit, !on ? "none" : own ? MELODY : "default"));
        String name = own
                ? call.data().sounds().stream()
                        .filter(sound -> sound.id().equals(MELODY))
                        .map(SoundMethods::name)
                        .findFirst()
                        .orElse(melody)
                : melody;
        return Answer.empty()
                .whole("pbx_id", call.pbxId())
                .group(
                        "waitmelody",
                        own ? melody(name) : Answer.empty().whole("id", 0).text("name", melody));
    }

    private static void hold(AccountEdit edit, String music) {
        Document hold = edit.item(HOLD, "").orElseGet(Document::new);
        edit.put(HOLD, HOLD, hold.set(MUSIC, music));
    }

    private Answer deleteMelody(RestCall call) throws RestFault {
        if (call.data().sounds().stream().noneMatch(sound -> sound.id().equals(MELODY))) {
            throw RestFault.unknown("a melody of yours");
        }
        changes.change(call.pbxId(), edit -> {
            boolean heard = edit.item(HOLD, "")
                    .flatMap(hold -> hold.text(MUSIC))
                    .filter(MELODY::equals)
                    .isPresent();
            if (heard) {
                hold(edit, "default");
            }
            edit.sounds(before -> without(before, MELODY));
        });
        return Answer.empty().whole("pbx_id", call.pbxId());
    }
}
