package org.papertide.ingest.source;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Bounds;
import org.papertide.events.Links;
import org.papertide.events.PaperId;
import org.papertide.text.PaperText;

/**
 * A {@link Listing} in the making: takes the fields as they stand in the source, in any order and
 * absent ones too, cleans them, and leaves out with a reason what cannot be true. Not thread-safe.
 */
public final class ListingBuilder {

    private static final int MAX_LINK = 2_000;
    private static final Pattern VERSION = Pattern.compile(".*\\dv(\\d{1,4})(?:\\.pdf)?");

    private static final Pattern BETWEEN_DOIS =
            Pattern.compile(" |[,;](?=10\\.|doi:|https?:)", Pattern.CASE_INSENSITIVE);

    private static final Pattern BETWEEN_CATEGORIES = Pattern.compile("[\\s,;]+");

    /** arXiv's categories; its listings have classes of MSC and ACM between them. */
    private static final Pattern CATEGORY =
            Pattern.compile("[a-z]{1,10}(?:-[a-z]{2,6})?(?:\\.[A-Za-z]{2,8}(?:-[a-z]{2,6})?)?");

    /** Of these archives every class has two capitals. */
    private static final Pattern TWO_CAPITALS =
            Pattern.compile(
                    "(cs|math|stat|eess|econ|q-bio|q-fin|nlin|astro-ph)\\.([a-z]{2})",
                    Pattern.CASE_INSENSITIVE);

    /** All that arXiv has and had, for old papers have the old ones (arxiv.org/archive). */
    private static final Set<String> ARCHIVES =
            Set.of(
                    ("acc-phys adap-org alg-geom ao-sci astro-ph atom-ph bayes-an chao-dyn chem-ph"
                                    + " cmp-lg comp-gas cond-mat cs dg-ga econ eess funct-an gr-qc"
                                    + " hep-ex hep-lat hep-ph hep-th math math-ph mtrl-th nlin"
                                    + " nucl-ex nucl-th patt-sol physics plasm-ph q-alg q-bio q-fin"
                                    + " quant-ph solv-int stat supr-con")
                            .split(" ", -1));

    /** Where a link leads; see {@link Links}. */
    public enum LinkKind {
        PAGE("page"),
        PDF("pdf"),
        DISCUSSION("discussion"),
        CODE("code"),
        PROJECT("project");

        private final String field;

        LinkKind(String field) {
            this.field = field;
        }
    }

    /** What happened on a date; see {@link Listing}. */
    public enum DateKind {
        SUBMITTED("submitted"),
        ANNOUNCED("announced"),
        LISTED("listed"),
        UPDATED("updated");

        private final String field;

        DateKind(String field) {
            this.field = field;
        }
    }

    private final Clock clock;
    private final String where;
    private final String source;
    private final SourceRichness richness;
    private final List<String> leftOut = new ArrayList<>();
    private final List<String> authors = new ArrayList<>();
    private final Set<String> categories = new LinkedHashSet<>();
    private final Map<LinkKind, URI> links = new EnumMap<>(LinkKind.class);
    private final Map<DateKind, Instant> dates = new EnumMap<>(DateKind.class);
    private @Nullable PaperId arxivId;
    private @Nullable PaperId doi;
    private @Nullable Integer version;
    private @Nullable String title;
    private @Nullable String abstractText;
    private @Nullable String primaryCategory;
    private @Nullable Boolean withdrawn;
    private @Nullable String organisation;
    private @Nullable Long submitterFollowers;
    private @Nullable Boolean authorParticipating;

    /**
     * @param where which record, for the account
     */
    public ListingBuilder(Clock clock, String where, String source, SourceRichness richness) {
        this.clock = clock;
        this.where = where;
        this.source = source;
        this.richness = richness;
    }

    /** Any spelling of an arXiv id; a version in it counts as the paper's. */
    public ListingBuilder arxivId(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return this;
        }
        String id = SingleLineText.of(text);
        Optional<PaperId> found = PaperId.findArxiv(id);
        if (found.isEmpty()) {
            leaveOut("arXiv id: " + abbreviate(id) + " is none");
            return this;
        }
        arxivId = found.get();
        Matcher matcher = VERSION.matcher(id);
        if (matcher.matches()) {
            version(Integer.parseInt(matcher.group(1)));
        }
        return this;
    }

    /**
     * One DOI, or several with space, commas or semicolons between them, of which the first counts;
     * arXiv's own is an arXiv id, besides. Commas and semicolons are in DOIs, too: they part two
     * only before another one.
     */
    public ListingBuilder doi(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return this;
        }
        String line = SingleLineText.of(text).replaceFirst("(?i)^doi:\\s+", "doi:");
        List<PaperId> found =
                Stream.of(BETWEEN_DOIS.split(line, -1))
                        .flatMap(one -> PaperId.findDoi(one).stream())
                        .toList();
        for (PaperId each : found) {
            if (each.isArxiv()) {
                arxivId = arxivId == null ? each : arxivId;
            } else {
                doi = doi == null ? each : doi;
            }
        }
        if (found.isEmpty()) {
            leaveOut("doi: " + abbreviate(text) + " is none");
        }
        return this;
    }

    /** The version's number; what none has is left out. */
    public ListingBuilder version(int number) {
        if (number < 1 || number > Bounds.MAX_VERSION) {
            leaveOut("version: " + number + ", not 1 to " + Bounds.MAX_VERSION);
        } else {
            version = number;
        }
        return this;
    }

    public ListingBuilder title(@Nullable String text) {
        title = cleaned(text);
        return this;
    }

    public ListingBuilder abstractText(@Nullable String text) {
        abstractText = cleaned(text);
        return this;
    }

    /** The next author; blank ones and mere punctuation are no author. */
    public ListingBuilder author(@Nullable String name) {
        String clean = cleaned(name);
        if (clean == null || clean.chars().noneMatch(Character::isLetterOrDigit)) {
            return this;
        }
        if (clean.length() > Listing.MAX_NAME) {
            leaveOut("author: a name of " + clean.length() + " characters");
        } else if (authors.size() == Listing.MAX_AUTHORS) {
            leaveOut("authors: those after the first " + Listing.MAX_AUTHORS);
        } else if (authors.size() < Listing.MAX_AUTHORS) {
            authors.add(clean);
        }
        return this;
    }

    /** The next category; what is not formed like one of arXiv's is none. */
    public ListingBuilder category(@Nullable String name) {
        String category = asArxivWrites(name);
        if (category != null && categories.size() < 50) {
            categories.add(category);
        }
        return this;
    }

    /**
     * All categories, the primary one first. A text may hold several, with space, commas or
     * semicolons between them, if each is known for one: prose is left out as a whole.
     */
    public ListingBuilder categories(List<String> texts) {
        return categories(
                texts.stream().flatMap(ListingBuilder::namesIn).toList(),
                name -> asArxivWrites(name) != null);
    }

    /**
     * All categories in one line, the primary one first, with space, commas or semicolons between
     * them. What is none of arXiv's is left out.
     */
    public ListingBuilder categoryLine(String line) {
        List<String> names = parts(line);
        return categories(
                names,
                names.size() > 1 ? ListingBuilder::isKnown : name -> asArxivWrites(name) != null);
    }

    private ListingBuilder categories(List<String> names, Predicate<String> isCategory) {
        for (String name : names) {
            if (isCategory.test(name)) {
                category(name);
            } else {
                leaveOut("category: " + abbreviate(name) + " is none");
            }
        }
        return names.isEmpty() || !isCategory.test(names.getFirst())
                ? this
                : primaryCategory(names.getFirst());
    }

    private static Stream<String> namesIn(String text) {
        List<String> parts = parts(text);
        return parts.size() < 2 || parts.stream().allMatch(ListingBuilder::isKnown)
                ? parts.stream()
                : Stream.of(text);
    }

    private static List<String> parts(String text) {
        return BETWEEN_CATEGORIES.splitAsStream(text).filter(part -> !part.isEmpty()).toList();
    }

    /** Any word is formed like an archive; so one without a dot has to be one. */
    private static boolean isKnown(String name) {
        String category = asArxivWrites(name);
        return category != null && (category.indexOf('.') > 0 || ARCHIVES.contains(category));
    }

    /** The primary category, which is also a category and comes first. */
    public ListingBuilder primaryCategory(@Nullable String name) {
        primaryCategory = asArxivWrites(name);
        return this;
    }

    /**
     * {@code cs.LG} for {@code CS.lg}, which would be ranked apart; null for what is no category.
     */
    private static @Nullable String asArxivWrites(@Nullable String name) {
        String clean = cleaned(name);
        if (clean == null) {
            return null;
        }
        Matcher known = TWO_CAPITALS.matcher(clean);
        if (known.matches()) {
            return known.group(1).toLowerCase(Locale.ROOT)
                    + "."
                    + known.group(2).toUpperCase(Locale.ROOT);
        }
        return CATEGORY.matcher(clean).matches() ? clean : null;
    }

    /** A web address; what is none, or leads nowhere, is left out. */
    public ListingBuilder link(LinkKind kind, @Nullable String address) {
        URI link = webAddress(kind, address);
        if (link == null) {
            links.remove(kind);
        } else {
            links.put(kind, link);
        }
        return this;
    }

    /** A date as the source writes it; what is none, or cannot be true, is left out. */
    public ListingBuilder date(DateKind kind, @Nullable String text) {
        if (text == null || text.isBlank()) {
            dates.remove(kind);
            return this;
        }
        try {
            dates.put(kind, Dates.read(text, clock));
        } catch (IllegalArgumentException e) {
            dates.remove(kind);
            leaveOut(kind.field + ": " + e.getMessage());
        }
        return this;
    }

    /** A date that is known by now. */
    public ListingBuilder date(DateKind kind, Instant at) {
        dates.put(kind, at);
        return this;
    }

    public ListingBuilder withdrawn(@Nullable Boolean known) {
        withdrawn = known;
        return this;
    }

    /** When it was withdrawn; only what is a date says that it was. */
    public ListingBuilder withdrawnAt(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return this;
        }
        try {
            Dates.read(text, clock);
            withdrawn = true;
        } catch (IllegalArgumentException e) {
            leaveOut("withdrawn: " + e.getMessage());
        }
        return this;
    }

    public ListingBuilder organisation(@Nullable String name) {
        String clean = cleaned(name);
        if (clean != null && clean.length() > Listing.MAX_NAME) {
            leaveOut("organisation: a name of " + clean.length() + " characters");
            clean = null;
        }
        organisation = clean;
        return this;
    }

    /** How many there are; what cannot be is left out. */
    public ListingBuilder submitterFollowers(@Nullable Long count) {
        if (count != null && (count < 0 || count > Bounds.MAX_COUNT)) {
            leaveOut("submitter's followers: " + count + ", not 0 to " + Bounds.MAX_COUNT);
            return this;
        }
        submitterFollowers = count;
        return this;
    }

    public ListingBuilder authorParticipating(@Nullable Boolean known) {
        authorParticipating = known;
        return this;
    }

    /** The arXiv identity so far. */
    public Optional<PaperId> arxivIdentity() {
        return Optional.ofNullable(arxivId);
    }

    /** A date so far. */
    public Optional<Instant> findDate(DateKind kind) {
        return Optional.ofNullable(dates.get(kind));
    }

    /**
     * Hands on what was left out and then the paper, or why it was refused.
     *
     * @return the listing, or empty if it was refused
     */
    public Optional<Listing> finish(Consumer<Item> out) {
        Listing listing;
        try {
            listing = build();
        } catch (IllegalArgumentException e) {
            out.accept(new Item.Refused(place(), String.valueOf(e.getMessage())));
            return Optional.empty();
        }
        leftOut.forEach(reason -> out.accept(new Item.LeftOut(place(), reason)));
        out.accept(new Item.Listed(listing));
        return Optional.of(listing);
    }

    private Listing build() {
        if (title == null) {
            throw new IllegalArgumentException("title: missing");
        }
        List<String> ordered = new ArrayList<>(categories);
        if (primaryCategory != null) {
            ordered.remove(primaryCategory);
            ordered.addFirst(primaryCategory);
        }
        return new Listing(
                arxivId,
                doi,
                title,
                abstractText,
                authors,
                ordered,
                primaryCategory,
                new Links(
                        links.get(LinkKind.PAGE),
                        links.get(LinkKind.PDF),
                        links.get(LinkKind.DISCUSSION),
                        links.get(LinkKind.CODE),
                        links.get(LinkKind.PROJECT)),
                dates.get(DateKind.SUBMITTED),
                dates.get(DateKind.ANNOUNCED),
                dates.get(DateKind.LISTED),
                dates.get(DateKind.UPDATED),
                version,
                withdrawn,
                organisation,
                submitterFollowers,
                authorParticipating,
                richness,
                source);
    }

    /** Where this record is, with its identity as far as it is known. */
    public String place() {
        if (arxivId != null) {
            return where + " (" + arxivId + ")";
        }
        return title == null ? where : where + " (" + abbreviate(title) + ")";
    }

    private void leaveOut(String reason) {
        if (leftOut.size() < 10 && !leftOut.contains(reason)) {
            leftOut.add(reason);
        }
    }

    /** Null if nobody would see anything of it. */
    private static @Nullable String cleaned(@Nullable String text) {
        if (text == null) {
            return null;
        }
        String clean = SingleLineText.of(text);
        return PaperText.isSeen(clean) ? clean : null;
    }

    private @Nullable URI webAddress(LinkKind kind, @Nullable String address) {
        if (address == null || address.isBlank()) {
            return null;
        }
        // No address has spaces; those that do were typed or pasted with one too many.
        String clean = SingleLineText.of(address).replace(" ", "");
        try {
            URI uri = new URI(clean);
            boolean web =
                    "https".equalsIgnoreCase(uri.getScheme())
                            || "http".equalsIgnoreCase(uri.getScheme());
            if (web && uri.getHost() != null && clean.length() <= MAX_LINK) {
                return uri;
            }
        } catch (URISyntaxException _) {
            // Left out below, as every other address that leads nowhere.
        }
        leaveOut(kind.field + " link: no web address: " + abbreviate(clean));
        return null;
    }

    private static String abbreviate(String text) {
        String line = SingleLineText.of(text);
        return "'" + (line.length() <= 60 ? line : line.substring(0, 60) + "…") + "'";
    }
}
