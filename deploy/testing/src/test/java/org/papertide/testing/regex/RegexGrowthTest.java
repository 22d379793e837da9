package org.papertide.testing.regex;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.papertide.testing.Checkout;

/**
 * Every regular expression of the services works in time that grows with its input, not faster:
 * whoever sends a text of twice the length makes it look at most at three times as many characters.
 * Or its input is bounded, and is named here with its bound. Characters are counted, not time. Not
 * those of the launcher, which reads what an operator gives it.
 */
class RegexGrowthTest {

    private static final List<String> MODULES =
            List.of(
                    "events",
                    "platform",
                    "text",
                    "feed",
                    "bounce",
                    "ingest-service",
                    "notify-service",
                    "ranking-service");

    /** Short enough to try thousands of them. */
    private static final int SHORT = 128;

    /** Long enough that a bounded repetition within a search does not look like a square. */
    private static final int LONG = 2_500;

    /** A square makes 4 of them. */
    private static final double MOST = 3;

    private static final long TOO_MANY = 40_000_000;

    /** By expression, why its input cannot be long. */
    private static final Map<String, String> BOUNDED =
            Map.of(
                    "(.*?) ?(?:([+-]\\d\\d)(?::?(\\d\\d))?|(Z|UTC|GMT|UT))",
                    "a date has at most 100 characters: Dates.MAX_LENGTH",
                    "<a [^>]*\uE000[A-Z]+\uE001[^>]*>[^<]*</a>( &nbsp; )?",
                    "mails of our templates, whose tags end: no text of others has a < in them");

    /** By file, why an expression is put together as the service runs, and is slow for nobody. */
    private static final Map<String, String> MADE =
            Map.of(
                    "JsonText.java", "names of fields, quoted, behind a brace",
                    "MailTemplate.java", "names of links between two private characters",
                    "ReplyRule.java", "RE2, which is linear for every expression");

    @Test
    void growWithTheirInputOnly() {
        RegexSources sources =
                RegexSources.of(
                        MODULES.stream()
                                .map(module ->
                                        Checkout.root().resolve(module).resolve("src/main/java"))
                                .toList());
        List<Regex> regexes = sources.regexes();
        Map<String, String> faster = new TreeMap<>();
        for (Regex regex : regexes) {
            faster(regex).ifPresent(how -> faster.put(regex.text(), how + " " + regex.places()));
        }
        assertThat(regexes).hasSizeGreaterThan(150);
        assertThat(faster.keySet())
                .as(() -> String.join("\n", faster.values()))
                .containsExactlyInAnyOrderElementsOf(BOUNDED.keySet());
        assertThat(sources.unknown().stream().map(place -> place.substring(0, place.indexOf(':'))))
                .as("made as the service runs")
                .containsExactlyInAnyOrderElementsOf(MADE.keySet());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\s+$",
                "(a+)+b",
                "<[^>]*>",
                "a*a*b",
                "\\(.*?\\)",
                "[^@]+@x",
                "x(?:ab)*[ab]*y",
                "\\S+@\\S+",
                "<!--.*?-->",
            })
    void aFasterOneIsFound(String regex) {
        assertThat(faster(new Regex(regex, 0, Set.of(), true))).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\s+", "[a-z]{1,64}@", "(?<!\\S)\\S+@x", "\\d{4}-\\d\\d", "^.*b$"})
    void aLinearOneIsNotFound(String regex) {
        assertThat(faster(new Regex(regex, 0, Set.of(), true))).isEmpty();
    }

    private static Optional<String> faster(Regex regex) {
        Pattern pattern = regex.pattern();
        for (RegexShape.Texts.Pumped pumped : new RegexShape.Texts(regex).pumped()) {
            if (grows(pattern, regex.searches(), pumped, SHORT)
                    && grows(pattern, regex.searches(), pumped, LONG)) {
                return Optional.of("%s by %s".formatted(regex.text(), pumped));
            }
        }
        return Optional.empty();
    }

    private static boolean grows(
            Pattern pattern, boolean searches, RegexShape.Texts.Pumped pumped, int length) {
        long once = steps(pattern, searches, pumped.of(length));
        if (once > TOO_MANY) {
            return true;
        }
        String two = pumped.of(2 * length);
        long twice = steps(pattern, searches, two);
        // Nothing is a square that looks at each character a few times.
        return twice > 4L * two.length() && twice > MOST * once;
    }

    /** More than too many also where it calls itself for each repetition, until the stack ends. */
    private static long steps(Pattern pattern, boolean searches, String input) {
        CountedText text = new CountedText(input, TOO_MANY);
        try {
            Regex.use(pattern, searches, text);
        } catch (CountedText.TooManyException | StackOverflowError _) {
            return Long.MAX_VALUE;
        }
        return text.steps();
    }
}
