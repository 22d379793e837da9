package org.papertide.testing.regex;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The parts of a regular expression, as far as texts are made from them: what one character may be,
 * and what repeats.
 */
sealed interface RegexShape {

    /** One character, by an expression of its own. */
    record One(String text) implements RegexShape {}

    /** One after the other. */
    record Row(List<RegexShape> parts) implements RegexShape {}

    /** One of several. */
    record Either(List<RegexShape> parts) implements RegexShape {}

    /** The same again; {@code most} is large where there is no bound. */
    record Again(RegexShape part, int least, int most) implements RegexShape {}

    /** Is looked at and takes no room, as {@code (?=…)}. */
    record Beside(RegexShape part) implements RegexShape {}

    /** No bound. */
    int ENDLESS = Integer.MAX_VALUE;

    /**
     * Reads an expression that {@link Pattern} takes.
     *
     * @throws IllegalStateException if it has a form that is not known here
     */
    static RegexShape parse(String regex) {
        Reader reader = new Reader(regex);
        RegexShape shape = reader.either();
        if (reader.at < regex.length()) {
            throw new IllegalStateException("not understood from " + reader.at + ": " + regex);
        }
        return shape;
    }

    /** Reads from left to right. */
    final class Reader {

        private final String regex;
        private int at;

        private Reader(String regex) {
            this.regex = regex;
        }

        private boolean ends() {
            return at >= regex.length() || regex.charAt(at) == ')';
        }

        private boolean take(String word) {
            boolean there = regex.startsWith(word, at);
            if (there) {
                at += word.length();
            }
            return there;
        }

        private RegexShape either() {
            List<RegexShape> parts = new ArrayList<>();
            parts.add(row());
            while (take("|")) {
                parts.add(row());
            }
            return parts.size() == 1 ? parts.getFirst() : new Either(parts);
        }

        private RegexShape row() {
            List<RegexShape> parts = new ArrayList<>();
            while (!ends() && regex.charAt(at) != '|') {
                parts.add(again(part()));
            }
            return new Row(parts);
        }

        private RegexShape again(RegexShape part) {
            RegexShape all = part;
            while (at < regex.length() && "*+?{".indexOf(regex.charAt(at)) >= 0) {
                char kind = regex.charAt(at);
                at++;
                int least = kind == '+' ? 1 : 0;
                int most = kind == '?' ? 1 : ENDLESS;
                if (kind == '{') {
                    int end = regex.indexOf('}', at);
                    String[] bounds = regex.substring(at, end).split(",", -1);
                    least = Integer.parseInt(bounds[0]);
                    most =
                            bounds.length == 1
                                    ? least
                                    : bounds[1].isEmpty() ? ENDLESS : Integer.parseInt(bounds[1]);
                    at = end + 1;
                }
                all = new Again(all, least, most);
                if (at < regex.length() && "?+".indexOf(regex.charAt(at)) >= 0) {
                    at++; // Lazy or possessive.
                }
            }
            return all;
        }

        private RegexShape part() {
            return switch (regex.charAt(at)) {
                case '(' -> group();
                case '[' -> new One(set());
                case '\\' -> escaped();
                case '^', '$' -> {
                    at++;
                    yield new Row(List.of());
                }
                default -> {
                    int from = at;
                    at += Character.charCount(regex.codePointAt(at));
                    yield new One(regex.substring(from, at));
                }
            };
        }

        private RegexShape group() {
            at++;
            boolean beside = take("?=") || take("?!") || take("?<=") || take("?<!");
            if (!beside && take("?")) {
                if (take("<")) {
                    at = regex.indexOf('>', at) + 1;
                } else if (!take(":") && !take(">")) {
                    while (regex.charAt(at) != ':' && regex.charAt(at) != ')') {
                        at++; // Flags.
                    }
                    take(":");
                }
            }
            RegexShape inner = either();
            if (!take(")")) {
                throw new IllegalStateException("no end of a group: " + regex);
            }
            return beside ? new Beside(inner) : inner;
        }

        /** A character class, with those within it. */
        private String set() {
            int from = at;
            int depth = 0;
            do {
                char next = regex.charAt(at);
                if (next == '\\') {
                    at++;
                } else if (next == '[') {
                    depth++;
                } else if (next == ']') {
                    depth--;
                }
                at++;
            } while (depth > 0);
            return regex.substring(from, at);
        }

        private RegexShape escaped() {
            int from = at;
            char kind = regex.charAt(at + 1);
            at += 2;
            switch (kind) {
                case 'b', 'B', 'A', 'G', 'z', 'Z' -> {
                    take("{g}");
                    return new Row(List.of());
                }
                case '1', '2', '3', '4', '5', '6', '7', '8', '9' -> {
                    return new Row(List.of());
                }
                case 'k' -> {
                    at = regex.indexOf('>', at) + 1;
                    return new Row(List.of());
                }
                case 'Q' -> {
                    int end = regex.indexOf("\\E", at);
                    String quoted = regex.substring(at, end < 0 ? regex.length() : end);
                    at = end < 0 ? regex.length() : end + 2;
                    return new Row(
                            quoted.codePoints()
                                    .mapToObj(point ->
                                            (RegexShape)
                                                    new One(
                                                            Pattern.quote(
                                                                    Character.toString(point))))
                                    .toList());
                }
                case 'u' -> at += 4;
                case 'p', 'P', 'x', 'N' -> {
                    if (regex.charAt(at) == '{') {
                        at = regex.indexOf('}', at) + 1;
                    } else {
                        at += kind == 'x' ? 2 : 1;
                    }
                }
                default -> {
                    // One character, or a class of one letter.
                }
            }
            return new One(regex.substring(from, at));
        }
    }

    /** Makes hostile texts for one expression. */
    final class Texts {

        /** Characters of many kinds; beside all of ASCII. */
        private static final String OTHERS =
                "é\u00a0\u0301\u0435\u0391\u0591\u200b\u2026\u2028\u3042\u4e2d\uac00\ufb01\ufe0f😀";

        private static final int ROUNDS = 3;
        private static final int MOST_CHOICES = 4;

        /** Of an expression of a hundred words, by chance. */
        private static final int MOST_TEXTS = 4_000;

        private final RegexShape shape;
        private final int flags;
        private final Random random = new Random(7);
        private final Map<String, List<String>> choices = new LinkedHashMap<>();
        private final List<String> alphabet;

        Texts(Regex regex) {
            this.shape = parse(regex.text());
            this.flags =
                    regex.flags() | (regex.text().contains("(?i)") ? Pattern.CASE_INSENSITIVE : 0);
            visit(
                    shape,
                    part -> {
                        if (part instanceof One(String text)) {
                            choices.put(text, List.of());
                        }
                    });
            this.alphabet = alphabet();
        }

        /** Of those characters that all parts treat alike, one or two. */
        private List<String> alphabet() {
            Map<BitSet, List<String>> kinds = new LinkedHashMap<>();
            List<Pattern> parts = new ArrayList<>();
            choices.keySet().forEach(text -> parts.add(one(text)));
            Stream.concat(
                            IntStream.concat(
                                            IntStream.rangeClosed('a', 'z'),
                                            IntStream.range(0, 128))
                                    .mapToObj(Character::toString),
                            OTHERS.codePoints().mapToObj(Character::toString))
                    .distinct()
                    .forEach(each -> {
                        BitSet kind = new BitSet();
                        for (int i = 0; i < parts.size(); i++) {
                            kind.set(i, parts.get(i).matcher(each).matches());
                        }
                        List<String> alike = kinds.computeIfAbsent(kind, _ -> new ArrayList<>());
                        if (alike.size() < 2) {
                            alike.add(each);
                        }
                    });
            List<String> all = kinds.values().stream().flatMap(List::stream).toList();
            choices.replaceAll((text, _) -> {
                Pattern part = one(text);
                List<String> fitting =
                        all.stream().filter(each -> part.matcher(each).matches()).toList();
                return fitting.isEmpty() ? List.of(text) : fitting;
            });
            return kinds.values().stream().map(List::getFirst).toList();
        }

        private Pattern one(String text) {
            try {
                return Pattern.compile(text, flags | Pattern.DOTALL);
            } catch (PatternSyntaxException _) {
                return Pattern.compile(Pattern.quote(text));
            }
        }

        private static void visit(RegexShape shape, Consumer<RegexShape> each) {
            each.accept(shape);
            switch (shape) {
                case One _ -> {}
                case Row(List<RegexShape> parts) -> parts.forEach(part -> visit(part, each));
                case Either(List<RegexShape> parts) -> parts.forEach(part -> visit(part, each));
                case Again(RegexShape part, _, _) -> visit(part, each);
                case Beside(RegexShape part) -> visit(part, each);
            }
        }

        /** A text that the part takes, by chance. */
        private String sample(RegexShape part) {
            return switch (part) {
                case One(String text) -> {
                    List<String> fitting = choices.getOrDefault(text, List.of(text));
                    yield fitting.get(random.nextInt(fitting.size()));
                }
                case Row(List<RegexShape> parts) ->
                        parts.stream().map(this::sample).reduce("", String::concat);
                case Either(List<RegexShape> parts) ->
                        sample(parts.get(random.nextInt(parts.size())));
                case Again(RegexShape inner, int least, int most) -> {
                    int times = Math.min(most, least + random.nextInt(3));
                    StringBuilder all = new StringBuilder();
                    for (int i = 0; i < times; i++) {
                        all.append(sample(inner));
                    }
                    yield all.toString();
                }
                case Beside _ -> "";
            };
        }

        /**
         * What may be repeated before, in and after what repeats.
         *
         * @param before what leads there
         * @param part what repeats, as texts
         */
        record Place(String before, List<String> part) {}

        private void places(RegexShape shape, String before, List<Place> found) {
            switch (shape) {
                case One _ -> {}
                case Row(List<RegexShape> parts) -> {
                    String leading = before;
                    for (RegexShape part : parts) {
                        places(part, leading, found);
                        leading += sample(part);
                    }
                }
                case Either(List<RegexShape> parts) ->
                        parts.forEach(part -> places(part, before, found));
                case Again(RegexShape part, _, int most) -> {
                    if (most == ENDLESS) {
                        found.add(
                                new Place(
                                        before,
                                        IntStream.range(0, MOST_CHOICES)
                                                .mapToObj(_ -> sample(part))
                                                .filter(text -> !text.isEmpty())
                                                .distinct()
                                                .toList()));
                    }
                    places(part, before, found);
                    places(part, before + sample(part), found);
                }
                case Beside(RegexShape part) -> places(part, before, found);
            }
        }

        /**
         * A text of one length or another.
         *
         * @param before stands once before
         * @param again is repeated
         * @param after stands once behind
         */
        record Pumped(String before, String again, String after) {

            String of(int length) {
                return before + again.repeat(length / again.length() + 1) + after;
            }
        }

        /** All that is tried. */
        List<Pumped> pumped() {
            List<Place> places = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                places(shape, "", places);
            }
            if (places.isEmpty()) {
                return List.of();
            }
            List<String> ends = Stream.concat(Stream.of("", "\u0001"), alphabet.stream()).toList();
            List<Pumped> all = new ArrayList<>();
            for (Place place : places) {
                Stream.concat(place.part().stream(), alphabet.stream())
                        .forEach(again -> add(all, place.before(), again, ends));
                add(all, "", place.before(), ends);
                place.part().forEach(part -> add(all, "", place.before() + part, ends));
            }
            alphabet.forEach(one -> {
                add(all, "", one, ends);
                alphabet.forEach(other -> add(all, "", one + other, ends.subList(0, 2)));
            });
            List<Pumped> some = new ArrayList<>(all.stream().distinct().toList());
            Collections.shuffle(some, random);
            return some.size() > MOST_TEXTS ? some.subList(0, MOST_TEXTS) : some;
        }

        private static void add(List<Pumped> all, String before, String again, List<String> ends) {
            if (!again.isEmpty()) {
                ends.forEach(end -> all.add(new Pumped(before, again, end)));
            }
        }
    }
}
