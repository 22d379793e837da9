package org.papertide.notify.theme;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.papertide.notify.ranking.TextReader;
import org.papertide.notify.ranking.TextReader.Cause;
import org.papertide.notify.ranking.TextReader.Meaning;
import org.papertide.notify.ranking.TextReader.TextAnswer;
import org.papertide.notify.subscription.ThemeWait;

/**
 * Has many texts read, a few in each request. A text that is refused, or that the model fails at,
 * puts off no other: its request is halved until it is alone. What was read before something went
 * wrong stays.
 */
final class TextBatches {

    /** A text that every model reads. */
    static final String PLAIN = "papers";

    private final TextReader reader;
    private final Map<String, Meaning> meanings = new HashMap<>();
    private final Set<String> refused = new HashSet<>();
    private @Nullable String model;
    private @Nullable ThemeWait waits;
    private @Nullable String why;

    TextBatches(TextReader reader) {
        this.reader = reader;
    }

    /** Reads texts; whatever happens there, it does not throw. */
    Texts read(List<String> texts) {
        for (int from = 0; from < texts.size() && waits == null; from += TextReader.AT_ONCE) {
            some(texts.subList(from, Math.min(from + TextReader.AT_ONCE, texts.size())));
        }
        return new Texts(model, meanings, refused, waits);
    }

    /** For the log: why not all were read; absent if all were. */
    @Nullable String why() {
        return why;
    }

    private void some(List<String> texts) {
        switch (reader.read(texts)) {
            case TextAnswer.Read(String by, List<Meaning> read) -> {
                if (model != null && !model.equals(by)) {
                    stop(ThemeWait.RANKING, "the text model has changed");
                    return;
                }
                model = by;
                for (int i = 0; i < texts.size(); i++) {
                    meanings.put(texts.get(i), read.get(i));
                }
            }
            case TextAnswer.Refused(String reason) -> halve(texts, reason);
            case TextAnswer.Away(Cause cause, String reason) -> {
                if (cause == Cause.BROKEN && readsOthers()) {
                    halve(texts, reason);
                } else {
                    stop(wait(cause), reason);
                }
            }
        }
    }

    /** Whether the model works, and fails at some text only. */
    private boolean readsOthers() {
        return reader.read(List.of(PLAIN)) instanceof TextAnswer.Read;
    }

    private void halve(List<String> texts, String reason) {
        if (texts.size() == 1) {
            refused.add(texts.getFirst());
            why = reason;
            return;
        }
        int half = texts.size() / 2;
        some(texts.subList(0, half));
        if (waits == null) {
            some(texts.subList(half, texts.size()));
        }
    }

    private void stop(ThemeWait wait, String reason) {
        waits = wait;
        why = reason;
    }

    private static ThemeWait wait(Cause cause) {
        return switch (cause) {
            case UNREACHABLE -> ThemeWait.RANKING;
            case LOADING -> ThemeWait.LOADING;
            case BUSY -> ThemeWait.BUSY;
            case OFF -> ThemeWait.MODEL;
            case BROKEN -> ThemeWait.BROKEN;
        };
    }
}
