package org.papertide.notify.returned.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.papertide.notify.returned.RecordingSink;
import org.papertide.notify.returned.mailbox.HostileMailbox.Peer;
import org.papertide.notify.returned.mailbox.MailboxSettings.Tls;
import org.papertide.platform.loop.Backoff;

/** Servers that mean harm, and mails that break one: nothing is lost beside them. */
class MailboxAttacksTest {

    private static final Duration DEADLINE = Duration.ofMillis(600);

    private final RecordingSink sink = new RecordingSink();

    /** What is answered where one of three mails is asked for. */
    enum Attack {
        HUGE_LITERAL {
            @Override
            boolean answer(Peer peer, String tag, int number) throws IOException {
                peer.say("* " + number + " FETCH (BODY[]<0> {2000000000}");
                return true;
            }
        },
        LARGEST_LITERAL {
            @Override
            boolean answer(Peer peer, String tag, int number) throws IOException {
                peer.say("* " + number + " FETCH (BODY[]<0> {2147483647}");
                return true;
            }
        },
        ENDLESS_LINE {
            @Override
            boolean answer(Peer peer, String tag, int number) throws IOException {
                String part = "x".repeat(100_000);
                while (true) {
                    peer.write(part);
                }
            }
        },
        ENDLESS_ANSWERS {
            @Override
            boolean answer(Peer peer, String tag, int number) throws IOException {
                String some = "* OK still here\r\n".repeat(5_000);
                while (true) {
                    peer.write(some);
                }
            }
        },
        DEEP_PARENTHESES {
            @Override
            boolean answer(Peer peer, String tag, int number) throws IOException {
                peer.say("* " + number + " FETCH (BODYSTRUCTURE " + "(".repeat(1_000_000));
                peer.say(tag + " OK done");
                return true;
            }
        },
        SLOW_DRIP {
            @Override
            boolean answer(Peer peer, String tag, int number) throws IOException {
                while (true) {
                    peer.write("x");
                    LockSupport.parkNanos(20_000_000);
                }
            }
        },
        HANGS_UP {
            @Override
            boolean answer(Peer peer, String tag, int number) {
                return false;
            }
        },
        ANOTHER_NUMBER {
            @Override
            boolean answer(Peer peer, String tag, int number) throws IOException {
                HostileMailbox.send(peer, 7777, "HARD 7777");
                peer.say(tag + " OK done");
                return true;
            }
        },
        REFUSES {
            @Override
            boolean answer(Peer peer, String tag, int number) throws IOException {
                peer.say(tag + " NO it is gone");
                return true;
            }
        },
        NO_IMAP {
            @Override
            boolean answer(Peer peer, String tag, int number) throws IOException {
                peer.say("HTTP/1.1 200 OK");
                peer.say(tag + " \u0007 (((");
                return false;
            }
        };

        abstract boolean answer(Peer peer, String tag, int number) throws IOException;
    }

    private MailboxReader read(HostileMailbox mailbox) {
        return read(mailbox, Backoff.constant(Duration.ofMillis(5)));
    }

    private MailboxReader read(HostileMailbox mailbox, Backoff again) {
        MailboxSettings settings =
                TestMailbox.withPassword(mailbox.port(), Tls.NONE)
                        .polledEvery(Duration.ofMillis(20));
        return new MailboxReader(
                new MailboxServer(settings, "localhost"),
                settings,
                sink,
                200,
                DEADLINE,
                Backoff.constant(Duration.ofMillis(5)),
                again);
    }

    @ParameterizedTest
    @EnumSource(Attack.class)
    void takesTheNeighboursOfAMailThatCannotBeRead(Attack attack) {
        try (HostileMailbox mailbox = new HostileMailbox(attack::answer);
                MailboxReader _ = read(mailbox)) {
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(mailbox.moved()).hasSize(3));
            assertThat(mailbox.moved())
                    .containsExactlyInAnyOrder(
                            "11 Papertide.hard", "12 Papertide.failed", "13 Papertide.hard");
            assertThat(mailbox.deleted()).isEmpty();
        }
        assertThat(sink.taken()).containsExactlyInAnyOrder("HARD 11", "HARD 13");
    }

    /** A server may refuse all while it restarts. */
    @Test
    void asksOnceInAMinuteForAMailThatIsRefused() {
        AtomicInteger asked = new AtomicInteger();
        HostileMailbox.Manner refuses =
                (peer, tag, _) -> {
                    asked.incrementAndGet();
                    peer.say(tag + " NO try again");
                    return true;
                };
        try (HostileMailbox mailbox = new HostileMailbox(refuses);
                MailboxReader _ = read(mailbox, Tries.PAUSES)) {
            await().until(() -> mailbox.moved().size() == 2);
            int before = mailbox.looks();
            await().until(() -> mailbox.looks() > before + 1);
            assertThat(mailbox.moved())
                    .containsExactlyInAnyOrder("11 Papertide.hard", "13 Papertide.hard");
        }
        assertThat(asked).hasValue(1);
    }

    @Test
    void takesAMailThatWasRefusedForAWhile() {
        AtomicInteger asked = new AtomicInteger();
        HostileMailbox.Manner late =
                (peer, tag, number) -> {
                    if (asked.incrementAndGet() < Tries.READS) {
                        peer.say(tag + " NO try again");
                    } else {
                        HostileMailbox.send(peer, number, "HARD 12");
                        peer.say(tag + " OK done");
                    }
                    return true;
                };
        try (HostileMailbox mailbox = new HostileMailbox(late);
                MailboxReader _ = read(mailbox)) {
            await().until(() -> mailbox.moved().contains("12 Papertide.hard"));
        }
        assertThat(sink.taken()).containsExactlyInAnyOrder("HARD 11", "HARD 12", "HARD 13");
    }

    /** A place for each would take 16 GB. */
    @Test
    void believesNoFolderOfTwoThousandMillionMails() {
        try (HostileMailbox mailbox = new HostileMailbox((_, _, _) -> true, "2000000000");
                MailboxReader _ = read(mailbox)) {
            await().until(() -> mailbox.connections() > 3);
            assertThat(mailbox.moved()).isEmpty();
        }
        assertThat(sink.taken()).isEqualTo(List.of());
    }
}
