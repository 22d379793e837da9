package org.papertide.notify.edition;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.papertide.notify.ledger.DeliveryState;
import org.papertide.notify.ledger.KindCount;
import org.papertide.notify.message.MailKind;

/**
 * How the ledger and the open editions stand, for metrics.
 *
 * @param states rows of the ledger by state
 * @param accounts of the open editions, those of one kind together
 * @param all how many editions are open
 * @param unwritten how many of them have readers who are not planned, or mails that are not written
 * @param overdue how many of them should have been closed by now
 * @param oldest the time since the oldest of them was planned
 */
public record OpenEditions(
        Map<DeliveryState, Long> states,
        Map<MailKind, Map<DeliveryState.Entry, Long>> accounts,
        long all,
        long unwritten,
        long overdue,
        Duration oldest) {

    /** Before anybody has looked. */
    public static final OpenEditions NONE =
            new OpenEditions(Map.of(), Map.of(), 0, 0, 0, Duration.ZERO);

    static OpenEditions of(List<Edition> open, List<KindCount> counts, Instant now) {
        Map<DeliveryState, Long> states = new EnumMap<>(DeliveryState.class);
        Map<MailKind, Map<DeliveryState.Entry, Long>> accounts = new EnumMap<>(MailKind.class);
        for (KindCount count : counts) {
            states.merge(count.state(), count.rows(), Long::sum);
            Arrays.stream(MailKind.values())
                    .filter(kind -> kind.name().equals(count.kindName()))
                    .forEach(kind ->
                            accounts.computeIfAbsent(
                                            kind, _ -> new EnumMap<>(DeliveryState.Entry.class))
                                    .merge(count.state().entry(), count.rows(), Long::sum));
        }
        return new OpenEditions(
                states,
                accounts,
                open.size(),
                open.stream().filter(edition -> edition.composedAt() == null).count(),
                open.stream().filter(edition -> edition.expiresAt().isBefore(now)).count(),
                open.stream()
                        .map(edition -> Duration.between(edition.plannedAt(), now))
                        .max(Duration::compareTo)
                        .orElse(Duration.ZERO));
    }

    /** Mails of the open editions of a kind that are in an entry of the account. */
    public long mails(MailKind kind, DeliveryState.Entry entry) {
        return accounts.getOrDefault(kind, Map.of()).getOrDefault(entry, 0L);
    }
}
