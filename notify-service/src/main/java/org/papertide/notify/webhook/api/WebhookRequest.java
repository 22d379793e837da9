package org.papertide.notify.webhook.api;

import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.hibernate.validator.constraints.Range;
import org.jspecify.annotations.Nullable;
import org.papertide.events.PaperId;
import org.papertide.notify.interest.Frequency;
import org.papertide.notify.interest.Interest;
import org.papertide.notify.interest.Theme;
import org.papertide.notify.signup.FilterEntries;
import org.papertide.notify.signup.InterestFields;
import org.papertide.notify.signup.SubscriptionRequest;
import org.papertide.notify.signup.TimezoneName;
import org.papertide.notify.webhook.WebhookFormats;

/**
 * A webhook as somebody asks for it, or for another one in its place: what is absent has its
 * default, or stays as it is.
 *
 * @param url what is called
 * @param format papertide, slack, discord, teams, ntfy or one of the operator's; default: papertide
 * @param events breakout or digest, the one that the frequency gives; default: that one
 * @param email whom to tell when it is ended; from operators only
 * @param preferences the token of a preferences link: its reader owns the webhook
 * @param frequency INSTANT for breakouts, DAILY or WEEKLY for digests; default: by events, else
 *     DAILY
 * @param about see {@link Theme}, as all that follow
 * @param like papers by any usual spelling of their identity
 */
@Schema(name = "WebhookRequest")
public record WebhookRequest(
        @Schema(description = "What is called: an https address") @Nullable String url,
        @Schema(
                        description =
                                "papertide, slack, discord, teams, ntfy or one of the operator's; default: papertide")
                @Nullable String format,
        @Schema(
                        description =
                                "breakout or digest, the one that the frequency gives; default: that one")
                @Size(max = 10, message = "Please give breakout or digest.")
                @Nullable List<String> events,
        @Schema(description = "Whom to tell when the webhook is ended; from operators only")
                @Size(max = 320, message = "Please give an address.")
                @Nullable String email,
        @Schema(description = "The token of a preferences link: its reader owns the webhook")
                @Size(max = 100, message = "Please give the token of a preferences link.")
                @Nullable String preferences,
        @Schema(
                        description =
                                "INSTANT for breakouts, DAILY or WEEKLY for digests; default: by events, else DAILY")
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

    static final String BREAKOUT = "breakout";
    static final String DIGEST = "digest";

    public WebhookRequest {
        frequency = frequency == null ? null : frequency.strip().toUpperCase(Locale.ROOT);
        format = format == null ? null : format.strip().toLowerCase(Locale.ROOT);
        events = events == null ? null : List.copyOf(events);
        categories = categories == null ? null : List.copyOf(categories);
        include = include == null ? null : List.copyOf(include);
        exclude = exclude == null ? null : List.copyOf(exclude);
        authors = authors == null ? null : List.copyOf(authors);
        about = about == null ? null : List.copyOf(about);
        notAbout = notAbout == null ? null : List.copyOf(notAbout);
        like = like == null ? null : List.copyOf(like);
        amount = amount == null ? null : amount.strip().toUpperCase(Locale.ROOT);
    }

    /** The events that a frequency gives. */
    static String eventOf(Frequency frequency) {
        return switch (frequency) {
            case INSTANT -> BREAKOUT;
            case DAILY, WEEKLY -> DIGEST;
        };
    }

    /** What is wrong with the events, if anything is. */
    Optional<String> problemOfEvents(Frequency wanted) {
        List<String> chosen = events;
        if (chosen == null) {
            return Optional.empty();
        }
        if (!List.of(BREAKOUT, DIGEST).containsAll(chosen)) {
            return Optional.of("Please give breakout or digest.");
        }
        return Set.of(eventOf(wanted)).equals(Set.copyOf(chosen))
                ? Optional.empty()
                : Optional.of(
                        "%s gives the event %s and no other. Make another webhook for the other one."
                                .formatted(wanted, eventOf(wanted)));
    }

    String formatOrDefault() {
        return format == null ? WebhookFormats.PLAIN : format;
    }

    /** The interest of a new webhook. */
    Interest interest() {
        return with(frequencyOr(Frequency.DAILY), this);
    }

    /** What the events mean if no frequency is given, and they are of another one. */
    private String frequencyOr(Frequency otherwise) {
        if (frequency != null) {
            return frequency;
        }
        if (List.of(BREAKOUT).equals(events)) {
            return Frequency.INSTANT.name();
        }
        return List.of(DIGEST).equals(events) && otherwise == Frequency.INSTANT
                ? Frequency.DAILY.name()
                : otherwise.name();
    }

    /** The interest of a webhook that is changed: what is absent stays as it is. */
    Interest interest(Interest before) {
        Theme theme = before.theme();
        return with(
                frequencyOr(before.frequency()),
                new WebhookRequest(
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        timezone == null ? before.timezone().getId() : timezone,
                        hour == null ? Integer.valueOf(before.hour()) : hour,
                        categories == null ? before.categories() : categories,
                        include == null ? before.include() : include,
                        exclude == null ? before.exclude() : exclude,
                        authors == null ? before.authors() : authors,
                        minimumScore == null ? before.minimumScore() : minimumScore,
                        limit == null ? Integer.valueOf(before.limit()) : limit,
                        about == null ? theme.about() : about,
                        notAbout == null ? theme.notAbout() : notAbout,
                        like == null ? theme.like().stream().map(PaperId::value).toList() : like,
                        amount == null ? theme.amount().name() : amount));
    }

    private static Interest with(String frequency, WebhookRequest all) {
        return new SubscriptionRequest(
                        null,
                        frequency,
                        all.timezone,
                        all.hour,
                        all.categories,
                        all.include,
                        all.exclude,
                        all.authors,
                        all.minimumScore,
                        all.limit,
                        all.about,
                        all.notAbout,
                        all.like,
                        all.amount)
                .interest();
    }

    /** Neither the URL nor the address. */
    @Override
    public String toString() {
        return "WebhookRequest[…]";
    }
}
