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
import org.papertide.ingest.source.ListingBuilder.LinkKind;
import org.papertide.ingest.source.SingleLineText;

/** What holds for every paper on arXiv, in whatever format it is listed. */
final class ArxivPapers {

    /** The source's name in papers. */
    static final String SOURCE = "arxiv";

    /** A repository: the address of a code host, an owner and a name. */
    private static final Pattern REPOSITORY =
            Pattern.compile(
                    "(?i)(?<![\\w.])(?:https?://)?(?:www\\.)?(github|gitlab)\\.com/"
                            + "([\\w-]+)/([\\w.-]*[\\w-])");

    private ArxivPapers() {}

    /**
     * Adds what follows from the id, the comments and the abstract: links and code.
     *
     * @param comments the authors' remarks
     */
    static void complete(
            ListingBuilder draft, @Nullable String comments, @Nullable String abstractText) {
        draft.arxivIdentity()
                .ifPresent(id ->
                        draft.link(LinkKind.PAGE, "https://arxiv.org/abs/" + id.name())
                                .link(LinkKind.PDF, "https://arxiv.org/pdf/" + id.name()));
        findRepository(comments, abstractText)
                .ifPresent(address -> draft.link(LinkKind.CODE, address));
    }

    /** The one repository that comments and abstract name; empty if they name several. */
    static Optional<String> findRepository(@Nullable String... texts) {
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
