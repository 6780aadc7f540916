package org.voicesecretary.webhook;

import java.io.IOException;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.EndpointDetails;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.HttpResponseInformationCallback;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/** Knows whether any byte of a response has come, which decides whether a request may be repeated. */
final class ReplyWatch extends HttpRequestExecutor {
    private static final String BEGAN = "voicesecretary.reply-began";

    @Override
    public ClassicHttpResponse execute(
            ClassicHttpRequest request,
            HttpClientConnection connection,
            @Nullable HttpResponseInformationCallback callback,
            HttpContext context)
            throws IOException, HttpException {
        EndpointDetails details = connection.getEndpointDetails();
        long before = details == null ? 0 : details.getReceivedBytesCount();
        try {
            return super.execute(request, connection, callback, context);
        } finally {
            // A connection is used again: only bytes that came since the request was sent belong to its response.
            if (details == null || details.getReceivedBytesCount() > before) {
                context.setAttribute(BEGAN, Boolean.TRUE);
            }
        }
    }

    static boolean replyBegan(HttpContext context) {
        return context.getAttribute(BEGAN) != null;
    }
}
