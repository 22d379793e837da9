package org.papertide.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A paper as scores, rankings and breakouts carry it, bounded in size: all that a mail or a list
 * prints, and all that a reader's filter looks at.
 *
 * @param id identity
 * @param title at most {@value #MAX_TITLE} characters
 * @param authors the first {@value #MAX_AUTHORS}
 * @param authorCount how many there are in all
 * @param abstractText at most {@value #MAX_ABSTRACT} characters ({@code abstract} on the wire);
 *     absent in rankings
 * @param categories all, the primary one first
 * @param primaryCategory the category under which it was submitted
 * @param links where to read it
 * @param submitted when its first version was submitted
 * @param listed when it was listed, else first seen
 * @param aliases other identities it answers to, at most {@value #MAX_ALIASES}
 * @param organisation who made it
 * @param moreAuthors those after the first {@value #MAX_AUTHORS}, for filters, as long as they fit
 *     into {@value #MAX_MORE_AUTHORS} characters; absent in rankings
 * @param moreAbstract what follows where {@code abstractText} was cut, for filters; absent in
 *     rankings, and where nothing follows
 */
public record PaperSummary(
        PaperId id,
        String title,
        List<String> authors,
        int authorCount,
        @JsonProperty("abstract") @Nullable String abstractText,
        List<String> categories,
        @Nullable String primaryCategory,
        Links links,
        @Nullable Instant submitted,
        @Nullable Instant listed,
        List<PaperId> aliases,
        @Nullable String organisation,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> moreAuthors,
        @Nullable String moreAbstract) {

    public static final int MAX_TITLE = 300;
    public static final int MAX_AUTHORS = 10;
    public static final int MAX_AUTHOR = 100;
    public static final int MAX_ABSTRACT = 600;
    public static final int MAX_ALIASES = 8;
    public static final int MAX_CATEGORIES = 12;

    /** Twice the names of 5,000 people. A score with them still fits its topic, however written. */
    public static final int MAX_MORE_AUTHORS = 200_000;

    private static final String CUT = "…";

    public PaperSummary {
        Require.present("id", id);
        Require.text("title", title, MAX_TITLE);
        authors = Require.texts("authors", authors, MAX_AUTHORS, MAX_AUTHOR);
        Require.atLeast("authorCount", authorCount, 0);
        Require.optionalText("abstract", abstractText, MAX_ABSTRACT);
        categories = Require.categories("categories", categories, MAX_CATEGORIES);
        Require.optionalCategory("primaryCategory", primaryCategory);
        Require.present("links", links);
        Require.optionalInstant("submitted", submitted);
        Require.optionalInstant("listed", listed);
        aliases = Require.list("aliases", aliases, MAX_ALIASES);
        Require.optionalText("organisation", organisation, MAX_AUTHOR);
        moreAuthors = Require.texts("moreAuthors", moreAuthors, Bounds.MAX_AUTHORS, MAX_AUTHOR);
        Require.between("moreAuthors", length(moreAuthors), 0, MAX_MORE_AUTHORS);
        Require.optionalText("moreAbstract", moreAbstract, Bounds.MAX_ABSTRACT);
    }

    /** Its identity, and those that it had before. */
    public List<PaperId> identities() {
        return Stream.concat(Stream.of(id), aliases.stream()).toList();
    }

    /** The bounded summary of a paper. */
    public static PaperSummary of(Paper paper) {
        return new PaperSummary(
                paper.id(),
                cut(paper.title(), MAX_TITLE),
                paper.authors().stream()
                        .limit(MAX_AUTHORS)
                        .map(author -> cut(author, MAX_AUTHOR))
                        .toList(),
                paper.authors().size(),
                paper.abstractText() == null ? null : cut(paper.abstractText(), MAX_ABSTRACT),
                first(paper.categories(), MAX_CATEGORIES),
                paper.primaryCategory(),
                paper.links(),
                paper.submitted(),
                paper.listed(),
                first(paper.aliases(), MAX_ALIASES),
                paper.organisation() == null ? null : cut(paper.organisation(), MAX_AUTHOR),
                moreAuthors(paper.authors()),
                paper.abstractText() == null ? null : behind(paper.abstractText(), MAX_ABSTRACT));
    }

    private static List<String> moreAuthors(List<String> all) {
        List<String> more = new ArrayList<>();
        int length = 0;
        for (String author : all.subList(Math.min(MAX_AUTHORS, all.size()), all.size())) {
            String name = cut(author, MAX_AUTHOR);
            length += name.length();
            if (length > MAX_MORE_AUTHORS) {
                break;
            }
            more.add(name);
        }
        return more;
    }

    private static int length(List<String> names) {
        return names.stream().mapToInt(String::length).sum();
    }

    /** All of its abstract that is known: what is shown, and what was cut off. */
    public @Nullable String wholeAbstract() {
        if (moreAbstract == null) {
            return abstractText;
        }
        String shown = abstractText == null ? "" : abstractText;
        return (shown.endsWith(CUT) ? shown.substring(0, shown.length() - CUT.length()) : shown)
                + moreAbstract;
    }

    /** The same as rankings carry it: without its abstract and what is for filters alone. */
    public PaperSummary forRanking() {
        return abstractText == null && moreAuthors.isEmpty() && moreAbstract == null
                ? this
                : copy(null, categories, links, aliases, List.of(), null);
    }

    /** The same with this abstract, which is all of it; with none, if it is null. */
    public PaperSummary withAbstract(@Nullable String text) {
        return copy(text, categories, links, aliases, moreAuthors, null);
    }

    /**
     * The same as it is shown: without the authors after the first {@value #MAX_AUTHORS}, and what
     * follows the abstract.
     */
    public PaperSummary asShown() {
        return copy(abstractText, categories, links, aliases, List.of(), null);
    }

    /** The same with these categories; the primary one stays. */
    public PaperSummary withCategories(List<String> others) {
        return copy(abstractText, others, links, aliases, moreAuthors, moreAbstract);
    }

    /** The same without links and other identities. */
    public PaperSummary withoutLinksAndAliases() {
        return copy(abstractText, categories, Links.none(), List.of(), moreAuthors, moreAbstract);
    }

    /** The one place that copies field by field. */
    private PaperSummary copy(
            @Nullable String text,
            List<String> ownCategories,
            Links ownLinks,
            List<PaperId> ownAliases,
            List<String> ownMoreAuthors,
            @Nullable String ownMoreAbstract) {
        return new PaperSummary(
                id,
                title,
                authors,
                authorCount,
                text,
                ownCategories,
                primaryCategory,
                ownLinks,
                submitted,
                listed,
                ownAliases,
                organisation,
                ownMoreAuthors,
                ownMoreAbstract);
    }

    /** With "…" if it is cut. */
    private static String cut(String text, int limit) {
        int end = end(text, limit);
        return end == text.length() ? text : text.substring(0, end) + CUT;
    }

    /** What {@link #cut} cuts off; null if that is nothing. */
    private static @Nullable String behind(String text, int limit) {
        int end = end(text, limit);
        return end == text.length() ? null : text.substring(end);
    }

    /** Where to cut: at a word where one ends near the limit, never within a surrogate pair. */
    private static int end(String text, int limit) {
        if (text.length() <= limit) {
            return text.length();
        }
        int end = limit - CUT.length();
        if (Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        int space = text.lastIndexOf(' ', end);
        return text.substring(0, space > end - 40 ? space : end).stripTrailing().length();
    }

    private static <T> List<T> first(List<T> values, int limit) {
        return values.size() <= limit ? values : values.subList(0, limit);
    }

    /**
     * Whether the paper is in this category, primary or cross-listed; never if its categories are
     * not known.
     */
    public boolean isIn(String category) {
        String wanted = category.toLowerCase(Locale.ROOT);
        return categories.stream().anyMatch(own -> own.toLowerCase(Locale.ROOT).equals(wanted));
    }
}
