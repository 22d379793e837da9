package org.papertide.notify.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MailStartupTest {

    private final List<String> ended = new CopyOnWriteArrayList<>();

    /** Each ends only when the other is ending: one after the other, none would. */
    @Test
    void endsWebhooksAndMailsSideBySide() {
        CyclicBarrier both = new CyclicBarrier(2);
        MailStartup.endTogether(
                () -> {
                    both.await(30, TimeUnit.SECONDS);
                    ended.add("webhooks");
                },
                () -> {
                    both.await(30, TimeUnit.SECONDS);
                    ended.add("mails");
                });
        assertThat(ended).containsExactlyInAnyOrder("webhooks", "mails");
    }

    @Test
    void endsMailsAlsoWhereWebhooksCannotEndOrNeverBegan() {
        MailStartup.endTogether(
                () -> {
                    throw new IllegalStateException("no connection");
                },
                () -> ended.add("mails"));
        MailStartup.endTogether(null, () -> ended.add("more mails"));
        assertThat(ended).containsExactly("mails", "more mails");
    }
}
