package org.papertide.feed;

import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Links;
import org.papertide.events.PaperId;
import org.papertide.events.PaperSummary;
import org.papertide.events.Ranking;
import org.papertide.events.RankingKey;
import org.papertide.events.ReasonText;
import org.papertide.text.PaperText;

/**
 * Papers as a feed, whatever its format.
 *
 * @param id permanent id of the feed
 * @param title title of the feed
 * @param self the feed's own address
 * @param hub the WebSub hub that hears of its changes; absent if there is none
 * @param site the page of the site that shows the same papers
 * @param updated when it last changed
 * @param entries its papers, in order
 */
public record Feed(
        URI id,
        String title,
        URI self,
        @Nullable URI hub,
        URI site,
        Instant updated,
        List<Entry> entries) {

    /** Since when there are feeds and their ids; no entry is older. */
    public static final Instant SINCE = Instant.parse("2026-01-01T00:00:00Z");

    /** The authority of all ids (RFC 4151). */
    private static final String TAG = "tag:papertide.org,2026:";

    public Feed {
        entries = List.copyOf(entries);
    }

    /**
     * A paper.
     *
     * @param id permanent id of the paper
     * @param title its title
     * @param link the page of the paper, if it is known
     * @param authors the first ten
     * @param categories its categories, the primary one first
     * @param published when it was listed, or when it rose again long after; absent if neither is
     *     known, or in the future
     * @param updated the same, for formats that must have a time; if it is not known, the earliest
     *     that it can be: the month that the id names, else the beginning of {@link #SINCE}
     * @param text the reasons for its rank, and its authors
     */
    public record Entry(
            URI id,
            String title,
            @Nullable URI link,
            List<String> authors,
            List<String> categories,
            @Nullable Instant published,
            Instant updated,
            String text) {

        public Entry {
            authors = List.copyOf(authors);
            categories = List.copyOf(categories);
        }
    }

    /**
     * The feed of a ranking.
     *
     * @param self the feed's own address
     * @param hub the WebSub hub; null if there is none
     * @param siteUrl the public address of the site
     * @param rises when papers that were listed long ago rose again
     */
    public static Feed of(
            Ranking ranking,
            URI self,
            @Nullable URI hub,
            URI siteUrl,
            Map<PaperId, Instant> rises) {
        RankingKey key = ranking.key();
        return new Feed(
                tag("ranking/" + key),
                title(key),
                self,
                hub,
                site(siteUrl, key),
                ranking.asOf(),
                ranking.entries().stream()
                        .map(entry -> entry(entry, ranking.asOf(), rises.get(entry.paper().id())))
                        .toList());
    }

    /**
     * The feed of what was found. It was updated when the youngest of its papers was listed: a
     * paper's place among others is no news.
     *
     * @param name what was looked for, unique: the feed's permanent id
     * @param title title of the feed
     * @param self the feed's own address
     * @param hub the WebSub hub; null if there is none
     * @param site the page of the site that shows the same
     * @param now papers of the future have no date yet
     */
    public static Feed ofFound(
            String name,
            String title,
            URI self,
            @Nullable URI hub,
            URI site,
            Instant now,
            List<Ranking.Entry> found) {
        List<Entry> entries = found.stream().map(entry -> entry(entry, now, null)).toList();
        Instant updated =
                entries.stream()
                        .map(Entry::published)
                        .filter(Objects::nonNull)
                        .max(Instant::compareTo)
                        .orElse(SINCE);
        return new Feed(
                tag(name),
                "Papertide: " + FeedText.plain(title),
                self,
                hub,
                site,
                updated,
                entries);
    }

    private static Entry entry(Ranking.Entry entry, Instant asOf, @Nullable Instant rise) {
        PaperSummary paper = entry.paper();
        String title = FeedText.plain(PaperText.readable(paper.title()));
        @Nullable Instant published = rise == null ? published(paper, asOf) : rise;
        return new Entry(
                tag("paper/" + paper.id()),
                title.isEmpty() ? "Untitled" : title,
                link(paper),
                paper.authors().stream().map(PaperText::readable).map(FeedText::plain).toList(),
                paper.categories().stream().map(FeedText::plain).toList(),
                published,
                published == null ? earliest(paper.id()) : published,
                text(entry));
    }

    /** It never changes: feed readers would show the paper as new each time. */
    private static Instant earliest(PaperId id) {
        return id.month()
                .map(month -> month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant())
                .orElse(SINCE);
    }

    /**
     * The first date of the paper itself that has passed. The ranking's time is no substitute: it
     * changes, and feed readers would show the paper as new each time.
     */
    private static @Nullable Instant published(PaperSummary paper, Instant asOf) {
        return Stream.of(
                        Optional.ofNullable(paper.listed()), Optional.ofNullable(paper.submitted()))
                .flatMap(Optional::stream)
                .filter(date -> !date.isAfter(asOf))
                .findFirst()
                .orElse(null);
    }

    private static String text(Ranking.Entry entry) {
        StringBuilder text = new StringBuilder();
        ReasonText.sentences(entry.reasons()).forEach(reason -> text.append(reason).append(". "));
        PaperSummary paper = entry.paper();
        if (!paper.authors().isEmpty()) {
            text.append("By ")
                    .append(
                            paper.authors().stream()
                                    .map(PaperText::readable)
                                    .collect(Collectors.joining(", ")));
            int more = paper.authorCount() - paper.authors().size();
            text.append(more > 0 ? " and " + more + " more." : ".");
        }
        return FeedText.plain(text.toString());
    }

    private static @Nullable URI link(PaperSummary paper) {
        Links links = paper.links();
        if (links.page() != null) {
            return links.page();
        }
        if (links.discussion() != null) {
            return links.discussion();
        }
        if (links.pdf() != null) {
            return links.pdf();
        }
        PaperId id = paper.id();
        String name = FeedText.address(id.name());
        if (id.value().startsWith("arxiv:")) {
            return URI.create("https://arxiv.org/abs/" + name);
        }
        return id.value().startsWith("doi:") ? URI.create("https://doi.org/" + name) : null;
    }

    private static String title(RankingKey key) {
        String order =
                switch (key.order()) {
                    case RISING -> "Rising papers of the ";
                    case TOP -> "Top papers of the ";
                };
        String where = key.category() == null ? "" : " in " + FeedText.plain(key.category());
        return "Papertide: " + order + key.window().wireName() + where;
    }

    private static URI site(URI site, RankingKey key) {
        String base = site.toString();
        String address =
                "%s/?order=%s&window=%s"
                        .formatted(
                                base.endsWith("/") ? base.substring(0, base.length() - 1) : base,
                                key.order().wireName(),
                                key.window().wireName());
        return URI.create(
                key.category() == null
                        ? address
                        : address + "&category=" + FeedText.address(key.category()));
    }

    private static URI tag(String name) {
        return URI.create(TAG + FeedText.address(name));
    }
}
