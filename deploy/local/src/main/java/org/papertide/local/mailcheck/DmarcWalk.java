package org.papertide.local.mailcheck;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The levels above a domain, and which of them say something of DMARC (RFC 9989, 4.10).
 *
 * @param records what was found, from the domain upwards
 * @param problems records that count as none, with the reason
 * @param failure why a level is not known; null if all are
 */
record DmarcWalk(
        DomainName from,
        List<DmarcRecord> records,
        List<String> problems,
        @Nullable String failure) {

    /** Longer names skip to so many labels: nobody makes a receiver ask for more. */
    private static final int MOST_LABELS = 7;

    DmarcWalk {
        records = List.copyOf(records);
        problems = List.copyOf(problems);
    }

    static DmarcWalk of(Dns dns, DomainName from) {
        List<DmarcRecord> records = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        int labels = from.labels().size();
        for (int count = labels; count > 0; count = Math.min(count - 1, MOST_LABELS)) {
            DomainName level = from.last(count);
            switch (dns.texts("_dmarc." + level)) {
                case Answer.Failed<String>(String reason) -> {
                    return new DmarcWalk(
                            from, records, problems, "_dmarc.%s: %s".formatted(level, reason));
                }
                case Answer.Nothing<String> _ -> {}
                case Answer.Found<String>(List<String> texts) ->
                        add(level, texts, records, problems);
            }
            boolean ends =
                    !records.isEmpty()
                            && records.getLast().at().equals(level)
                            && !records.getLast().publicSuffix().equals("u");
            if (ends && !(level.equals(from) && records.getLast().publicSuffix().equals("y"))) {
                break;
            }
        }
        return new DmarcWalk(from, records, problems, null);
    }

    private static void add(
            DomainName level,
            List<String> texts,
            List<DmarcRecord> records,
            List<String> problems) {
        List<String> meant = texts.stream().filter(DmarcRecord::isMeant).toList();
        if (meant.size() > 1) {
            problems.add("_dmarc.%s has %d records".formatted(level, meant.size()));
        } else if (meant.size() == 1) {
            try {
                records.add(DmarcRecord.parse(level, meant.getFirst()));
            } catch (IllegalArgumentException e) {
                problems.add("the record of _dmarc.%s %s".formatted(level, e.getMessage()));
            }
        }
    }

    /** The domain of the organisation: what is aligned with it is its own. */
    DomainName organisation() {
        for (DmarcRecord each : records) {
            switch (each.publicSuffix()) {
                case "n" -> {
                    return each.at();
                }
                case "y" -> {
                    if (!each.at().equals(from)) {
                        return from.last(each.at().labels().size() + 1);
                    }
                }
                default -> {}
            }
        }
        return records.isEmpty() ? from : records.getLast().at();
    }

    /** What receivers act on. */
    Optional<DmarcRecord> policy() {
        return at(from).or(() -> at(organisation()))
                .or(() ->
                        records.stream()
                                .filter(each -> each.publicSuffix().equals("y"))
                                .findFirst());
    }

    private Optional<DmarcRecord> at(DomainName domain) {
        return records.stream().filter(each -> each.at().equals(domain)).findFirst();
    }
}
