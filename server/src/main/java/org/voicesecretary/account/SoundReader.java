package org.voicesecretary.account;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.config.Fields;
import org.voicesecretary.config.Problems;
import org.voicesecretary.config.YamlValue;

/** Reads the {@code sounds:} section and the files that it names. */
final class SoundReader {
    private static final List<String> FORMATS = List.of("wav", "mp3", "ogg", "opus", "flac", "m4a", "aac");

    private final Path directory;
    private final Problems problems;
    private final SoundCheck check;
    private final Map<String, Path> files = new HashMap<>();

    /** @param directory what relative paths are relative to */
    SoundReader(Path directory, Problems problems, SoundCheck check) {
        this.directory = directory;
        this.problems = problems;
        this.check = check;
    }

    /** Content hash to file, of all sounds read so far. */
    Map<String, Path> files() {
        return Map.copyOf(files);
    }

    @Nullable
    Sound read(String path, YamlValue item) {
        Fields fields = Fields.of(path, item, List.of("id", "language", "voice", "text", "file"), problems);
        fields.required("id");
        String id = fields.parsed("id", text -> Syntax.atMost(200, text));
        String language = fields.parsed("language", Syntax::language);
        String voice = fields.parsed("voice", text -> Syntax.atMost(100, Syntax.notBlank(text)));
        if (item instanceof YamlValue.Mapping && fields.has("text") == fields.has("file")) {
            problems.add(
                    item.origin(),
                    path
                            + (fields.has("text")
                                    ? " has both \"text\" and \"file\""
                                    : " has neither \"text\" nor \"file\"")
                            + "; expected one of them");
            return null;
        }
        Sound.Content content = fields.has("file")
                ? fields.parsed("file", this::content)
                : fields.parsed("text", text -> new Sound.Content.Text(Syntax.atMost(5000, Syntax.notBlank(text))));
        return id == null || content == null ? null : new Sound(id, language, voice, content);
    }

    private Sound.Content content(String written) {
        Path file;
        try {
            file = directory.resolve(written).normalize();
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("\"" + written + "\" is no path: " + e.getReason(), e);
        }
        String name = String.valueOf(file.getFileName());
        refuseUnknownFormat(name);
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException("there is no file " + file);
        }
        try {
            long size = Files.size(file);
            if (size == 0 || size > SoundFiles.MAX_BYTES) {
                throw new IllegalArgumentException(file + " has " + size + " bytes; expected 1 to "
                        + SoundFiles.MAX_BYTES + " (" + SoundFiles.MAX_BYTES / 1_000_000 + " MB)");
            }
            String hash = hash(file);
            if (!files.containsKey(hash)) {
                check.problem(file, hash).ifPresent(problem -> {
                    throw new IllegalArgumentException(problem);
                });
            }
            files.put(hash, file);
            return new Sound.Content.File(name, hash, size);
        } catch (IOException e) {
            throw new IllegalArgumentException(file + " cannot be read: " + e, e);
        }
    }

    static void refuseUnknownFormat(String name) {
        if (!FORMATS.contains(SoundFiles.ending(name))) {
            throw new IllegalArgumentException("\"" + name + "\" is of no known format; expected a file that ends in ."
                    + String.join(", .", FORMATS).toLowerCase(Locale.ROOT));
        }
    }

    static String hash(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[65_536];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                sha.update(buffer, 0, n);
            }
            return HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
