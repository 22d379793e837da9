package org.papertide.notify.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A supply of one mail. */
final class SingleMail implements ReadyMail, MailSupply<SingleMail> {

    private final String from;
    private final String to;
    private final byte[] content;
    private final List<SendOutcome> outcomes = new ArrayList<>();
    private BooleanSupplier mayGo = () -> true;
    private boolean taken;
    private long edition = 1;

    SingleMail(String from, String to, byte[] content) {
        this.from = from;
        this.to = to;
        this.content = content;
    }

    /** Asked before the mail's end. */
    SingleMail handing(BooleanSupplier asked) {
        mayGo = asked;
        return this;
    }

    /** Sends it, and returns what became of it. */
    SendOutcome over(SmtpConnection connection) {
        connection.send(this);
        assertThat(outcomes).hasSize(1);
        return outcomes.getFirst();
    }

    @Override
    public String from() {
        return from;
    }

    @Override
    public String to() {
        return to;
    }

    /** As one of this edition. */
    SingleMail of(long newEdition) {
        edition = newEdition;
        return this;
    }

    @Override
    public long edition() {
        return edition;
    }

    @Override
    public byte[] content() {
        return content;
    }

    @Override
    public Optional<SingleMail> next() {
        boolean first = !taken;
        taken = true;
        return first ? Optional.of(this) : Optional.empty();
    }

    @Override
    public boolean isEnding() {
        return false;
    }

    @Override
    public void asked(SingleMail mail) {}

    @Override
    public CompletionStage<Boolean> hand(SingleMail mail) {
        try {
            return CompletableFuture.completedFuture(mayGo.getAsBoolean());
        } catch (IllegalStateException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public void ended(SingleMail mail, SendOutcome outcome, @Nullable String relay) {
        outcomes.add(outcome);
    }

    @Override
    public void takeBack(SingleMail mail) {
        throw new IllegalStateException("there is no other mail");
    }

    @Override
    public void serverIsSlow() {}
}
