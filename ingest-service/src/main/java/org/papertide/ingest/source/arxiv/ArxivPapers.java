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

    private static final String PAPER =
            "(?:paperi?|article|submission|manuscript|pre-?print|work|draft|note|report|thesis"
                    + "|document|letter|e-?print)";

    /** Misspellings are those that were seen. */
    private static final String HAS_BEEN =
            "(?:(?:has|have|is|was|had|be|bee|been|beenbeen|being|now|hereby|therefore|thus|already"
                    + "|momentaneously|momentarily|temporarily|permanently|administratively"
                    + "|voluntarily|unfortunately)\\s+)";

    /** A paper is taken back from journals too, and withdrawn papers are a subject of research. */
    private static final String WITHDRAWN =
            "(?:withdrawn|retracted)\\b(?!-|\\s+(?:papers?\\b|articles?\\b|publications?\\b"
                    + "|from\\b(?!\\s+(?:the\\s+)?ar(?:xiv|chive))|after\\b|following\\b))";

    private static final String WE_WITHDRAW =
            "(?:we|i|authors?|(?:arxiv|the)\\s+(?:admin|moderat)\\w*)\\s+"
                    + "(?:(?:have|has|had|am|are|is|hereby|now|decided|wish(?:es)?|want(?:s)?|to"
                    + "|would|like)\\s+){0,4}"
                    + "(?:withdrawn|withdrew|withdraw|withdrawing|retracted|retract|retracting)"
                    + "\\s+(?:the|this|our|my)\\s+"
                    + PAPER
                    + "\\b(?!\\s+from\\b(?!\\s+(?:the\\s+)?ar(?:xiv|chive)))";

    private static final String ARXIV = "(?:the\\s+)?(?:arxiv|moderat|administrat)";

    private static final String AUTHORS =
            "(?:(?:the|its|all|both|one\\s+of\\s+the|\\w+)\\s+){0,3}?(?:co-?)?authors?\\b";

    /** Why a paper is taken back, or by whom: of others' papers, histories say when. */
    private static final String REASON =
            "(?=\\W*$|\\s*\\.|\\s*(?:[(,;:]\\s*)?(?:by\\s+(?:"
                    + AUTHORS
                    + "|me\\b|us\\b|"
                    + ARXIV
                    + ")|due\\b|because\\b|for\\b|since\\b|as\\b|until\\b|pending\\b"
                    + "|at\\s+the\\s+request|from\\s+(?:the\\s+)?ar(?:xiv|chive)))";

    /** What the abstract of a withdrawn paper begins with; only there do these words say so. */
    private static final Pattern WITHDRAWN_ABSTRACT =
            Pattern.compile(
                    "\\W*(?:(?:(?:arxiv\\s+)?admin\\s+note|abstract|note)\\W+){0,3}(?:"
                            // Nothing else in it, but for the reason.
                            + "(?:withdrawn|retracted)\\b"
                            + REASON
                            + "[^,:]{0,150}$"
                            + "|(?:withdrawn|retracted|removed)\\s+by\\s+"
                            + ARXIV
                            + "|(?:(?:this|our|my|present|current|submitted|above)\\s+"
                            + "|the\\s+(?=(?:present|current|submitted|above)\\s)){1,3}"
                            + "(?:(?:version|revision)\\s+of\\s+(?:this|the|our)\\s+)?"
                            + "(?:\\S+\\s+){0,2}?(?:"
                            + PAPER
                            + "|version|entry|survey|study|chapter|text)s?\\s+"
                            + "(?:\\([^)]{0,40}\\)\\s+|\\S+\\s+){0,2}?"
                            + HAS_BEEN
                            + "{1,4}(?:"
                            + WITHDRAWN
                            + "|removed\\s+by\\s+(?:the\\s+authors?|"
                            + ARXIV
                            + "))|(?:the\\s+)?"
                            + PAPER
                            + "\\s+(?:\\([^)]{0,40}\\)\\s+)?"
                            + HAS_BEEN
                            + "{0,4}"
                            + WITHDRAWN
                            + REASON
                            + "|(?:the\\s+)?"
                            + WE_WITHDRAW
                            + ")",
                    Pattern.CASE_INSENSITIVE);

    /**
     * What authors and administrators write in the comments of a paper that is taken back, but not
     * of one that was withdrawn from a journal, of an earlier version, or of one of its claims.
     */
    private static final Pattern WITHDRAWN_COMMENT =
            Pattern.compile(
                    "(?:^|[^\\w\\s]\\s*|\\b(?:pages?|pp|figures?|tables?|words?)\\s+)"
                            + HAS_BEEN
                            + "{0,4}"
                            + WITHDRAWN
                            + "|(?<!(?:earlier|previous|first|old|prior|original) version of"
                            + " (?:this |the |our )?)\\b"
                            + PAPER
                            + "\\s+(?:\\([^)]{0,40}\\)\\s+)?"
                            + HAS_BEEN
                            + "{0,4}"
                            + WITHDRAWN
                            + "|(?:^|[^\\w\\s]\\s*)(?:it|this|this version(?: of the paper)?)\\s+"
                            + HAS_BEEN
                            + "{1,4}"
                            + WITHDRAWN
                            + "|\\b"
                            + WE_WITHDRAW
                            + "|\\b(?:withdrawn|removed|deleted|retracted)\\s+by\\s+"
                            + ARXIV
                            + "|\\b(?:withdrawn|retracted)\\s+by\\s+(?:the\\s+|its\\s+)?(?:\\S+\\s+)?"
                            + "authors?\\b",
                    Pattern.CASE_INSENSITIVE);

    /**
     * Behind one of these in its sentence, what is withdrawn is another paper or a part of this
     * one.
     */
    private static final Pattern OTHER =
            Pattern.compile(
                    "\\b(?:supersed(?:es|ing)|replac(?:es|ing))\\b"
                            + "|\\b(?:earlier|previous(?:ly)?|prior|preceding|older?|companion|original"
                            + "|other|another|related|accompanying)\\s+(?:[\\w-]+\\s+){0,2}?(?:"
                            + PAPER
                            + "|version|revision)s?\\b"
                            + "|\\b(?:version|v\\.?|theorem|lemma|proposition|corollary|section|claim"
                            + "|part|appendix|chapter)\\s*\\d+[\\s(,]{1,3}"
                            + HAS_BEEN
                            + "{0,4}$",
                    Pattern.CASE_INSENSITIVE);

    /** Of this one, whatever else the sentence names. */
    private static final Pattern THIS =
            Pattern.compile(
                    "(?<!\\bof )\\bthis\\s+(?:\\w+\\s+)?"
                            + PAPER
                            + "\\s+(?:\\([^)]{0,40}\\)\\s+)?"
                            + HAS_BEEN
                            + "{1,4}$",
                    Pattern.CASE_INSENSITIVE);

    /** A paper was taken back from where it had been submitted to, unless its authors say more. */
    private static final Pattern SUBMITTED =
            Pattern.compile(
                    "\\b(?:submitted|submission)\\s+to\\b[^.;]{0,80}$", Pattern.CASE_INSENSITIVE);

    private static final Pattern END_OF_SENTENCE = Pattern.compile("[.;!?]\\s");
    private static final Pattern THE_WORD =
            Pattern.compile("(?:withdr|retract|remov|delet)\\w*", Pattern.CASE_INSENSITIVE);
    private static final Pattern NO_MORE = Pattern.compile("\\W*(?:$|[.;]\\s)");

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
                        draft.link(LinkKind.PAGE, "https://arxiv.org/abs/" + id.name())
                                .link(LinkKind.PDF, "https://arxiv.org/pdf/" + id.name()));
        findRepository(comments, abstractText)
                .ifPresent(address -> draft.link(LinkKind.CODE, address));
    }

    /** Whether its authors or arXiv took it back, by its comments and abstract. */
    static boolean isWithdrawn(@Nullable String comments, @Nullable String abstractText) {
        return says(beginning(comments))
                || WITHDRAWN_ABSTRACT.matcher(beginning(abstractText)).lookingAt();
    }

    private static boolean says(String comments) {
        Matcher said = WITHDRAWN_COMMENT.matcher(comments);
        while (said.find()) {
            Matcher word = THE_WORD.matcher(comments);
            if (!word.find(said.start()) || !isOfAnother(comments, word.start(), word.end())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOfAnother(String comments, int from, int to) {
        int sentence = 0;
        Matcher end = END_OF_SENTENCE.matcher(comments).region(0, from);
        while (end.find()) {
            sentence = end.end();
        }
        String before = comments.substring(sentence, from);
        if (THIS.matcher(before).find()) {
            return false;
        }
        return OTHER.matcher(before).find()
                || (SUBMITTED.matcher(before).find()
                        && NO_MORE.matcher(comments).region(to, comments.length()).lookingAt());
    }

    private static String beginning(@Nullable String text) {
        return text == null
                ? ""
                : SingleLineText.of(text.length() > 400 ? text.substring(0, 400) : text);
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
