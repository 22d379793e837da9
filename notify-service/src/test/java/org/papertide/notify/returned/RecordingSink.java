package org.papertide.notify.returned;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.papertide.bounce.ReturnedMail.Kind;

/** Keeps what it is given; a mail's first word is its kind. */
public final class RecordingSink implements ReturnedMailSink {

    private final List<String> taken = new CopyOnWriteArrayList<>();
    private volatile @Nullable RuntimeException failure;
    private volatile @Nullable Subject failing;

    /** From now on every mail fails so; null: none. */
    public void fail(@Nullable RuntimeException with) {
        failure = with;
    }

    /** From now on no mail about this one can be taken. */
    public void failFor(Subject subject) {
        failing = subject;
    }

    /** What was taken: its subject where that is known, and what. */
    public List<String> taken() {
        return List.copyOf(taken);
    }

    @Override
    public Kind take(Subject subject, byte[] mail) {
        throwFailure();
        if (subject.equals(failing)) {
            throw new IllegalStateException("not this one");
        }
        taken.add(subject + " " + body(mail));
        return Kind.UNKNOWN;
    }

    @Override
    public Taken take(byte[] mail) {
        throwFailure();
        String body = body(mail);
        if (body.startsWith("POISON")) {
            throw new IllegalStateException("poison");
        }
        taken.add(body);
        return body.startsWith("NOBODY")
                ? new Taken.Unaddressed(Kind.UNKNOWN)
                : new Taken.Applied(Kind.valueOf(body.split("\\s", 2)[0]));
    }

    @Override
    public boolean apply(Subject subject, Report report) {
        throwFailure();
        taken.add(subject + " " + report.kind() + " " + report.code());
        return true;
    }

    @Override
    public void unaddressed() {
        taken.add("unaddressed");
    }

    private void throwFailure() {
        RuntimeException thrown = failure;
        if (thrown != null) {
            throw thrown;
        }
    }

    private static String body(byte[] mail) {
        String text = new String(mail, StandardCharsets.UTF_8);
        int end = text.indexOf("\r\n\r\n");
        return (end < 0 ? text : text.substring(end + 4)).strip();
    }
}
