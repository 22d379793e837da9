package org.papertide.ingest.source.arxiv;

import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.papertide.events.PaperId;
import org.papertide.ingest.source.ListingBuilder;
import org.papertide.ingest.source.SingleLineText;

/** What holds for every paper on arXiv, in whatever form it is told. */
final class ArxivPapers {

    /** The source's name in papers. */
    static final String SOURCE = "arxiv";

    /** What a withdrawn paper's abstract begins with. */
    private static final Pattern WITHDRAWN_ABSTRACT =
            Pattern.compile(
                    "^\\W*(?:admin note: )?(?:(?:this|the|our)\\s+)?(?:\\S+\\s+){0,3}?"
                            + "(?:(?:paper|article|submission|manuscript|work|preprint|version"
                            + "|document|note|letter|report|thesis|draft|entry|survey|study"
                            + "|research|result|text|chapter)s?\\s+(?:\\S+\\s+){0,3}?)?"
                            + "(?:(?:has|have|is|was|were|had|be|been|being|therefore|now|hereby"
                            + "|temporarily)\\s+){0,4}(?:withdrawn|retracted)\\b.*",
                    Pattern.CASE_INSENSITIVE);

    /**
     * What authors write in the comments of a paper that they take back, but not of one that they
     * withdrew from a journal or of an earlier version.
     */
    private static final Pattern WITHDRAWN_COMMENT =
            Pattern.compile(
                    "(?:\\b(?:paperi?|article|submission|manuscript|preprint|work|draft|note|report"
                            + "|thesis|it|this|this version of the paper)\\s+"
                            + "(?:(?:has|have|is|was|had|be|bee|been|beenbeen|being|now|hereby"
                            + "|therefore|temporarily)\\s+){0,4}"
                            + "|(?:^|[.;,:]\\s*)(?:administratively\\s+)?"
                            + "|\\bhave\\s+)(?:withdrawn|retracted)\\b"
                            + "(?!\\s+(?:paper\\b|from\\b(?!\\s+(?:the\\s+)?ar(?:xiv|chive))"
                            + "|after\\b|following\\b))",
                    Pattern.CASE_INSENSITIVE);

    /** A repository: the address of a code host, an owner and a name. */
    private static final Pattern REPOSITORY =
            Pattern.compile(
                    "(?i)(?<![\\w.])(?:https?://)?(?:www\\.)?(github|gitlab)\\.com/"
                            + "([\\w-]+)/([\\w.-]*[\\w-])");

    private ArxivPapers() {}

    /**
     * Adds what follows from the id, the comments and the abstract: links, code, withdrawal.
     *
     * @param comments the authors' remarks; they say so if a paper is withdrawn
     */
    static void complete(
            ListingBuilder draft, @Nullable String comments, @Nullable String abstractText) {
        draft.arxivIdentity()
                .ifPresent(id ->
                        draft.page("https://arxiv.org/abs/" + id.name())
                                .pdf("https://arxiv.org/pdf/" + id.name()));
        findRepository(comments, abstractText).ifPresent(draft::code);
    }

    /** Whether its authors or arXiv took it back, as far as comments and abstract tell. */
    static boolean isWithdrawn(@Nullable String comments, @Nullable String abstractText) {
        return WITHDRAWN_COMMENT.matcher(beginning(comments)).find()
                || WITHDRAWN_ABSTRACT.matcher(beginning(abstractText)).matches();
    }

    private static String beginning(@Nullable String text) {
        return text == null
                ? ""
                : SingleLineText.of(text.length() > 400 ? text.substring(0, 400) : text);
    }

    /** The one repository that comments and abstract name; empty if they name several. */
    private static Optional<String> findRepository(@Nullable String... texts) {
        Set<String> found = new HashSet<>();
        String first = null;
        for (String text : texts) {
            // The pattern takes an eighth of an import's time; most abstracts name no address.
            if (text == null || text.indexOf('/') < 0) {
                continue;
            }
            Matcher matcher = REPOSITORY.matcher(text);
            while (matcher.find()) {
                String name = matcher.group(3).replaceFirst("(?i)\\.git$", "");
                String host = matcher.group(1).toLowerCase(Locale.ROOT);
                String address = "https://" + host + ".com/" + matcher.group(2) + "/" + name;
                if (found.add(address.toLowerCase(Locale.ROOT)) && first == null) {
                    first = address;
                }
            }
        }
        return found.size() == 1 ? Optional.ofNullable(first) : Optional.empty();
    }

    /** Where a record is, with its arXiv identity if that can be read. */
    static String place(String where, @Nullable String id) {
        return Optional.ofNullable(id)
                .flatMap(text -> PaperId.findArxiv(SingleLineText.of(text)))
                .map(paper -> where + " (" + paper + ")")
                .orElse(where);
    }
}
