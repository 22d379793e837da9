package org.papertide.backtest;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Properties;

/**
 * Who recorded the lists, by the names that the observations carry. A data file beside the classes
 * names them.
 *
 * @param morning takes the daily list in the morning
 * @param afternoon takes it in the afternoon
 * @param feed is read shortly after the day's end, and weekly on Mondays
 * @param further recorders of whole lists
 */
record Recorders(String morning, String afternoon, String feed, List<String> further) {

    private static final String FILE = "recorders.properties";

    Recorders {
        further = List.copyOf(further);
    }

    /** Those of the data file. */
    static Recorders read() {
        Properties names = new Properties();
        try (InputStream in =
                Objects.requireNonNull(Recorders.class.getResourceAsStream(FILE), FILE)) {
            names.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(FILE, e);
        }
        return new Recorders(
                name(names, "morning"),
                name(names, "afternoon"),
                name(names, "feed"),
                List.of(name(names, "further").split(" *, *", -1)));
    }

    private static String name(Properties names, String role) {
        String name = names.getProperty(role, "").strip();
        if (name.isEmpty()) {
            throw new IllegalStateException(FILE + ": " + role + ": missing");
        }
        return name;
    }

    /** Whether the recorder saw whole lists. */
    boolean isOfWholeLists(String recorder) {
        return recorder.equals(morning)
                || recorder.equals(afternoon)
                || recorder.equals(feed)
                || further.contains(recorder);
    }
}
