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

    /** These are to be published later. */
    public static void postpone(
            StatelessSession session, List<ReturnedDelivery> mails, Instant at) {
        new ReturnedMailRepository_(session).postpone(deliveries(mails), keys(mails), at);
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
