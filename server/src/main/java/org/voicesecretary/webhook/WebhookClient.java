package org.voicesecretary.webhook;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.routing.RoutingSupport;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.outbound.AddressRefusedException;
import org.voicesecretary.outbound.AddressSource;
import org.voicesecretary.outbound.GuardedAddresses;
import org.voicesecretary.outbound.UrlGuard;
import org.voicesecretary.protocol.Signature;

/**
 * Speaks HTTP/1.1 to web scripts: header names in their exact case, no redirects, no cookies, no compression, kept
 * connections. Every request has a budget that holds for everything: the name, the connection, the handshake, a response
 * that dribbles. Safe for any number of threads.
 */
public final class WebhookClient implements AutoCloseable {
    /** Bytes that a reply may have, at most. */
    public static final int MAX_BODY = 64 * 1024;

    /**
     * What a script may cost.
     *
     * @param connect how long connecting may take
     * @param maxBody bytes that a reply may have
     */
    public record Limits(Duration connect, int maxBody) {
        public static final Limits DEFAULT = new Limits(Duration.ofSeconds(2), MAX_BODY);
    }

    /** Every call may wait for its script at the same time. */
    private static final int CONNECTIONS = 20_000;
    /** One slow script leaves the others most of the connections, and the process most of its file descriptors. */
    private static final int CONNECTIONS_TO_ONE = 6_000;
    /** A head is held whole in memory: this line times this count is the most that a script can make it cost. */
    private static final Http1Config HEAD =
            Http1Config.custom().setMaxLineLength(8192).setMaxHeaderCount(100).build();

    /** The check costs a millisecond; servers keep connections longer than this, and one that did not is covered by the retry. */
    private static final TimeValue IDLE_BEFORE_CHECK = TimeValue.ofSeconds(1);

    private static final TimeValue OLDEST_CONNECTION = TimeValue.ofMinutes(5);

    private final CloseableHttpClient http;
    private final UrlGuard guard;
    private final Duration connect;
    private final int maxBody;

    public WebhookClient(UrlGuard guard) {
        this(guard, Limits.DEFAULT);
    }

    public WebhookClient(UrlGuard guard, Limits limits) {
        this(guard, limits, AddressSource.system(), null);
    }

    /** @param tls trusts other certificates than the machine does; null = the machine's */
    public WebhookClient(UrlGuard guard, Limits limits, AddressSource addresses, @Nullable SSLContext tls) {
        this.guard = guard;
        this.connect = limits.connect();
        this.maxBody = limits.maxBody();
        var connections = PoolingHttpClientConnectionManagerBuilder.create()
                .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                        .http1Config(HEAD)
                        .responseParserFactory(WholeHeadParser::new)
                        .build())
                .setMaxConnTotal(CONNECTIONS)
                .setMaxConnPerRoute(CONNECTIONS_TO_ONE)
                .setDnsResolver(new GuardedAddresses(guard, addresses))
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(Timeout.of(limits.connect()))
                        .setValidateAfterInactivity(IDLE_BEFORE_CHECK)
                        .setTimeToLive(OLDEST_CONNECTION)
                        .build());
        if (tls != null) {
            connections.setTlsSocketStrategy(new DefaultClientTlsStrategy(tls));
        }
        this.http = HttpClients.custom()
                .setConnectionManager(connections.build())
                .setRequestExecutor(new ReplyWatch())
                .setUserAgent("VoiceSecretary")
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableContentCompression()
                .disableAuthCaching()
                .disableConnectionState()
                .build();
    }

    /** Posts an event, once. Returns within the budget. */
    public AskOutcome post(WebhookPost post, Duration budget) throws InterruptedException {
        var request = new HttpPost(post.url());
        request.setHeader("Content-Type", post.body().contentType());
        if (post.signature() != null) {
            request.setHeader(Signature.HEADER, post.signature());
        }
        post.stamp().forEach(request::setHeader);
        // The entity has no content type of its own: the header above is the one that goes out.
        request.setEntity(new ByteArrayEntity(post.body().bytes(), null));
        return within(budget, post.url(), request);
    }

    /** Fetches a page, once. Returns within the budget. */
    public AskOutcome get(URI url, Duration budget) throws InterruptedException {
        return within(budget, url, new HttpGet(url));
    }

    @Override
    public void close() throws IOException {
        http.close();
    }

    /** Runs the exchange on a thread of its own, so that nothing in it can outlast the budget. */
    private AskOutcome within(Duration budget, URI url, HttpUriRequestBase request) throws InterruptedException {
        var problem = guard.problemWith(url);
        if (problem.isPresent()) {
            return new AskOutcome.UrlRefused(problem.get());
        }
        Timeout timeout = Timeout.of(budget);
        request.setConfig(RequestConfig.custom()
                .setConnectionRequestTimeout(timeout)
                .setResponseTimeout(timeout)
                .setProtocolUpgradeEnabled(false)
                .setContentCompressionEnabled(false)
                .setExpectContinueEnabled(false)
                .build());
        var exchange = new FutureTask<>(() -> exchange(request, budget));
        Thread.startVirtualThread(exchange);
        try {
            return exchange.get(budget.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return new AskOutcome.TimedOut(budget);
        } catch (ExecutionException e) {
            throw new IllegalStateException("webhook request to " + url + " failed in an unknown way", e.getCause());
        } finally {
            if (!exchange.isDone()) {
                request.cancel();
                exchange.cancel(true); // an interrupt also ends what cancelling does not reach, such as a connect
            }
        }
    }

    private AskOutcome exchange(HttpUriRequestBase request, Duration budget) {
        var context = HttpClientContext.create();
        try (ClassicHttpResponse response = http.executeOpen(RoutingSupport.determineHost(request), request, context)) {
            return read(response, request);
        } catch (AddressRefusedException e) {
            return new AskOutcome.UrlRefused(message(e));
        } catch (UnknownHostException e) {
            return new AskOutcome.ConnectionFailed(
                    "host '" + request.getAuthority().getHostName() + "' is not known");
        } catch (ConnectTimeoutException e) {
            return new AskOutcome.ConnectionFailed("no connection within " + connect.toMillis() + " ms");
        } catch (SSLException e) {
            return tlsFailed(e, context);
        } catch (InterruptedIOException e) {
            return new AskOutcome.TimedOut(budget);
        } catch (IOException | HttpException e) {
            return ReplyWatch.replyBegan(context)
                    ? new AskOutcome.ReplyBroke(message(e))
                    : new AskOutcome.ConnectionFailed(message(e));
        }
    }

    /** A wrong certificate stays wrong; a handshake that was merely cut is a connection that broke. */
    private static AskOutcome tlsFailed(SSLException e, HttpClientContext context) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLPeerUnverifiedException || cause instanceof GeneralSecurityException) {
                return new AskOutcome.TlsFailed(message(e));
            }
        }
        return ReplyWatch.replyBegan(context)
                ? new AskOutcome.ReplyBroke(message(e))
                : new AskOutcome.ConnectionFailed("TLS handshake: " + message(e));
    }

    private AskOutcome read(ClassicHttpResponse response, HttpUriRequestBase request) throws IOException {
        byte[] body = body(response.getEntity());
        int status = response.getCode();
        if (body.length > maxBody) {
            request.cancel(); // closing the response would otherwise read on to its end, which may never come
            return new AskOutcome.ReplyTooLarge(maxBody, status, body);
        }
        return status >= 200 && status < 300
                ? new AskOutcome.Replied(status, body)
                : new AskOutcome.BadStatus(status, body);
    }

    /** The body, or its first {@link Limits#maxBody} bytes and one more. */
    private byte[] body(@Nullable HttpEntity entity) throws IOException {
        var bytes = new ByteArrayOutputStream();
        if (entity == null) {
            return bytes.toByteArray();
        }
        InputStream content = entity.getContent(); // closed with the response
        long announced = entity.getContentLength(); // negative where it is not told
        byte[] buffer = new byte[announced < 0 ? 8192 : Math.clamp(announced, 16, 8192)];
        int read = content.read(buffer);
        while (read >= 0) {
            bytes.write(buffer, 0, Math.min(read, maxBody + 1 - bytes.size()));
            if (bytes.size() > maxBody) {
                return bytes.toByteArray();
            }
            read = content.read(buffer);
        }
        return bytes.toByteArray();
    }

    private static String message(Exception e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
