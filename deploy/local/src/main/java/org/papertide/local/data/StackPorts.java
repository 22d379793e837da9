package org.papertide.local.data;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The ports of a local stack, in a row.
 *
 * @param base the first: the site's
 */
public record StackPorts(int base) {

    /** The first port by default. */
    public static final int DEFAULT_BASE = 8080;

    private static final int COUNT = 15;
    private static final int LAST_PORT = 65_535;

    public StackPorts {
        if (base < 1 || base + COUNT - 1 > LAST_PORT) {
            throw new IllegalArgumentException(
                    "must be from 1 to %d, not %d".formatted(LAST_PORT - COUNT + 1, base));
        }
    }

    /**
     * Reads {@code --port-base}.
     *
     * @throws IllegalArgumentException if it is not a port
     */
    public static StackPorts parse(String base) {
        try {
            return new StackPorts(Integer.parseInt(base));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("must be a number, not " + base, e);
        }
    }

    public int notifyService() {
        return base;
    }

    public int ingestService() {
        return base + 1;
    }

    public int rankingService() {
        return base + 2;
    }

    public int smtp() {
        return base + 3;
    }

    public int imap() {
        return base + 4;
    }

    public int inbox() {
        return base + 5;
    }

    public int kafka() {
        return base + 6;
    }

    public int postgres() {
        return base + 7;
    }

    public int kafkaController() {
        return base + 8;
    }

    /** Health and metrics of notify. */
    public int notifyManagement() {
        return base + 9;
    }

    /** Health and metrics of ingest. */
    public int ingestManagement() {
        return base + 10;
    }

    /** Health and metrics of ranking. */
    public int rankingManagement() {
        return base + 11;
    }

    /** The simulated source of {@code --demo}, to which its papers link: the same at each start. */
    public int demo() {
        return base + 12;
    }

    /** Prometheus, of {@code --observe}. */
    public int prometheus() {
        return base + 13;
    }

    /** The page of figures of {@code --observe}. */
    public int figures() {
        return base + 14;
    }

    /** The ports of {@code --observe} with their names, for people. */
    public Map<Integer, String> namesOfObserving() {
        Map<Integer, String> names = new LinkedHashMap<>();
        names.put(prometheus(), "Prometheus");
        names.put(figures(), "the page of figures");
        return names;
    }

    /** Every other port with its name, for people. */
    public Map<Integer, String> names() {
        Map<Integer, String> names = new LinkedHashMap<>();
        names.put(notifyService(), "the site");
        names.put(ingestService(), "the ingest API");
        names.put(rankingService(), "the ranking API");
        names.put(smtp(), "SMTP");
        names.put(imap(), "IMAP");
        names.put(inbox(), "the inbox page");
        names.put(kafka(), "Kafka");
        names.put(postgres(), "PostgreSQL");
        names.put(kafkaController(), "Kafka's controller");
        names.put(notifyManagement(), "notify's health and metrics");
        names.put(ingestManagement(), "ingest's health and metrics");
        names.put(rankingManagement(), "ranking's health and metrics");
        names.put(demo(), "the demo's project pages");
        return names;
    }
}
