package org.voicesecretary.rest.records;

import io.javalin.http.Context;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.voicesecretary.cdr.recording.CallRecording;
import org.voicesecretary.cdr.recording.Recordings;
import org.voicesecretary.cdr.recording.Recordings.Deletion;
import org.voicesecretary.rest.Answer;
import org.voicesecretary.rest.OpenRoute;
import org.voicesecretary.rest.Parameters;
import org.voicesecretary.rest.RestCall;
import org.voicesecretary.rest.RestFault;
import org.voicesecretary.rest.Route;
import org.voicesecretary.rest.Verb;

/** {@code pbx/record}: links by which anybody may fetch a recording for a while, and deleting recordings. */
public final class RecordMethods {
    private static final String DOWNLOAD = "/v1/pbx/record/download/";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d{1,18})-(\\d{0,18})");
    private static final int NOT_FOUND = 404;
    private static final int PARTIAL = 206;
    private static final int BUFFER = 64 * 1024;

    private final Recordings recordings;
    private final InstantSource clock;

    public RecordMethods(Recordings recordings, InstantSource clock) {
        this.recordings = recordings;
        this.clock = clock;
    }

    public List<Route> routes() {
        return List.of(
                Route.read(
                        "pbx/record/request",
                        "call_id or pbx_call_id, lifetime (180 to 5184000 s, else 1800); a call_id is `call_id_with_rec` or the name of the file without its ending",
                        this::request),
                Route.write(
                        Verb.DELETE,
                        "pbx/record/request",
                        "call_id or pbx_call_id; what is still being recorded is among `failed_files`",
                        this::delete));
    }

    /** Where the links lead. */
    public OpenRoute download() {
        return new OpenRoute(DOWNLOAD, this::send);
    }

    /** What a request names. */
    private record Named(boolean oneCall, List<CallRecording> recordings) {}

    private Named named(RestCall call) throws RestFault {
        Parameters parameters = call.parameters();
        Optional<String> id = parameters.filled("call_id");
        if (id.isPresent()) {
            return new Named(
                    false, recordings.find(call.pbxId(), id.get()).stream().toList());
        }
        String callId = parameters
                .filled("pbx_call_id")
                .orElseThrow(() -> RestFault.wrong("call_id", "neither it nor pbx_call_id is there"));
        return new Named(true, recordings.ofCall(call.pbxId(), callId));
    }

    private Answer request(RestCall call) throws RestFault {
        long lifetime = call.parameters()
                .whole(
                        "lifetime",
                        Recordings.SHORTEST_LINK.toSeconds(),
                        Recordings.LONGEST_LINK.toSeconds(),
                        Recordings.USUAL_LINK.toSeconds());
        Named named = named(call);
        Instant until = clock.instant().plusSeconds(lifetime);
        List<String> links = new ArrayList<>();
        for (CallRecording recording : named.recordings()) {
            recordings
                    .request(recording, Duration.ofSeconds(lifetime))
                    .ifPresent(link -> links.add(call.base() + DOWNLOAD + link.token() + "/" + link.fileName()));
        }
        if (links.isEmpty()) {
            throw new RestFault(NOT_FOUND, "File not found");
        }
        Answer answer = named.oneCall()
                ? Answer.empty().texts("links", links)
                : Answer.empty().text("link", links.getFirst());
        return answer.text(
                "lifetime_till", TIME.format(until.atZone(call.account().timeZone())));
    }

    private Answer delete(RestCall call) throws RestFault {
        Named named = named(call);
        List<String> deleted = new ArrayList<>();
        List<String> failed = new ArrayList<>();
        for (CallRecording recording : named.recordings()) {
            switch (recordings.delete(call.pbxId(), recording.id())) {
                case Deletion.Deleted(var file) -> deleted.add(file);
                case Deletion.StillRunning(var file) -> failed.add(file);
                case Deletion.Refused(var file) -> failed.add(file);
                case Deletion.Unknown() -> {}
            }
        }
        if (deleted.isEmpty() && failed.isEmpty()) {
            throw new RestFault(NOT_FOUND, "File not found");
        }
        if (named.oneCall()) {
            return Answer.empty().texts("deleted_files", deleted).texts("failed_files", failed);
        }
        if (deleted.isEmpty()) {
            throw new RestFault(
                    409, "The file " + failed.getFirst() + " could not be deleted: it is being recorded or written");
        }
        return Answer.empty().text("file_name", deleted.getFirst());
    }

    private void send(Context http) throws RestFault, IOException {
        String rest = http.req().getRequestURI().substring(DOWNLOAD.length());
        int slash = rest.indexOf('/');
        Recordings.Download file = recordings
                .download(slash < 0 ? rest : rest.substring(0, slash))
                .orElseThrow(() -> new RestFault(NOT_FOUND, "File not found"));
        http.header("Cache-Control", "private, no-store")
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Disposition", "attachment; filename=\"" + file.fileName() + "\"");
        http.contentType(file.fileName().endsWith(".mp3") ? "audio/mpeg" : "audio/wav")
                .header("Accept-Ranges", "bytes");
        try (SeekableByteChannel content = Files.newByteChannel(file.path())) {
            write(http, content);
        } catch (NoSuchFileException e) { // deleted in this moment, or by hand
            throw new RestFault(NOT_FOUND, "File not found");
        }
    }

    /** Whole, or the one part that a player asks for (RFC 9110 §14). */
    private static void write(Context http, SeekableByteChannel content) throws IOException {
        long size = content.size();
        long first = 0;
        long last = size - 1;
        Matcher range = RANGE.matcher(String.valueOf(http.header("Range")));
        if (range.matches() && Long.parseLong(range.group(1)) < size) {
            first = Long.parseLong(range.group(1));
            last = range.group(2).isEmpty() ? last : Math.min(last, Long.parseLong(range.group(2)));
        }
        if (last < first) { // such a range is none
            first = 0;
            last = size - 1;
        } else if (range.matches()) {
            http.status(PARTIAL).header("Content-Range", "bytes " + first + "-" + last + "/" + size);
        }
        http.res().setContentLengthLong(last - first + 1);
        if (http.req().getMethod().equals("HEAD")) {
            return;
        }
        content.position(first);
        var out = http.res().getOutputStream();
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        for (long left = last - first + 1; left > 0; left -= buffer.position()) {
            buffer.clear().limit((int) Math.min(BUFFER, left));
            if (content.read(buffer) < 0) {
                return;
            }
            out.write(buffer.array(), 0, buffer.position());
        }
    }
}
