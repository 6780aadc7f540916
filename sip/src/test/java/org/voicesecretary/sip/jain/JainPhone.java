package org.voicesecretary.sip.jain;

import gov.nist.javax.sip.SipStackExt;
import gov.nist.javax.sip.clientauthutils.AccountManager;
import gov.nist.javax.sip.clientauthutils.DigestServerAuthenticationHelper;
import gov.nist.javax.sip.clientauthutils.UserCredentials;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.sip.ClientTransaction;
import javax.sip.Dialog;
import javax.sip.DialogTerminatedEvent;
import javax.sip.IOExceptionEvent;
import javax.sip.ListeningPoint;
import javax.sip.RequestEvent;
import javax.sip.ResponseEvent;
import javax.sip.ServerTransaction;
import javax.sip.SipFactory;
import javax.sip.SipListener;
import javax.sip.SipProvider;
import javax.sip.SipStack;
import javax.sip.TimeoutEvent;
import javax.sip.TransactionTerminatedEvent;
import javax.sip.address.SipURI;
import javax.sip.header.CSeqHeader;
import javax.sip.header.ContentTypeHeader;
import javax.sip.header.HeaderFactory;
import javax.sip.header.ToHeader;
import javax.sip.message.MessageFactory;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.voicesecretary.sip.FreePort;

/** A phone made of the JAIN-SIP reference implementation, which shares no code with us. */
final class JainPhone implements SipListener, AutoCloseable {

    private final String transport;
    private final int port;
    private final SipStack stack;
    private final SipProvider provider;
    private final HeaderFactory headers;
    private final MessageFactory messages;
    private final SipFactory factory = SipFactory.getInstance();
    private final BlockingQueue<Response> responses = new LinkedBlockingQueue<>();
    private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();
    private final List<String> failures = new ArrayList<>();

    private volatile String password;
    private volatile boolean answers = true;
    private volatile ServerTransaction ringing;
    private volatile Dialog dialog;
    private volatile ClientTransaction invite;

    JainPhone(String transport) throws Exception {
        this.transport = transport;
        this.port = FreePort.any();
        var properties = new Properties();
        properties.setProperty("javax.sip.STACK_NAME", "jain-" + port);
        properties.setProperty("gov.nist.javax.sip.STACK_LOGGER", SilentLogger.class.getName());
        properties.setProperty("gov.nist.javax.sip.SERVER_LOGGER", SilentServerLogger.class.getName());
        factory.setPathName("gov.nist");
        this.stack = factory.createSipStack(properties);
        this.headers = factory.createHeaderFactory();
        this.messages = factory.createMessageFactory();
        ListeningPoint point = stack.createListeningPoint("127.0.0.1", port, transport);
        this.provider = stack.createSipProvider(point);
        provider.addSipListener(this);
    }

    String uri() {
        return "sip:jain@127.0.0.1:" + port + ";transport=" + transport;
    }

    /** From now on calls to us are answered only after digest authentication, with this password. */
    void demand(String secret) {
        password = secret;
    }

    /** From now on calls to us only ring. */
    void onlyRing() {
        answers = false;
    }

    // ---- our calls

    void call(int to, String body) throws Exception {
        var address = factory.createAddressFactory();
        SipURI target = address.createSipURI("robot", "127.0.0.1");
        target.setPort(to);
        target.setTransportParam(transport);
        SipURI from = address.createSipURI("jain", "127.0.0.1");
        Request request = messages.createRequest(
                target,
                Request.INVITE,
                provider.getNewCallId(),
                headers.createCSeqHeader(1L, Request.INVITE),
                headers.createFromHeader(address.createAddress(from), "tag" + port),
                headers.createToHeader(address.createAddress(target), null),
                List.of(headers.createViaHeader("127.0.0.1", port, transport, null)),
                headers.createMaxForwardsHeader(70));
        request.addHeader(headers.createContactHeader(address.createAddress(address.createURI(uri()))));
        if (!body.isEmpty()) {
            request.setContent(body, sdp());
        }
        invite = provider.getNewClientTransaction(request);
        invite.sendRequest();
        dialog = invite.getDialog();
    }

    private ContentTypeHeader sdp() throws Exception {
        return headers.createContentTypeHeader("application", "sdp");
    }

    void cancel() throws Exception {
        provider.getNewClientTransaction(invite.createCancel()).sendRequest();
    }

    /** Answers the challenge of the last response by the stack's own helper. */
    void answerChallenge(Response challenge, String user, String secret) throws Exception {
        AccountManager account = (transaction, realm) -> new UserCredentials() {
            @Override
            public String getUserName() {
                return user;
            }

            @Override
            public String getPassword() {
                return secret;
            }

            @Override
            public String getSipDomain() {
                return realm;
            }
        };
        invite = ((SipStackExt) stack)
                .getAuthenticationHelper(account, headers)
                .handleChallenge(challenge, invite, provider, 5);
        invite.sendRequest();
        dialog = invite.getDialog();
    }

    void acknowledge(Response ok) throws Exception {
        long number = ((CSeqHeader) ok.getHeader(CSeqHeader.NAME)).getSeqNumber();
        dialog.sendAck(dialog.createAck(number));
    }

    /** Sends a request within the call. */
    void send(String method, String body) throws Exception {
        Request request = dialog.createRequest(method);
        if (!body.isEmpty()) {
            request.setContent(body, sdp());
        }
        dialog.sendRequest(provider.getNewClientTransaction(request));
    }

    /** The next final response, or a provisional one if {@code status} is one. */
    Response response(int status) throws InterruptedException {
        while (true) {
            Response response = responses.poll(10, TimeUnit.SECONDS);
            if (response == null) {
                throw new AssertionError("no " + status + " came within 10 s; " + failures);
            }
            if (response.getStatusCode() == status) {
                return response;
            }
            if (response.getStatusCode() >= 200) {
                throw new AssertionError("not " + status + " came, but " + response);
            }
        }
    }

    /** Waits for these final responses, in any order: the stack delivers those of two transactions on two threads. */
    void finalResponses(Integer... statuses) throws InterruptedException {
        var missing = new ArrayList<>(List.of(statuses));
        while (!missing.isEmpty()) {
            Response response = responses.poll(10, TimeUnit.SECONDS);
            if (response == null) {
                throw new AssertionError("no " + missing + " came within 10 s; " + failures);
            }
            if (response.getStatusCode() >= 200 && !missing.remove((Integer) response.getStatusCode())) {
                throw new AssertionError("not one of " + missing + " came, but " + response);
            }
        }
    }

    /** Waits for a request of this method. */
    Request request(String method) throws InterruptedException {
        while (true) {
            Request request = requests.poll(10, TimeUnit.SECONDS);
            if (request == null) {
                throw new AssertionError("no " + method + " came within 10 s; " + failures);
            }
            if (request.getMethod().equals(method)) {
                return request;
            }
        }
    }

    // ---- what the stack tells

    @Override
    public void processRequest(RequestEvent event) {
        try {
            Request request = event.getRequest();
            switch (request.getMethod()) {
                case Request.INVITE -> invited(event);
                case Request.CANCEL -> {
                    event.getServerTransaction().sendResponse(messages.createResponse(200, request));
                    ringing.sendResponse(messages.createResponse(487, ringing.getRequest()));
                }
                case Request.ACK -> {}
                default -> event.getServerTransaction().sendResponse(messages.createResponse(200, request));
            }
            requests.add(request);
        } catch (Exception e) {
            fail(e);
        }
    }

    private void invited(RequestEvent event) throws Exception {
        Request request = event.getRequest();
        ServerTransaction transaction = event.getServerTransaction() == null
                ? provider.getNewServerTransaction(request)
                : event.getServerTransaction();
        if (password != null && !isAuthentic(request)) {
            Response challenge = messages.createResponse(407, request);
            new DigestServerAuthenticationHelper().generateChallenge(headers, challenge, "jain");
            transaction.sendResponse(challenge);
            return;
        }
        dialog = transaction.getDialog();
        ringing = transaction;
        boolean first = ((ToHeader) request.getHeader(ToHeader.NAME)).getTag() == null;
        if (first) {
            transaction.sendResponse(ours(180, request));
        }
        if (answers) {
            Response ok = ours(200, request);
            ok.setContent("jain answers", sdp());
            transaction.sendResponse(ok);
        }
    }

    private boolean isAuthentic(Request request) throws Exception {
        return new DigestServerAuthenticationHelper().doAuthenticatePlainTextPassword(request, password);
    }

    private Response ours(int status, Request request) throws Exception {
        Response response = messages.createResponse(status, request);
        ToHeader to = (ToHeader) response.getHeader(ToHeader.NAME);
        if (to.getTag() == null) {
            to.setTag("jain" + port);
        }
        var address = factory.createAddressFactory();
        response.addHeader(headers.createContactHeader(address.createAddress(address.createURI(uri()))));
        return response;
    }

    @Override
    public void processResponse(ResponseEvent event) {
        responses.add(event.getResponse());
    }

    @Override
    public void processTimeout(TimeoutEvent event) {
        fail(new IllegalStateException("timeout"));
    }

    @Override
    public void processIOException(IOExceptionEvent event) {
        fail(new IllegalStateException("i/o with " + event.getHost() + ":" + event.getPort()));
    }

    private void fail(Exception e) {
        synchronized (failures) {
            failures.add(e.toString());
        }
    }

    @Override
    public void processTransactionTerminated(TransactionTerminatedEvent event) {}

    @Override
    public void processDialogTerminated(DialogTerminatedEvent event) {}

    @Override
    public void close() {
        stack.stop();
    }
}
