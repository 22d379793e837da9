package org.papertide.notify.returned;

import java.time.Instant;
import java.util.List;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;

/**
 * That a mail of ours came back.
 *
 * @param delivery which
 * @param key of what came back
 * @param kind as what, such as HARD
 * @param code RFC 3463 or SMTP; null if it names none
 * @param at when
 */
public record ReturnedDelivery(
        long delivery, String key, String kind, @Nullable String code, Instant at) {

    /** As what these mails came back, each of them as each kind once: the first time. */
    public static List<ReturnedDelivery> of(StatelessSession session, Long[] deliveries) {
        return new ReturnedMailRepository_(session).ofDeliveries(deliveries);
    }

    /** What is to be published by now, the longest due first. */
    public static List<ReturnedDelivery> toBook(StatelessSession session, Instant now, int atMost) {
        return new ReturnedMailRepository_(session).toBook(now, atMost);
    }

    /** These are published. */
    public static void booked(StatelessSession session, List<ReturnedDelivery> mails) {
        new ReturnedMailRepository_(session).setBooked(deliveries(mails), keys(mails));
    }

    /**
     * These are to be published when their editions are booked.
     *
     * @param editions of each
     * @param ats when to look again, of each, should nobody say before that it is booked
     */
    public static void waitFor(
            StatelessSession session,
            List<ReturnedDelivery> mails,
            List<Long> editions,
            List<Instant> ats) {
        new ReturnedMailRepository_(session)
                .waitFor(
                        deliveries(mails),
                        keys(mails),
                        editions.toArray(Long[]::new),
                        ats.toArray(Instant[]::new));
    }

    /** These editions are booked: what waited for them is to be published now. */
    public static void endWait(StatelessSession session, Long[] editions, Instant now) {
        new ReturnedMailRepository_(session).endWait(editions, now);
    }

    private static Long[] deliveries(List<ReturnedDelivery> mails) {
        return mails.stream().map(ReturnedDelivery::delivery).toArray(Long[]::new);
    }

    private static String[] keys(List<ReturnedDelivery> mails) {
        return mails.stream().map(ReturnedDelivery::key).toArray(String[]::new);
    }

    @Override
    public String toString() {
        return "ReturnedDelivery[%d %s %s]".formatted(delivery, kind, code);
    }
}
