package org.papertide.notify.smtp;

import jakarta.mail.MessagingException;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.papertide.notify.smtp.SmtpWire.Reply;

/**
 * A kept connection to the SMTP server, opened when first needed and again after a failure. One
 * thread at a time, but for {@link #hangUp}.
 *
 * <p>Servers close connections that have been idle, or have carried enough mails (RFC 5321 section
 * 3.8: 421, or nothing at all). A mail that finds a kept connection so goes over a fresh one at
 * once: that is no failure. Rejected: asking with NOOP before each mail, a round trip for each, and
 * the server may still close in between.
 *
 * <p>Where the server offers PIPELINING (RFC 2920), a mail's end and the envelope of the next go in
 * one write, so that a mail costs one round trip. Whatever is sent, and in whichever order, a
 * mail's end goes only once its supply has recorded it, and that is asked only when the mail before
 * has ended.
 */
public final class SmtpConnection implements AutoCloseable {

    /** RFC 5321: the data may follow. */
    private static final int GO_ON = 354;

    /** RFC 5321: the server hangs up. */
    private static final int CLOSING = 421;

    private static final char LAST_ASCII = '\u007f';

    private final Relays relays;
    private volatile @Nullable PipelinedTransport transport;

    private volatile boolean hungUp;

    /** Whose the connection is, or was. */
    private String relay = "";

    /** No mail has been tried over it. */
    private boolean isFresh;

    /** The server wants RSET before the next mail. */
    private boolean needsReset;

    public SmtpConnection(Relays relays) {
        this.relays = relays;
    }

    /** To one server. */
    SmtpConnection(SmtpServer server, Clock clock) {
        this(Relays.of(server, clock));
    }

    /**
     * Sends mails until the supply has no more, or one finds no server. The supply then knows what
     * became of each.
     */
    public <M extends ReadyMail> void send(MailSupply<M> supply) {
        if (transport != null && (relays.isBetterElsewhere(relay) || relays.isLeft(relay))) {
            close();
        }
        boolean inStep = false;
        try {
            new Run<>(supply).all();
            inStep = true;
        } finally {
            if (!inStep) {
                // Nobody knows which reply is due.
                drop();
            }
        }
    }

    /** Whether all relays refuse whatever they get: then {@link #turn} says when one is asked. */
    public boolean waitsForTurn() {
        return relays.doAllRefuse();
    }

    /** Whether mails may be claimed for it now. */
    public Relays.Turn turn() {
        return relays.turn();
    }

    /** There was no mail to ask with: another worker may have the turn. */
    public void giveTurnBack() {
        relays.giveTurnBack();
    }

    /** Says QUIT and closes. */
    @Override
    public void close() {
        PipelinedTransport open = transport;
        transport = null;
        needsReset = false;
        if (open != null) {
            relays.closed(relay);
            try {
                open.close();
            } catch (MessagingException _) {
                // It was gone already.
            }
        }
    }

    /**
     * Cuts the connection, from whichever thread: the mail under way ends as when the server hangs
     * up, and no other is opened. An interrupt does not reach a thread that waits for its socket.
     */
    public void hangUp() {
        hungUp = true;
        PipelinedTransport open = transport;
        if (open != null) {
            open.hangUp();
        }
    }

    private void drop() {
        PipelinedTransport open = transport;
        transport = null;
        needsReset = false;
        if (open != null) {
            relays.closed(relay);
            open.drop();
        }
    }

    /**
     * Where the mail's address needs SMTPUTF8, and this relay has none, another one is asked: each
     * that is has said by then whether it does.
     */
    private PipelinedTransport open(ReadyMail mail) throws MessagingException {
        PipelinedTransport open = opened(mail);
        while (!canCarry(open, mail) && relays.mayOfferUtf8Now()) {
            close();
            open = opened(mail);
        }
        return open;
    }

    private PipelinedTransport opened(ReadyMail mail) throws MessagingException {
        PipelinedTransport open = transport;
        if (open == null) {
            requireNotHungUp();
            Relays.Connected connected = relays.connect(needsUtf8(mail.to()));
            open = connected.transport();
            relay = connected.relay();
            isFresh = true;
            transport = open;
            // Whoever hung up while it was being opened did not see it.
            requireNotHungUp();
        }
        return open;
    }

    private void requireNotHungUp() throws MessagingException {
        if (hungUp) {
            throw new MessagingException("this connection is given up");
        }
    }

    private static boolean canCarry(PipelinedTransport open, ReadyMail mail) {
        return !needsUtf8(mail.to()) || open.supportsExtension(Relays.UTF8);
    }

    private static boolean needsUtf8(String address) {
        for (int i = 0; i < address.length(); i++) {
            if (address.charAt(i) > LAST_ASCII) {
                return true;
            }
        }
        return false;
    }

    private static String reason(Exception e) {
        Throwable root = e;
        for (int depth = 0; root.getCause() != null && depth < 10; depth++) {
            root = root.getCause();
        }
        return SmtpReply.cut(SmtpReply.scrub(e.getMessage() + ": " + root.getMessage()));
    }

    /** How far a mail got. */
    private sealed interface Progress {

        /** Its end is sent; its reply is still to come. */
        record Sent() implements Progress {}

        /** It has ended. */
        record Ended(SendOutcome outcome) implements Progress {}

        /** The server had gone before it got anything of the mail, and what follows. */
        record HungUp(SendOutcome outcome) implements Progress {}

        /** No relay takes mail now: none was asked. */
        record NotBegun() implements Progress {}
    }

    /** What the server answers where something else must follow. */
    private static final class OutOfStepException extends IOException {
        private static final long serialVersionUID = 1;

        OutOfStepException(Reply reply) {
            super("the server's replies do not fit: " + reply.text());
        }
    }

    /** The mails of one supply. */
    private final class Run<M extends ReadyMail> {

        private final MailSupply<M> supply;

        /** Its end is sent, its reply is still to come. */
        private @Nullable M sent;

        /** The next one, once it is taken. */
        private @Nullable M next;

        /** Whether the envelope of the next one is sent. */
        private boolean announced;

        private boolean stopped;

        Run(MailSupply<M> supply) {
            this.supply = supply;
        }

        void all() {
            takeNext();
            while (next != null && mayGoOn()) {
                M mail = next;
                next = null;
                end(mail, progress(mail));
                if (next == null) {
                    takeNext();
                }
            }
            if (next != null) {
                supply.takeBack(next);
                next = null;
            }
            awaitSent();
        }

        /** A mail whose envelope the server has is sent; another one is begun, or is not. */
        private boolean mayGoOn() {
            if (!announced) {
                awaitSent();
            }
            return announced || (!stopped && !supply.isEnding());
        }

        private void takeNext() {
            next = stopped ? null : supply.next().orElse(null);
        }

        private void end(M mail, Progress progress) {
            switch (progress) {
                case Progress.Sent() -> sent = mail;
                case Progress.Ended(SendOutcome outcome) -> ended(mail, outcome);
                case Progress.HungUp(SendOutcome outcome) -> ended(mail, outcome);
                case Progress.NotBegun() -> {
                    stopped = true;
                    supply.takeBack(mail);
                }
            }
        }

        private void ended(M mail, SendOutcome outcome) {
            boolean isSent = isSent(outcome);
            stopped |= !isSent;
            supply.ended(mail, outcome, isSent ? relay : null);
        }

        /** Whether the server takes mails; else the next would fare no better. */
        private static boolean isSent(SendOutcome outcome) {
            return switch (outcome) {
                case SendOutcome.NotSent _, SendOutcome.NotRecorded _ -> false;
                case SendOutcome.Accepted _,
                        SendOutcome.Refused _,
                        SendOutcome.RefusedByRelay _,
                        SendOutcome.Lost _,
                        SendOutcome.Unfit _,
                        SendOutcome.NotOurs _ ->
                        true;
            };
        }

        /** Over a fresh connection, once, where the kept one turns out to be gone. */
        private Progress progress(M mail) {
            boolean kept = transport != null;
            Progress progress = attempt(mail);
            if (kept && !stopped && progress instanceof Progress.HungUp) {
                progress = attempt(mail);
            }
            if (isFresh && progress instanceof Progress.HungUp(SendOutcome outcome)) {
                relays.hungUp(relay, outcome.toString());
            }
            isFresh = false;
            return blamed(progress);
        }

        /** A refusal at MAIL is the relay's own, where there are several. */
        private Progress blamed(Progress progress) {
            return switch (progress) {
                case Progress.Ended(SendOutcome.Refused(SmtpReply reply, ReplyClass _)) ->
                        new Progress.Ended(judged(reply, null));
                // It rests as one that hangs up.
                case Progress.HungUp(SendOutcome.Refused(SmtpReply reply, ReplyClass _)) ->
                        new Progress.HungUp(judged(reply, null));
                case Progress.Sent _, Progress.Ended _, Progress.HungUp _, Progress.NotBegun _ ->
                        progress;
            };
        }

        /**
         * While all relays refuse whatever they get, a mail fares as where none is reached.
         *
         * @param edition whose message was refused; null before the server had one
         */
        private SendOutcome judged(SmtpReply reply, @Nullable Long edition) {
            return switch (afterRefusal(reply, edition)) {
                case STAY, LEAVE -> blamed(reply);
                case WAIT -> new SendOutcome.NotSent(SmtpReply.cut(reply.summary()));
            };
        }

        private SendOutcome blamed(SmtpReply reply) {
            return reply.phase() == SmtpReply.Phase.MAIL && relays.areSeveral()
                    ? new SendOutcome.RefusedByRelay(reply)
                    : new SendOutcome.Refused(reply);
        }

        /** Goes to another relay, where this one has refused too many mails by its own fault. */
        private Relays.AfterRefusal afterRefusal(SmtpReply reply, @Nullable Long edition) {
            if (!mayBeTheRelays(reply)) {
                return Relays.AfterRefusal.STAY;
            }
            Relays.AfterRefusal after = relays.refused(relay, reply.summary(), edition);
            if (after != Relays.AfterRefusal.STAY) {
                drop();
                announced = false;
            }
            return after;
        }

        /** The only relay may say for good at MAIL what it was told by a receiver. */
        private boolean mayBeTheRelays(SmtpReply reply) {
            return reply.isOfSystem()
                    || (reply.phase() == SmtpReply.Phase.MAIL && relays.areSeveral());
        }

        private Progress attempt(M mail) {
            PipelinedTransport open;
            SmtpWire wire;
            try {
                open = open(mail);
                wire = open.wire();
            } catch (Relays.AllRestException _) {
                drop();
                return new Progress.NotBegun();
            } catch (MessagingException e) {
                drop();
                return new Progress.HungUp(new SendOutcome.NotSent(reason(e)));
            }
            if (!canCarry(open, mail)) {
                // No reply is made up: it would be read as a receiver's, and held against the
                // reader.
                return new Progress.Ended(
                        new SendOutcome.Unfit(
                                "the relay offers no SMTPUTF8", relays.mayOfferUtf8()));
            }
            boolean pipelines = open.supportsExtension("PIPELINING");
            boolean chunks = open.supportsExtension("CHUNKING");
            try {
                awaitSent(wire, chunks);
                if (stopped) {
                    return new Progress.NotBegun();
                }
                if (transport == null) {
                    return new Progress.HungUp(new SendOutcome.NotSent("the server is closing"));
                }
                supply.asked(mail);
                if (pipelines && !announced) {
                    requireSilence(wire);
                    announce(wire, mail, chunks);
                    wire.flush();
                }
                Optional<Progress> refusal =
                        pipelines ? answered(wire, chunks) : inSteps(wire, mail, chunks);
                return refusal.isPresent()
                        ? refusal.get()
                        : transmit(open, wire, mail, pipelines, chunks);
            } catch (IOException e) {
                lose(e);
                return new Progress.HungUp(new SendOutcome.NotSent(reason(e)));
            }
        }

        /** Puts the envelope, for the next write. */
        private void announce(SmtpWire wire, M mail, boolean chunks) {
            if (needsReset) {
                wire.put("RSET");
            }
            wire.put(mailFrom(mail));
            wire.put("RCPT TO:<" + mail.to() + ">");
            if (!chunks) {
                wire.put("DATA");
            }
            announced = true;
        }

        private static String mailFrom(ReadyMail mail) {
            String command = "MAIL FROM:<" + mail.from() + ">";
            return needsUtf8(mail.to()) ? command + " " + Relays.UTF8 : command;
        }

        /** The reply to a command of an envelope. */
        private Reply reply(SmtpWire wire) throws IOException {
            if (wire.isSilent()) {
                supply.serverIsSlow();
            }
            return wire.read();
        }

        /** Reads the replies to an envelope that was sent at once; empty if the mail may follow. */
        private Optional<Progress> answered(SmtpWire wire, boolean chunks) throws IOException {
            announced = false;
            if (needsReset) {
                requireNoStranger(reply(wire), true);
                needsReset = false;
            }
            Reply from = reply(wire);
            requireNoStranger(from, true);
            if (!from.isPositive()) {
                return Optional.of(
                        skipping(wire, refused(from, SmtpReply.Phase.MAIL), chunks ? 1 : 2));
            }
            Reply to = reply(wire);
            requireNoStranger(to, true);
            if (!to.isPositive()) {
                needsReset = true;
                return Optional.of(
                        skipping(wire, refused(to, SmtpReply.Phase.RCPT), chunks ? 0 : 1));
            }
            return chunks ? Optional.empty() : mayFollow(reply(wire));
        }

        private Optional<Progress> mayFollow(Reply data) throws IOException {
            requireNoStranger(data, false);
            if (!data.isRefusal()) {
                return Optional.empty();
            }
            needsReset = true;
            return Optional.of(refused(data, SmtpReply.Phase.DATA));
        }

        /** Reads the replies to the commands after the one that was refused, DATA perhaps. */
        private Progress skipping(SmtpWire wire, Progress refusal, int replies) {
            if (transport == null) {
                return refusal;
            }
            try {
                for (int left = replies; left > 0; left--) {
                    Reply reply = wire.read();
                    if (left == 1 && reply.code() == GO_ON) {
                        // RFC 2920, 3.1: it takes data for nobody.
                        wire.putWithDot(new byte[0]);
                        wire.flush();
                        wire.read();
                        needsReset = false;
                    }
                }
            } catch (IOException _) {
                drop();
            }
            return refusal;
        }

        /** Sends one command after the other; empty if the mail may follow. */
        private Optional<Progress> inSteps(SmtpWire wire, M mail, boolean chunks)
                throws IOException {
            if (needsReset) {
                requireNoStranger(step(wire, "RSET"), true);
                needsReset = false;
            }
            Reply from = step(wire, mailFrom(mail));
            requireNoStranger(from, true);
            if (!from.isPositive()) {
                return Optional.of(refused(from, SmtpReply.Phase.MAIL));
            }
            Reply to = step(wire, "RCPT TO:<" + mail.to() + ">");
            requireNoStranger(to, true);
            if (!to.isPositive()) {
                needsReset = true;
                return Optional.of(refused(to, SmtpReply.Phase.RCPT));
            }
            if (chunks) {
                return Optional.empty();
            }
            return mayFollow(step(wire, "DATA"));
        }

        private Reply step(SmtpWire wire, String command) throws IOException {
            requireSilence(wire);
            wire.put(command);
            wire.flush();
            return reply(wire);
        }

        /** Where no reply is due: a farewell, or one too many. */
        private static void requireSilence(SmtpWire wire) throws IOException {
            if (!wire.isSilent()) {
                throw new OutOfStepException(wire.read());
            }
        }

        /** A reply that is none to the command: from here on nobody knows which answers what. */
        private static void requireNoStranger(Reply reply, boolean positiveIsTwo)
                throws OutOfStepException {
            boolean isExpected = positiveIsTwo ? reply.isPositive() : reply.code() == GO_ON;
            if (!isExpected && !reply.isRefusal()) {
                throw new OutOfStepException(reply);
            }
        }

        private Progress refused(Reply reply, SmtpReply.Phase phase) {
            if (reply.code() == CLOSING) {
                return closing(reply, phase);
            }
            return new Progress.Ended(
                    new SendOutcome.Refused(SmtpReply.of(reply.code(), reply.text(), phase)));
        }

        /** 421: the server hangs up; at MAIL it may mean the connection, not the mail. */
        private Progress closing(Reply reply, SmtpReply.Phase phase) {
            drop();
            SendOutcome outcome =
                    new SendOutcome.Refused(SmtpReply.of(reply.code(), reply.text(), phase));
            return phase == SmtpReply.Phase.MAIL
                    ? new Progress.HungUp(outcome)
                    : new Progress.Ended(outcome);
        }

        /**
         * The envelope is accepted: records the mail, and sends it with the next one's envelope.
         */
        private Progress transmit(
                PipelinedTransport open, SmtpWire wire, M mail, boolean pipelines, boolean chunks) {
            var handing = supply.hand(mail).toCompletableFuture();
            // Meanwhile the next one is made ready.
            takeNext();
            boolean ours;
            try {
                ours = handing.join();
            } catch (CompletionException e) {
                drop();
                return new Progress.Ended(
                        new SendOutcome.NotRecorded(
                                "the ledger cannot record the mail: " + reason(e)));
            }
            if (!ours) {
                drop();
                return new Progress.Ended(new SendOutcome.NotOurs());
            }
            try {
                requireSilence(wire);
            } catch (IOException e) {
                drop();
                return new Progress.Ended(new SendOutcome.NotSent(reason(e)));
            }
            if (chunks) {
                wire.putAsLastChunk(mail.content());
            } else if (mail.mayBeginALineWithADot()) {
                wire.putWithDot(mail.content());
            } else {
                wire.putWithDotAtTheEnd(mail.content());
            }
            if (pipelines && next != null && canCarry(open, next)) {
                announce(wire, next, chunks);
            }
            try {
                wire.flush();
            } catch (IOException e) {
                drop();
                announced = false;
                return new Progress.Ended(new SendOutcome.Lost(reason(e)));
            }
            return new Progress.Sent();
        }

        /** Reads the reply to the end of the mail before, if there is one. */
        private void awaitSent(SmtpWire wire, boolean chunks) throws IOException {
            M before = sent;
            if (before == null) {
                return;
            }
            Reply reply = wire.read();
            if (!reply.isPositive() && !reply.isRefusal()) {
                throw new OutOfStepException(reply);
            }
            sent = null;
            boolean isOver = !chunks || reply.isPositive();
            if (reply.isPositive()) {
                relays.accepted(relay, before.edition());
                ended(before, new SendOutcome.Accepted(SmtpReply.queueId(reply.text())));
            } else {
                SmtpReply refusal = SmtpReply.of(reply.code(), reply.text(), SmtpReply.Phase.DATA);
                ended(before, judged(refusal, before.edition()));
            }
            if (transport == null) {
                return;
            }
            needsReset = !isOver;
            if (reply.code() == CLOSING) {
                drop();
                announced = false;
            } else if (announced && !isOver) {
                // RFC 3030, 4.2: it wants RSET before the envelope that it has.
                wire.read();
                wire.read();
                announced = false;
            }
        }

        private void awaitSent() {
            PipelinedTransport open = transport;
            if (open == null || sent == null) {
                return;
            }
            try {
                awaitSent(open.wire(), open.supportsExtension("CHUNKING"));
            } catch (IOException | MessagingException e) {
                lose(e);
            }
        }

        /** The connection is gone, and with it what was to be known of the mail before. */
        private void lose(Exception e) {
            drop();
            announced = false;
            M before = sent;
            sent = null;
            if (before != null) {
                ended(before, new SendOutcome.Lost(reason(e)));
            }
        }
    }
}
