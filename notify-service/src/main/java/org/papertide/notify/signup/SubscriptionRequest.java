package org.papertide.notify.signup;

import jakarta.validation.constraints.Pattern;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.hibernate.validator.constraints.Range;
import org.jspecify.annotations.Nullable;
import org.papertide.notify.interest.Amount;
import org.papertide.notify.interest.Frequency;
import org.papertide.notify.interest.Interest;
import org.papertide.notify.interest.Theme;
import org.papertide.notify.message.CategoryNames;
import org.papertide.notify.subscription.MailAddress;

/**
 * What somebody asks for. Its constraints are the one set of rules for the JSON API and for the
 * HTML forms; until it was validated, nothing in it is valid. What is absent has its default:
 * DAILY, 8 o'clock, UTC, {@value Interest#DEFAULT_LIMIT} papers, no filters.
 *
 * @param email the address; ignored when a subscription's preferences are changed
 * @param frequency DAILY, WEEKLY or INSTANT, in any case
 * @param timezone an IANA name, such as {@code Europe/Berlin}
 * @param hour local hour, 0 to 23
 * @param categories see {@link Interest}, as all that follow
 * @param about see {@link Theme}, as all that follow
 * @param like papers by any usual spelling of their identity
 * @param amount FEW, SOME or MANY, in any case
 */
public record SubscriptionRequest(
        @Schema(description = "The address that is asked to confirm")
                @MailableAddress(groups = SignUp.class)
                @Nullable String email,
        @Schema(description = InterestFields.FREQUENCY)
                @Pattern(
                        regexp = "DAILY|WEEKLY|INSTANT",
                        message = "Please choose DAILY, WEEKLY or INSTANT.")
                @Nullable String frequency,
        @Schema(description = InterestFields.TIMEZONE) @TimezoneName @Nullable String timezone,
        @Schema(description = InterestFields.HOUR, minimum = "0", maximum = "23")
                @Range(
                        min = 0,
                        max = 23,
                        message = "Please give a whole number from {min} to {max}.")
                @Nullable Integer hour,
        @Schema(description = InterestFields.CATEGORIES)
                @FilterEntries(FilterEntries.Kind.CATEGORIES)
                @Nullable List<String> categories,
        @Schema(description = InterestFields.INCLUDE) @FilterEntries(FilterEntries.Kind.PHRASES)
                @Nullable List<String> include,
        @Schema(description = InterestFields.EXCLUDE) @FilterEntries(FilterEntries.Kind.PHRASES)
                @Nullable List<String> exclude,
        @Schema(description = InterestFields.AUTHORS) @FilterEntries(FilterEntries.Kind.NAMES)
                @Nullable List<String> authors,
        @Schema(
                        description = InterestFields.MINIMUM_SCORE,
                        minimum = "0",
                        maximum = "" + Interest.MAX_MINIMUM_SCORE)
                @Range(
                        min = 0,
                        max = Interest.MAX_MINIMUM_SCORE,
                        message = "Please give a number from 0 to a billion.")
                @Nullable Double minimumScore,
        @Schema(
                        description = InterestFields.LIMIT,
                        minimum = "1",
                        maximum = "" + Interest.MAX_LIMIT)
                @Range(
                        min = 1,
                        max = Interest.MAX_LIMIT,
                        message = "Please give a whole number from {min} to {max}.")
                @Nullable Integer limit,
        @Schema(description = InterestFields.ABOUT) @FilterEntries(FilterEntries.Kind.TEXTS)
                @Nullable List<String> about,
        @Schema(description = InterestFields.NOT_ABOUT) @FilterEntries(FilterEntries.Kind.TEXTS)
                @Nullable List<String> notAbout,
        @Schema(description = InterestFields.LIKE) @FilterEntries(FilterEntries.Kind.PAPERS)
                @Nullable List<String> like,
        @Schema(description = InterestFields.AMOUNT)
                @Pattern(regexp = "FEW|SOME|MANY", message = "Please choose FEW, SOME or MANY.")
                @Nullable String amount) {

    /** In whatever papers are about. */
    public SubscriptionRequest(
            @Nullable String email,
            @Nullable String frequency,
            @Nullable String timezone,
            @Nullable Integer hour,
            @Nullable List<String> categories,
            @Nullable List<String> include,
            @Nullable List<String> exclude,
            @Nullable List<String> authors,
            @Nullable Double minimumScore,
            @Nullable Integer limit) {
        this(
                email,
                frequency,
                timezone,
                hour,
                categories,
                include,
                exclude,
                authors,
                minimumScore,
                limit,
                null,
                null,
                null,
                null);
    }

    public SubscriptionRequest {
        frequency = frequency == null ? null : frequency.strip().toUpperCase(Locale.ROOT);
        timezone = timezone == null || timezone.isBlank() ? null : timezone.strip();
        categories = canonical(entries(categories, Interest.MAX_ENTRIES, Interest.MAX_ENTRY));
        include = entries(include, Interest.MAX_ENTRIES, Interest.MAX_ENTRY);
        exclude = entries(exclude, Interest.MAX_ENTRIES, Interest.MAX_ENTRY);
        authors = entries(authors, Interest.MAX_ENTRIES, Interest.MAX_ENTRY);
        about = entries(about, Theme.MAX_TEXTS, Theme.MAX_TEXT);
        notAbout = entries(notAbout, Theme.MAX_TEXTS, Theme.MAX_TEXT);
        like =
                entries(
                        like == null ? null : PaperNames.apart(like),
                        Theme.MAX_LIKE,
                        PaperNames.MAX_TEXT);
        amount = amount == null ? null : amount.strip().toUpperCase(Locale.ROOT);
    }

    /** The same without these categories: they are right, for the subscription has them. */
    public SubscriptionRequest withoutCategories(Collection<String> own) {
        return new SubscriptionRequest(
                email,
                frequency,
                timezone,
                hour,
                categories == null
                        ? null
                        : categories.stream().filter(each -> !own.contains(each)).toList(),
                include,
                exclude,
                authors,
                minimumScore,
                limit,
                about,
                notAbout,
                like,
                amount);
    }

    /**
     * The interest that is asked for.
     *
     * @throws IllegalArgumentException if the request is not valid
     */
    public Interest interest() {
        return interest(Interest.DEFAULT_HOUR);
    }

    /** The same where another hour is meant if none is given. */
    Interest interest(int otherwise) {
        return new Interest(
                frequency == null ? Frequency.DAILY : Frequency.valueOf(frequency),
                timezone == null ? ZoneOffset.UTC : zone(timezone),
                hour == null ? otherwise : hour,
                orNone(categories),
                orNone(include),
                orNone(exclude),
                orNone(authors),
                minimumScore,
                limit == null ? Interest.DEFAULT_LIMIT : limit,
                theme());
    }

    private Theme theme() {
        return new Theme(
                orNone(about),
                orNone(notAbout),
                orNone(like).stream().map(PaperNames::parse).toList(),
                amount == null ? Amount.SOME : Amount.valueOf(amount));
    }

    /**
     * The address that is to be asked.
     *
     * @throws IllegalArgumentException if the request is not valid
     */
    MailAddress address() {
        return switch (MailAddress.parse(email == null ? "" : email)) {
            case MailAddress.Parsed.Valid(MailAddress address) -> address;
            case MailAddress.Parsed.Invalid(String reason) ->
                    throw new IllegalArgumentException("email: " + reason);
        };
    }

    private static ZoneId zone(String name) {
        return TimezoneName.Check.find(name)
                .orElseThrow(() -> new IllegalArgumentException("timezone: not a timezone"));
    }

    private static @Nullable List<String> canonical(@Nullable List<String> categories) {
        return categories == null
                ? null
                : categories.stream().map(CategoryNames::canonical).distinct().toList();
    }

    private static List<String> orNone(@Nullable List<String> entries) {
        return entries == null ? List.of() : entries;
    }

    /**
     * Entries as they are kept: each once and in one line. Collecting ends one entry above the
     * limit, and an entry one character above its own: that is enough to refuse them.
     */
    private static @Nullable List<String> entries(
            @Nullable List<String> values, int most, int longest) {
        if (values == null) {
            return null;
        }
        Set<String> entries = new LinkedHashSet<>();
        for (@Nullable String value : values) {
            entries.add(value == null ? "" : inOneLine(value, longest));
            if (entries.size() > most) {
                break;
            }
        }
        return List.copyOf(entries);
    }

    private static String inOneLine(String value, int longest) {
        StringBuilder line = new StringBuilder();
        boolean space = false;
        for (int i = 0; i < value.length() && line.length() <= longest; i++) {
            char c = value.charAt(i);
            if (Character.isWhitespace(c)) {
                space = !line.isEmpty();
            } else {
                if (space) {
                    line.append(' ');
                    space = false;
                }
                line.append(c);
            }
        }
        return line.toString();
    }
}
