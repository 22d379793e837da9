import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.papertide.events.Breakout;
import org.papertide.events.PaperId;
import org.papertide.events.Score;
import org.papertide.events.Signal;
import org.papertide.events.consumer.Change;
import org.papertide.events.consumer.EventStream;
import org.papertide.events.consumer.PaperChange;
import org.papertide.events.consumer.PapertideConsumer;

/** Prints breakouts, keeps the top ten, or joins signals with papers, until Ctrl-C. */
public final class Example {

    private Example() {}

    public static void main(String[] words) {
        PapertideConsumer.Builder papertide = papertide();
        switch (words.length == 1 ? words[0] : "") {
            case "breakouts" -> breakouts(papertide);
            case "top" -> new Top().readBy(papertide);
            case "readings" -> new Readings().readBy(papertide);
            default -> {
                System.err.println("usage: Example.java breakouts|top|readings");
                System.exit(2);
            }
        }
        run(papertide);
    }

    private static PapertideConsumer.Builder papertide() {
        return PapertideConsumer.of(environment("PAPERTIDE_KAFKA", "localhost:8086"))
                .prefix(environment("PAPERTIDE_PREFIX", "papertide."))
                .clockOffset(Duration.parse(environment("PAPERTIDE_CLOCK_OFFSET", "PT0S")))
                .onDeadLetter(lost -> System.err.println("left out " + lost.letter().reason()));
    }

    private static void run(PapertideConsumer.Builder papertide) {
        PapertideConsumer consumer = papertide.build();
        Runtime.getRuntime().addShutdownHook(new Thread(consumer::close));
        consumer.run();
    }

    /** In a group: what was printed is not printed again by the next start. */
    private static void breakouts(PapertideConsumer.Builder papertide) {
        papertide
                .group("example-java")
                .on(EventStream.BREAKOUTS, received -> {
                    Breakout breakout = received.event();
                    System.out.printf(
                            "%s %s %.0f %s%n",
                            breakout.at(),
                            breakout.paper().id(),
                            breakout.score(),
                            breakout.paper().title());
                });
    }

    /** Without a group: the table is in memory, so each start reads the topic anew. */
    private static final class Top {

        private final Map<String, Score> scores = new HashMap<>();
        private List<String> printed = List.of();
        private boolean complete;

        void readBy(PapertideConsumer.Builder papertide) {
            papertide
                    .on(EventStream.SCORES, received -> {
                        switch (received.event()) {
                            case Change.Put<Score>(String key, Score score) ->
                                    scores.put(key, score);
                            case Change.Gone<Score>(String key) -> scores.remove(key);
                        }
                        if (complete) {
                            print();
                        }
                    })
                    .onCaughtUp(() -> {
                        complete = true;
                        print();
                    });
        }

        private void print() {
            List<String> top =
                    scores.values().stream()
                            .sorted(
                                    Comparator.comparingDouble(Score::score)
                                            .reversed()
                                            .thenComparing(score -> score.paper().id()))
                            .limit(10)
                            .map(score ->
                                    "%.0f %s %s"
                                            .formatted(
                                                    score.score(),
                                                    score.paper().id(),
                                                    score.paper().title()))
                            .toList();
            if (!top.equals(printed)) {
                printed = top;
                for (int i = 0; i < top.size(); i++) {
                    System.out.println(i + 1 + " " + top.get(i));
                }
                System.out.println();
            }
        }
    }

    /** A stream has no order with another one: signals are read once the titles are known. */
    private static final class Readings {

        private final Map<PaperId, String> titles = new ConcurrentHashMap<>();
        private final Map<PaperId, PaperId> merged = new ConcurrentHashMap<>();

        void readBy(PapertideConsumer.Builder papertide) {
            papertide
                    .on(EventStream.PAPERS, received -> {
                        switch (received.event()) {
                            case PaperChange.Listed(var paper) ->
                                    titles.put(paper.id(), paper.title());
                            case PaperChange.Withdrawn(var paper) -> titles.remove(paper.id());
                            case PaperChange.Merged(var id, var into, _) -> {
                                titles.remove(id);
                                merged.put(id, into);
                            }
                            case PaperChange.Gone(var id) -> titles.remove(id);
                        }
                    })
                    .onCaughtUp(() -> new Thread(this::readSignals).start());
        }

        private void readSignals() {
            run(papertide().on(EventStream.SIGNALS, received -> print(received.event())));
        }

        private void print(Signal signal) {
            PaperId id = merged.getOrDefault(signal.paperId(), signal.paperId());
            String title = titles.get(id);
            if (title != null) {
                System.out.printf(
                        "%s %s %d %s %s%n",
                        signal.observedAt(), id, signal.value(), signal.metric(), title);
            }
        }
    }

    private static String environment(String name, String otherwise) {
        String value = System.getenv(name);
        return value == null ? otherwise : value;
    }
}
