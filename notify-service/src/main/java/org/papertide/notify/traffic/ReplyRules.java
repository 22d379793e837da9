package org.papertide.notify.traffic;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.papertide.notify.smtp.SmtpReply;

/**
 * The one place that says what a refusal means: the first rule that knows it, else its codes.
 * Patterns need time linear in the reply (RE2/J), and replies are cut.
 */
public final class ReplyRules {

    private static final String SHIPPED = "rules.json";
    private static final int MAX_RULES = 1000;
    private static final int MAX_BYTES = 1 << 20;

    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    // 1.5 is no number of connections, "" no absence of a limit, null no name.
                    .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                    .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                    .defaultSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL))
                    // Comments of an operator.
                    .enable(com.fasterxml.jackson.core.json.JsonReadFeature.ALLOW_JAVA_COMMENTS)
                    .build();

    private final List<Receiver> receivers;
    private final List<ReplyRule> rules;

    private ReplyRules(List<Receiver> receivers, List<ReplyRule> rules) {
        this.receivers = List.copyOf(receivers);
        this.rules = List.copyOf(rules);
    }

    /** Ours. */
    public static ReplyRules shipped() {
        try (InputStream file = ReplyRules.class.getResourceAsStream(SHIPPED)) {
            byte[] bytes = Objects.requireNonNull(file, SHIPPED).readAllBytes();
            return parse(SHIPPED, new String(bytes, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Those of an operator's file, and ours after them; a receiver of the same name takes ours'
     * place.
     *
     * @throws IllegalArgumentException if the file cannot be read or meant so; the message says
     *     which rule and field
     */
    public static ReplyRules withOperators(Path file) {
        String setting = "papertide.traffic.rules-file: " + file;
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new IllegalArgumentException(setting + ": is larger than 1 MB");
            }
            return parse(setting, Files.readString(file)).before(shipped());
        } catch (IOException e) {
            throw new IllegalArgumentException(setting + ": cannot be read (" + e + ")", e);
        }
    }

    /**
     * @param name of the file, for messages
     * @throws IllegalArgumentException as above
     */
    static ReplyRules parse(String name, String json) {
        Document document;
        try {
            document = JSON.readValue(json, Document.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "%s: line %d: %s"
                            .formatted(
                                    name,
                                    e.getLocation() == null ? 0 : e.getLocation().getLineNr(),
                                    e.getOriginalMessage()),
                    e);
        }
        if (document == null) {
            throw new IllegalArgumentException(name + ": is empty");
        }
        List<Receiver> receivers = new ArrayList<>();
        for (ReceiverEntry entry : orEmpty(document.receivers())) {
            receivers.add(
                    checked(name, "receiver", receivers.size(), entry.name(), entry::receiver));
        }
        List<ReplyRule> rules = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (RuleEntry entry : orEmpty(document.rules())) {
            ReplyRule rule = checked(name, "rule", rules.size(), entry.name(), entry::rule);
            if (!names.add(rule.name())) {
                throw new IllegalArgumentException(
                        "%s: rule %d (%s): name: is there twice"
                                .formatted(name, rules.size() + 1, rule.name()));
            }
            rules.add(rule);
        }
        if (rules.size() > MAX_RULES) {
            throw new IllegalArgumentException(name + ": has more than " + MAX_RULES + " rules");
        }
        return new ReplyRules(receivers, rules);
    }

    private ReplyRules before(ReplyRules others) {
        Map<String, Receiver> byName = new LinkedHashMap<>();
        receivers.forEach(receiver -> byName.put(receiver.name(), receiver));
        others.receivers.forEach(receiver -> byName.putIfAbsent(receiver.name(), receiver));
        List<ReplyRule> all = new ArrayList<>(rules);
        Set<String> names = new HashSet<>(rules.stream().map(ReplyRule::name).toList());
        others.rules.stream().filter(rule -> names.add(rule.name())).forEach(all::add);
        return new ReplyRules(List.copyOf(byName.values()), all);
    }

    /** The receivers that are known by name. */
    public List<Receiver> receivers() {
        return receivers;
    }

    List<ReplyRule> rules() {
        return rules;
    }

    /** The rules that know a refusal of a group, the first first. */
    List<ReplyRule> matching(SmtpReply reply, String group) {
        String line = ReplyRule.line(reply);
        String small = line.toLowerCase(Locale.ROOT);
        return rules.stream()
                .filter(rule -> rule.isFor(group) && rule.matches(reply, line, small))
                .toList();
    }

    /**
     * Says what a refusal of a group means.
     *
     * @param matching the rules that know it
     * @param isReached counts a match of a rule that acts only from the so-manieth on, and says
     *     whether this is it
     */
    static RefusalMeaning read(
            SmtpReply reply, List<ReplyRule> matching, Predicate<ReplyRule> isReached) {
        return matching.stream()
                .filter(rule -> rule.times() == 1 || isReached.test(rule))
                .findFirst()
                .map(rule -> rule.read(reply).at(reply.phase()))
                .orElseGet(() -> RefusalMeaning.byCodes(reply));
    }

    private interface Entry<T> {
        T make();
    }

    private static <T> T checked(
            String file, String what, int index, @Nullable String name, Entry<T> entry) {
        try {
            return entry.make();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "%s: %s %d (%s): %s".formatted(file, what, index + 1, name, e.getMessage()), e);
        }
    }

    // ---- The file as it is written

    record Document(@Nullable List<ReceiverEntry> receivers, @Nullable List<RuleEntry> rules) {}

    record ReceiverEntry(
            @Nullable String name,
            @Nullable List<String> domains,
            @Nullable List<String> hosts,
            @Nullable Integer connections,
            @Nullable Integer perMinute) {

        Receiver receiver() {
            return new Receiver(
                    required("name", name),
                    Set.copyOf(ascii("domains", domains)),
                    ascii("hosts", hosts),
                    number(connections),
                    number(perMinute));
        }

        /** People write names as they read them. */
        private static List<String> ascii(String field, @Nullable List<String> names) {
            return orEmpty(names).stream().map(name -> Receiver.ascii(field, name)).toList();
        }
    }

    record RuleEntry(
            @Nullable String name,
            @Nullable List<String> receivers,
            @Nullable List<String> words,
            @Nullable String pattern,
            @Nullable String unless,
            @Nullable String action,
            @com.fasterxml.jackson.annotation.JsonProperty("for") @Nullable String pause,
            @Nullable Integer times,
            @Nullable String within,
            @Nullable String source,
            @Nullable List<String> examples,
            @Nullable List<String> others) {

        ReplyRule rule() {
            return new ReplyRule(
                    new ReplyRule.Written(
                            required("name", name),
                            groups(),
                            orEmpty(words),
                            required("pattern", pattern),
                            unless,
                            action(required("action", action)),
                            duration("for", pause),
                            times,
                            duration("within", within),
                            source,
                            orEmpty(examples),
                            orEmpty(others)));
        }

        /**
         * Groups by their names, as logs have them (those of several mail servers have commas, long
         * ones are cut), or domains, whose group has their ASCII form.
         */
        private Set<String> groups() {
            return orEmpty(receivers).stream()
                    .flatMap(name ->
                            name.indexOf('.') < 0 || name.indexOf(',') >= 0 || name.contains("…")
                                    ? Stream.of(name)
                                    : Stream.of(name, Receiver.ascii("receivers", name)))
                    .collect(Collectors.toUnmodifiableSet());
        }

        private static ReplyRule.Action action(String name) {
            try {
                return ReplyRule.Action.valueOf(name.toUpperCase(Locale.ROOT));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "action: must be one of %s, is \"%s\""
                                .formatted(List.of(ReplyRule.Action.values()), name),
                        e);
            }
        }
    }

    private static String required(String field, @Nullable String value) {
        if (value == null) {
            throw new IllegalArgumentException(field + ": is missing");
        }
        return value;
    }

    private static @Nullable Duration duration(String field, @Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return Duration.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "%s: must be a duration such as PT2H, is \"%s\"".formatted(field, text), e);
        }
    }

    private static OptionalInt number(@Nullable Integer number) {
        return number == null ? OptionalInt.empty() : OptionalInt.of(number);
    }

    private static <T> List<T> orEmpty(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }
}
