package org.papertide.notify.site;

import jakarta.ws.rs.core.MultivaluedMap;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.papertide.events.PaperId;
import org.papertide.notify.interest.Amount;
import org.papertide.notify.interest.Interest;
import org.papertide.notify.interest.Theme;
import org.papertide.notify.message.InterestText;
import org.papertide.notify.signup.SubscriptionRequest;
import org.papertide.platform.http.Please;
import org.papertide.platform.http.Problem.FieldError;

/** The fields of a subscription in an HTML form: how they are read, and how they are filled. */
final class SubscriptionForm {

    /** The fields that hold several values, parted by commas or line ends. */
    private static final List<String> LISTS =
            List.of("categories", "include", "exclude", "authors", "like");

    private static final List<String> SINGLE =
            List.of("email", "frequency", "timezone", "hour", "minimumScore", "limit", "amount");

    /**
     * A hidden field: what the field {@code notAbout} has held on this form. What the reader took
     * out of it and wrote back into a line stays there.
     */
    private static final String SEEN = "notAboutSeen";

    /** Longer input is not shown again. */
    private static final int MAX_SHOWN = 6_000;

    /** With as many decimals as the smallest number has, as a program may have asked for it. */
    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,12}([.,]\\d{1,340})?");

    /** "1,000" is a thousand to some readers and one to others. */
    private static final Pattern AMBIGUOUS = Pattern.compile("[+-]?\\d{1,3},\\d{3}");

    /** "1.000" likewise; only where a fraction makes no sense, since 0.125 is a limit of scores. */
    private static final Pattern AMBIGUOUS_WHOLE = Pattern.compile("[+-]?\\d{1,3}[.,]\\d{3}");

    private SubscriptionForm() {}

    /** A form with nothing but the defaults. */
    static FormView empty(@Nullable String category) {
        return filled(category == null ? List.of() : List.of(category), "", "");
    }

    /**
     * The same with what a link says.
     *
     * @param about what papers are to be about, a text in each line
     * @param like papers that they are to be like
     */
    static FormView filled(List<String> categories, String about, String like) {
        WishText wish = WishText.of(about.lines().toList());
        boolean isParted = !wish.notAbout().isEmpty();
        return filled(categories, wish, List.of(), List.of(), List.of(), like).telling(isParted);
    }

    /** The same with what was searched. */
    static FormView filled(SearchSubscription search) {
        return filled(
                search.categories(),
                new WishText(List.of(search.about()), search.notAbout()),
                search.phrases(),
                search.exclude(),
                search.authors(),
                EntryList.format(search.like()));
    }

    private static FormView filled(
            List<String> categories,
            WishText wish,
            List<String> include,
            List<String> exclude,
            List<String> authors,
            String like) {
        Map<String, String> values = new HashMap<>();
        values.put("about", shown(String.join("\n", wish.about())));
        values.put("notAbout", shown(String.join("\n", wish.notAbout())));
        values.put(SEEN, shown(String.join("\n", wish.notAbout())));
        values.put("include", shown(EntryList.format(include)));
        values.put("exclude", shown(EntryList.format(exclude)));
        values.put("authors", shown(EntryList.format(authors)));
        values.put("like", shown(like));
        values.put("amount", Amount.SOME.name());
        values.put("frequency", "DAILY");
        values.put("hour", String.valueOf(Interest.DEFAULT_HOUR));
        values.put("timezone", "UTC");
        values.put("limit", String.valueOf(Interest.DEFAULT_LIMIT));
        values.put("categories", shown(EntryList.format(categories)));
        return new FormView(values, Map.of(), true);
    }

    /** A form with what a subscription asks for. */
    static FormView of(Interest interest) {
        Map<String, String> values = new HashMap<>();
        values.put("frequency", interest.frequency().name());
        values.put("hour", String.valueOf(interest.hour()));
        values.put("timezone", InterestText.zoneName(interest.timezone()));
        values.put("limit", String.valueOf(interest.limit()));
        values.put("categories", EntryList.format(interest.categories()));
        values.put("include", EntryList.format(interest.include()));
        values.put("exclude", EntryList.format(interest.exclude()));
        values.put("authors", EntryList.format(interest.authors()));
        Double least = interest.minimumScore();
        values.put("minimumScore", least == null ? "" : plain(least));
        Theme theme = interest.theme();
        values.put("about", String.join("\n", theme.about()));
        values.put("notAbout", String.join("\n", theme.notAbout()));
        values.put(SEEN, String.join("\n", theme.notAbout()));
        values.put("like", EntryList.format(theme.like().stream().map(PaperId::value).toList()));
        values.put("amount", theme.amount().name());
        return new FormView(values, Map.of());
    }

    /** The form as it was sent and is read, with what is wrong with it. */
    static FormView again(MultivaluedMap<String, String> form, List<FieldError> problems) {
        return again(form, List.of(), problems);
    }

    /**
     * The same of a subscription.
     *
     * @param own what its papers are to be about
     */
    static FormView again(
            MultivaluedMap<String, String> form, List<String> own, List<FieldError> problems) {
        Wishes wishes = Wishes.read(form, own);
        Map<String, String> values = new HashMap<>();
        for (String field : SINGLE) {
            values.put(field, shown(form.getFirst(field)));
        }
        for (String field : LISTS) {
            values.put(field, shown(entries(form, field)));
        }
        values.put("about", shown(inLines(wishes.about())));
        values.put("notAbout", shown(inLines(wishes.notAbout())));
        values.put(SEEN, shown(inLines(wishes.seen())));
        // A program may leave it out.
        values.merge(
                "hour",
                String.valueOf(Interest.DEFAULT_HOUR),
                (sent, byDefault) -> sent.isEmpty() ? byDefault : sent);
        Map<String, String> byField = new HashMap<>();
        for (FieldError problem : problems) {
            byField.merge(fieldOf(problem.field()), problem.detail(), (a, b) -> a + " " + b);
        }
        return new FormView(values, byField).telling(wishes.isParted());
    }

    /** Entries of a list may be named {@code include[3]}. */
    private static String fieldOf(String name) {
        int bracket = name.indexOf('[');
        return bracket < 0 ? name : name.substring(0, bracket);
    }

    /**
     * What was asked for. A number that is none is reported beside the request, since the request
     * cannot hold it.
     */
    static Entered read(MultivaluedMap<String, String> form) {
        return read(form, List.of());
    }

    /**
     * The same for a subscription.
     *
     * @param own what its papers are to be about: it stays as it is
     */
    static Entered read(MultivaluedMap<String, String> form, List<String> own) {
        Wishes wishes = Wishes.read(form, own);
        List<FieldError> problems = new ArrayList<>();
        Double least = number(form, "minimumScore", problems);
        Double hour = whole(form, "hour", problems);
        Double limit = whole(form, "limit", problems);
        SubscriptionRequest request =
                new SubscriptionRequest(
                        text(form, "email"),
                        text(form, "frequency"),
                        text(form, "timezone"),
                        hour == null ? null : hour.intValue(),
                        list(form, "categories"),
                        list(form, "include"),
                        list(form, "exclude"),
                        list(form, "authors"),
                        least,
                        limit == null ? null : limit.intValue(),
                        wishes.about(),
                        wishes.notAbout(),
                        list(form, "like"),
                        text(form, "amount"));
        return new Entered(request, problems, wishes.isParted());
    }

    /**
     * What was entered in a form.
     *
     * @param problems the fields that hold no number where one is due
     * @param isParted whether what the end of a line does not want was moved to its own field
     */
    record Entered(SubscriptionRequest request, List<FieldError> problems, boolean isParted) {
        Entered {
            problems = List.copyOf(problems);
        }
    }

    private static @Nullable String text(MultivaluedMap<String, String> form, String field) {
        String value = form.getFirst(field);
        return value == null || value.isBlank() ? null : value.strip();
    }

    /** A list as it was entered; one that a program sent as several fields, as one. */
    private static @Nullable String entries(MultivaluedMap<String, String> form, String field) {
        List<String> sent = form.get(field);
        return sent == null || sent.size() < 2
                ? form.getFirst(field)
                : EntryList.format(EntryList.parse(sent));
    }

    private static @Nullable List<String> list(MultivaluedMap<String, String> form, String field) {
        List<String> sent = form.get(field);
        if (sent == null) {
            return null;
        }
        return EntryList.parse(sent);
    }

    /**
     * What papers are to be about and what not, a text in each line of both fields. What a line of
     * the first does not want is in the second.
     *
     * @param about null if the form has no such field
     * @param notAbout likewise, and if no line of the first has such a part
     * @param seen what the second field has held so far
     * @param isParted whether a line was parted just now
     */
    private record Wishes(
            @Nullable List<String> about,
            @Nullable List<String> notAbout,
            List<String> seen,
            boolean isParted) {

        /**
         * @param own lines that stay as they are, as all do of a subscription whose other field is
         *     not sent: what is in there is kept
         */
        static Wishes read(MultivaluedMap<String, String> form, List<String> own) {
            List<String> lines = lines(form, "about");
            List<String> notAbout = lines(form, "notAbout");
            List<String> before = lines(form, SEEN);
            Set<String> seen = new LinkedHashSet<>(before == null ? List.of() : before);
            Set<String> unwanted = new LinkedHashSet<>(notAbout == null ? List.of() : notAbout);
            List<String> about = new ArrayList<>();
            boolean isParted = false;
            for (String line : lines == null ? List.<String>of() : lines) {
                WishText wish = WishText.of(List.of(line));
                boolean stays =
                        own.contains(line.strip())
                                || (notAbout == null && !own.isEmpty())
                                || isTakenBack(wish, seen, notAbout);
                about.addAll(stays ? List.of(line) : wish.about());
                unwanted.addAll(stays ? List.of() : wish.notAbout());
                isParted |= !stays && !wish.notAbout().isEmpty();
            }
            seen.addAll(unwanted);
            return new Wishes(
                    lines == null ? null : about,
                    notAbout == null && unwanted.isEmpty() ? null : List.copyOf(unwanted),
                    List.copyOf(seen),
                    isParted);
        }

        /** The other field held it, and holds it no more. */
        private static boolean isTakenBack(
                WishText wish, Set<String> seen, @Nullable List<String> notAbout) {
            return notAbout != null
                    && seen.containsAll(wish.notAbout())
                    && Collections.disjoint(notAbout, wish.notAbout());
        }
    }

    /** The lines that are not blank. */
    private static @Nullable List<String> lines(MultivaluedMap<String, String> form, String field) {
        List<String> sent = form.get(field);
        return sent == null
                ? null
                : sent.stream().flatMap(String::lines).filter(line -> !line.isBlank()).toList();
    }

    private static String inLines(@Nullable List<String> lines) {
        return lines == null ? "" : String.join("\n", lines);
    }

    private static @Nullable Double whole(
            MultivaluedMap<String, String> form, String field, List<FieldError> problems) {
        String text = text(form, field);
        if (text != null && AMBIGUOUS_WHOLE.matcher(text).matches()) {
            problems.add(
                    new FieldError(field, "Please write the number without a point or comma."));
            return null;
        }
        Double number = number(form, field, problems);
        if (number != null && (number != Math.rint(number) || Math.abs(number) > 1_000_000)) {
            problems.add(new FieldError(field, Please.GIVE_A_WHOLE_NUMBER));
            return null;
        }
        return number;
    }

    private static @Nullable Double number(
            MultivaluedMap<String, String> form, String field, List<FieldError> problems) {
        String text = text(form, field);
        if (text == null) {
            return null;
        }
        if (AMBIGUOUS.matcher(text).matches()) {
            problems.add(new FieldError(field, "Please write the number without a comma."));
            return null;
        }
        if (!NUMBER.matcher(text).matches()) {
            problems.add(new FieldError(field, Please.GIVE_A_NUMBER));
            return null;
        }
        return Double.valueOf(text.replace(',', '.'));
    }

    private static String shown(@Nullable String value) {
        return value == null || value.length() > MAX_SHOWN ? "" : value;
    }

    /** As it is read again: without an exponent, and exactly. */
    private static String plain(double number) {
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }
}
